use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::{Method, Response};
use tokio_util::sync::CancellationToken;
use wangge_domain::{Digest, StreamId};
use wangge_protocol::sha256;

use super::{HttpFailure, RelayClient};

const UPLOAD_TYPE: &str = "application/offset+octet-stream";
/// A blob up to this length travels inside its creation: one round trip for a thumbnail.
const WITH_CREATION_BYTES: u64 = 64 * 1024;
/// Bytes of one request: what is lost if it is cut.
const PART_BYTES: usize = 256 * 1024;
/// Time for one part on a very slow link (4 KB/s).
const PART_TIMEOUT: Duration = Duration::from_secs(75);
/// Times an upload is begun anew before the blob is left for the next sync.
const MOST_RESTARTS: u32 = 2;

/// The plain bytes of a blob, read piece by piece.
pub(crate) trait BlobSource: Send {
    /// Bytes from `offset`, at most `most`; `Err` says why the file cannot be read.
    fn read_at(&mut self, offset: u64, most: usize) -> Result<Vec<u8>, String>;
}

/// What to upload.
#[derive(Clone, Debug)]
pub(crate) struct UploadRequest {
    /// Hash of the bytes.
    pub(crate) digest: Digest,
    /// Length.
    pub(crate) length: u64,
    /// Stream of the photo.
    pub(crate) stream: StreamId,
    /// `thumbnail`, `view` or `original`.
    pub(crate) role: &'static str,
    /// Where an earlier upload goes on.
    pub(crate) resume: Option<String>,
}

/// How an upload ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum UploadOutcome {
    /// The relay holds the blob, its hash verified.
    Held {
        /// Bytes that had to be sent; 0: the relay had it already.
        sent_bytes: u64,
    },
    /// It broke off; go on at this address next time.
    Broken {
        /// Address of the upload, if it was begun.
        resume: Option<String>,
        /// Why.
        failure: HttpFailure,
    },
    /// The file on the phone cannot be read.
    Unreadable(String),
}

/// How an upload stands at the relay that somebody else is to carry out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BegunUpload {
    /// The relay holds the blob.
    Held,
    /// It takes bytes from `offset` on at `address`.
    At {
        /// Address of the upload.
        address: String,
        /// Bytes it has.
        offset: u64,
    },
}

/// State of one upload.
struct Progress {
    resume: Option<String>,
    offset: u64,
    sent: u64,
}

impl RelayClient {
    /// Uploads a blob by tus 1.0, going on where an earlier attempt stopped.
    pub(crate) async fn upload(
        &self,
        request: &UploadRequest,
        source: &mut dyn BlobSource,
        cancel: &CancellationToken,
        on_progress: &(dyn Fn(u64) + Sync),
    ) -> UploadOutcome {
        let mut state = Progress {
            resume: request.resume.clone(),
            offset: 0,
            sent: 0,
        };
        for _ in 0..=MOST_RESTARTS {
            match self
                .try_upload(request, source, &mut state, cancel, on_progress)
                .await
            {
                Ok(()) => {
                    return UploadOutcome::Held {
                        sent_bytes: state.sent,
                    };
                }
                Err(Trouble::Unreadable(why)) => return UploadOutcome::Unreadable(why),
                Err(Trouble::StartAnew) => {
                    state.resume = None;
                    state.offset = 0;
                }
                Err(Trouble::Failed(failure)) => {
                    return UploadOutcome::Broken {
                        resume: state.resume,
                        failure,
                    };
                }
            }
        }
        let failure = HttpFailure::Malformed("the upload was discarded again and again".to_owned());
        UploadOutcome::Broken {
            resume: None,
            failure,
        }
    }

