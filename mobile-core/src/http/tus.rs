use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION, RANGE};
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use wangge_domain::{Digest, StreamId};
use wangge_protocol::sha256;

use super::{HttpError, RelayClient};

/// Which of a photo's three blobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlobRole {
    /// 320 pixels: travels first.
    Thumbnail,
    /// 1600 pixels: the photo is *shown* when it has arrived.
    View,
    /// The untouched original: the photo is *complete* when it has arrived.
    Original,
}

impl BlobRole {
    /// The name on the wire and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Thumbnail => "thumbnail",
            Self::View => "view",
            Self::Original => "original",
        }
    }
}

/// An upload known to the relay: resumable at any byte, after any interruption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Where to send the rest.
    pub location: String,
    /// Bytes the relay holds.
    pub offset: u64,
}

const TIMEOUT: Duration = Duration::from_secs(120);

impl RelayClient {
    /// Announces a blob. If the relay already holds it for this stream, the offset equals the
    /// length and nothing is to be sent.
    ///
    /// # Errors
    /// Transport errors and refusals.
    pub async fn create_upload(
        &self,
        token: &str,
        stream: StreamId,
        role: BlobRole,
        digest: Digest,
        length: u64,
    ) -> Result<Upload, HttpError> {
        let metadata = format!(
            "sha256 {},stream {},role {}",
            STANDARD.encode(digest.to_string()),
            STANDARD.encode(stream.to_string()),
            STANDARD.encode(role.as_str()),
        );
        let request = self
            .tus(Method::POST, "/api/v1/blobs", token)
            .header("Upload-Length", length)
            .header("Upload-Metadata", metadata);
        let reply = self.send(request, Bytes::new(), TIMEOUT).await?;
        if reply.status() != StatusCode::CREATED {
            return Err(self.refusal(reply).await);
        }
        let location = reply
            .headers()
            .get(LOCATION)
            .and_then(|it| it.to_str().ok())
            .map(str::to_owned)
            .unwrap_or_default();
        Ok(Upload { location, offset: offset_of(&reply).unwrap_or(0) })
    }

    /// Asks how much of an upload the relay holds. `None`: it does not know the upload any more.
    ///
    /// # Errors
    /// Transport errors and refusals.
    pub async fn upload_offset(
        &self,
        token: &str,
        location: &str,
    ) -> Result<Option<u64>, HttpError> {
        let request = self.tus(Method::HEAD, location, token);
        let reply = self.send(request, Bytes::new(), TIMEOUT).await?;
        match reply.status() {
            StatusCode::OK | StatusCode::NO_CONTENT => Ok(offset_of(&reply)),
            StatusCode::NOT_FOUND | StatusCode::GONE => Ok(None),
            _ => Err(self.refusal(reply).await),
        }
    }

    /// Sends a piece. Returns the relay's new offset; on a mismatch of offsets `Refused` with
    /// status 409, after which [`RelayClient::upload_offset`] says where to go on.
    ///
    /// # Errors
    /// Transport errors and refusals; status 460: the bytes did not arrive as they were sent.
    pub async fn send_piece(
        &self,
        token: &str,
        location: &str,
        offset: u64,
        piece: Bytes,
    ) -> Result<u64, HttpError> {
        let checksum = STANDARD.encode(sha256(&piece).0);
        let request = self
            .tus(Method::PATCH, location, token)
            .header(CONTENT_TYPE, "application/offset+octet-stream")
            .header("Upload-Offset", offset)
            .header("Upload-Checksum", format!("sha256 {checksum}"));
        let reply = self.send(request, piece, TIMEOUT).await?;
        if reply.status() != StatusCode::NO_CONTENT {
            return Err(self.refusal(reply).await);
        }
        offset_of(&reply).ok_or_else(|| HttpError::Malformed("no Upload-Offset".to_owned()))
    }

    /// Fetches a blob that an accepted row of a granted stream names, verified by its hash.
    ///
    /// # Errors
    /// `Refused` with status 404 if it is not there, or not for this device.
    pub async fn fetch_blob(&self, token: &str, digest: Digest) -> Result<Vec<u8>, HttpError> {
        let request = self
            .request(Method::GET, &format!("/api/v1/blobs/{digest}"))
            .header(AUTHORIZATION, format!("Bearer {token}"))
            .header(RANGE, "bytes=0-");
        let reply = self.send(request, Bytes::new(), TIMEOUT).await?;
        if !reply.status().is_success() {
            return Err(self.refusal(reply).await);
        }
        let body = self.body(reply).await?;
        if sha256(&body) != digest {
            return Err(HttpError::Malformed("the blob is not the one asked for".to_owned()));
        }
        Ok(body)
    }

    fn tus(&self, method: Method, path: &str, token: &str) -> RequestBuilder {
        self.request(method, path)
            .header("Tus-Resumable", "1.0.0")
            .header(AUTHORIZATION, format!("Bearer {token}"))
    }
}

fn offset_of(reply: &Response) -> Option<u64> {
    reply.headers().get("upload-offset")?.to_str().ok()?.parse().ok()
}