    /// Begins an upload, or finds out how far it has come, without sending a body.
    pub(crate) async fn begin_upload(
        &self,
        request: &UploadRequest,
        cancel: &CancellationToken,
    ) -> Result<BegunUpload, HttpFailure> {
        let mut state = Progress {
            resume: request.resume.clone(),
            offset: 0,
            sent: 0,
        };
        if let Some(address) = state.resume.clone() {
            match self.offset(&address, cancel).await {
                Ok(offset) => state.offset = offset,
                Err(Trouble::StartAnew | Trouble::Unreadable(_)) => state.resume = None,
                Err(Trouble::Failed(failure)) => return Err(failure),
            }
        }
        if state.resume.is_none() {
            match self.create(request, &mut NoBody, &mut state, cancel).await {
                Ok(()) => {}
                Err(Trouble::Failed(failure)) => return Err(failure),
                Err(Trouble::StartAnew | Trouble::Unreadable(_)) => {
                    return Err(HttpFailure::Malformed("no upload was begun".to_owned()));
                }
            }
        }
        match state.resume {
            Some(address) if state.offset < request.length => Ok(BegunUpload::At {
                address,
                offset: state.offset,
            }),
            _ => Ok(BegunUpload::Held),
        }
    }

    /// Address and headers of the request that brings the rest, for somebody else to send.
    pub(crate) fn patch_by_others(
        &self,
        address: &str,
        offset: u64,
        sum: Digest,
    ) -> Result<(String, Vec<(String, String)>), HttpFailure> {
        let url = self.url(address)?.to_string();
        let mut headers = vec![
            ("Tus-Resumable".to_owned(), "1.0.0".to_owned()),
            ("Upload-Offset".to_owned(), offset.to_string()),
            (
                "Upload-Checksum".to_owned(),
                format!("sha256 {}", STANDARD.encode(sum.0)),
            ),
            ("Content-Type".to_owned(), UPLOAD_TYPE.to_owned()),
        ];
        if let Some(token) = self.token() {
            headers.push(("Authorization".to_owned(), format!("Bearer {token}")));
        }
        Ok((url, headers))
    }

    async fn try_upload(
        &self,
        request: &UploadRequest,
        source: &mut dyn BlobSource,
        state: &mut Progress,
        cancel: &CancellationToken,
        on_progress: &(dyn Fn(u64) + Sync),
    ) -> Result<(), Trouble> {
        match state.resume.clone() {
            Some(address) => state.offset = self.offset(&address, cancel).await?,
            None => self.create(request, source, state, cancel).await?,
        }
        while state.offset < request.length {
            on_progress(state.offset);
            let address = state.resume.clone().ok_or(Trouble::StartAnew)?;
            let part = source
                .read_at(state.offset, PART_BYTES)
                .map_err(Trouble::Unreadable)?;
            if part.is_empty() {
                return Err(Trouble::Unreadable(
                    "the file is shorter than its row says".to_owned(),
                ));
            }
            let length = part.len() as u64;
            match self.patch(&address, state.offset, part, cancel).await {
                Ok(offset) if offset <= request.length => {
                    state.sent += length;
                    state.offset = offset;
                }
                Ok(_) => return Err(Trouble::StartAnew),
                // 409: the relay stands elsewhere (a part arrived whose answer was lost).
                Err(Trouble::Failed(HttpFailure::Refused { status: 409, .. })) => {
                    state.offset = self.offset(&address, cancel).await?;
                }
                Err(other) => return Err(other),
            }
        }
        on_progress(request.length);
        Ok(())
    }

    async fn create(
        &self,
        request: &UploadRequest,
        source: &mut dyn BlobSource,
        state: &mut Progress,
        cancel: &CancellationToken,
    ) -> Result<(), Trouble> {
        let encode = |text: &str| STANDARD.encode(text);
        let metadata = format!(
            "sha256 {},stream {},role {}",
            encode(&request.digest.to_string()),
            encode(&request.stream.to_string()),
            encode(request.role)
        );
        let with_body = request.length <= WITH_CREATION_BYTES;
        let first = if with_body {
            source
                .read_at(
                    0,
                    usize::try_from(WITH_CREATION_BYTES).unwrap_or(usize::MAX),
                )
                .map_err(Trouble::Unreadable)?
        } else {
            Vec::new()
        };
        let response = self
            .with_session(cancel, || async {
                let mut call = self
                    .request(Method::POST, "api/v1/blobs")?
                    .header("tus-resumable", "1.0.0")
                    .header("upload-length", request.length)
                    .header("upload-metadata", &metadata)
                    .timeout(PART_TIMEOUT);
                if with_body {
                    call = call
                        .header(CONTENT_TYPE, UPLOAD_TYPE)
                        .header("upload-checksum", checksum(&first))
                        .body(first.clone());
                }
                self.send(call, first.len(), cancel).await
            })
            .await
            .map_err(Trouble::from)?;
        is_tus(&response)?;
        state.offset = number(response.headers(), "upload-offset").unwrap_or(0);
        let address = response
            .headers()
            .get(LOCATION)
            .and_then(|value| value.to_str().ok());
        state.resume = address.map(str::to_owned);
        if with_body && state.offset > 0 {
            state.sent += first.len() as u64;
        }
        if state.resume.is_none() && state.offset < request.length {
            return Err(HttpFailure::Malformed("an upload without an address".to_owned()).into());
        }
        Ok(())
    }

    async fn offset(&self, address: &str, cancel: &CancellationToken) -> Result<u64, Trouble> {
        let response = self
            .with_session(cancel, || async {
                let call = self
                    .request(Method::HEAD, address)?
                    .header("tus-resumable", "1.0.0")
                    .timeout(PART_TIMEOUT);
                self.send(call, 0, cancel).await
            })
            .await
            .map_err(Trouble::from)?;
        is_tus(&response)?;
        number(response.headers(), "upload-offset").ok_or(Trouble::StartAnew)
    }

    async fn patch(
        &self,
        address: &str,
        offset: u64,
        part: Vec<u8>,
        cancel: &CancellationToken,
    ) -> Result<u64, Trouble> {
        let part = bytes::Bytes::from(part);
        let response = self
            .with_session(cancel, || async {
                let call = self
                    .request(Method::PATCH, address)?
                    .header("tus-resumable", "1.0.0")
                    .header("upload-offset", offset)
                    .header("upload-checksum", checksum(&part))
                    .header(CONTENT_TYPE, UPLOAD_TYPE)
                    .timeout(PART_TIMEOUT)
                    .body(part.clone());
                self.send(call, part.len(), cancel).await
            })
            .await
            .map_err(Trouble::from)?;
        is_tus(&response)?;
        number(response.headers(), "upload-offset")
            .ok_or_else(|| HttpFailure::Malformed("no offset".to_owned()).into())
    }
}

/// For uploads whose bytes travel otherwise.
struct NoBody;

impl BlobSource for NoBody {
    fn read_at(&mut self, _offset: u64, _most: usize) -> Result<Vec<u8>, String> {
        Ok(Vec::new())
    }
}

/// What keeps an attempt from its end.
enum Trouble {
    StartAnew,
    Unreadable(String),
    Failed(HttpFailure),
}

impl From<HttpFailure> for Trouble {
    fn from(failure: HttpFailure) -> Self {
        match &failure {
            // Expired, unknown, or discarded because the bytes did not have the declared hash.
            HttpFailure::Refused {
                status: 404 | 410 | 460,
                ..
            } => Self::StartAnew,
            _ => Self::Failed(failure),
        }
    }
}

fn checksum(part: &[u8]) -> String {
    format!("sha256 {}", STANDARD.encode(sha256(part).0))
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

/// A portal that answers 200 does not speak tus.
fn is_tus(response: &Response) -> Result<(), Trouble> {
    if response.headers().contains_key("tus-resumable") {
        Ok(())
    } else {
        Err(HttpFailure::CaptivePortal.into())
    }
}
