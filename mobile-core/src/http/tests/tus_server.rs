//! Uploads against a tus server that misbehaves on demand.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{head, post};
use tokio_util::sync::CancellationToken;
use wangge_domain::StreamId;
use wangge_protocol::sha256;

use crate::http::testing::serve;
use crate::http::{BlobSource, HttpFailure, UploadOutcome, UploadRequest};

#[derive(Default)]
struct Relay {
    uploads: BTreeMap<u32, Vec<u8>>,
    creations: u32,
    patches: u32,
    metadata: String,
    /// The next patches fail: their bytes arrive, their answer does not.
    lose_answers: u32,
    /// Uploads end discarded once the whole is there.
    discard: u32,
    /// The blob is readable already.
    has_it: bool,
}

type Shared = Arc<Mutex<Relay>>;

fn router(relay: &Shared) -> Router {
    Router::new()
        .route("/api/v1/blobs", post(create))
        .route("/api/v1/blobs/uploads/{id}", head(offset).patch(patch))
        .with_state(Arc::clone(relay))
}

fn number(headers: &HeaderMap, name: &str) -> usize {
    headers[name].to_str().unwrap().parse().unwrap()
}

async fn create(State(relay): State<Shared>, headers: HeaderMap, body: Bytes) -> Response {
    let mut relay = relay.lock().unwrap();
    relay.creations += 1;
    relay.metadata = headers["upload-metadata"].to_str().unwrap().to_owned();
    let length = number(&headers, "upload-length");
    let tus = ("tus-resumable", "1.0.0".to_owned());
    if relay.has_it {
        let offset = ("upload-offset", length.to_string());
        return (StatusCode::CREATED, [tus, offset]).into_response();
    }
    let id = relay.creations;
    relay.uploads.insert(id, body.to_vec());
    let location = ("location", format!("/api/v1/blobs/uploads/{id}"));
    let offset = ("upload-offset", body.len().to_string());
    (StatusCode::CREATED, [tus, location, offset]).into_response()
}

async fn offset(State(relay): State<Shared>, Path(id): Path<u32>) -> Response {
    let relay = relay.lock().unwrap();
    let Some(upload) = relay.uploads.get(&id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let offset = ("upload-offset", upload.len().to_string());
    ([("tus-resumable", "1.0.0".to_owned()), offset]).into_response()
}

async fn patch(
    State(relay): State<Shared>,
    Path(id): Path<u32>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut relay = relay.lock().unwrap();
    relay.patches += 1;
    let Some(upload) = relay.uploads.get_mut(&id) else {
        return (StatusCode::NOT_FOUND, "{}").into_response();
    };
    if number(&headers, "upload-offset") != upload.len() {
        return (StatusCode::CONFLICT, "{}").into_response();
    }
    upload.extend_from_slice(&body);
    let offset = upload.len();
    if relay.discard > 0 {
        relay.discard -= 1;
        relay.uploads.remove(&id);
        return (StatusCode::from_u16(460).unwrap(), "{}").into_response();
    }
    if relay.lose_answers > 0 {
        relay.lose_answers -= 1;
        return (StatusCode::BAD_GATEWAY, "cut").into_response();
    }
    let tus = ("tus-resumable", "1.0.0".to_owned());
    (
        StatusCode::NO_CONTENT,
        [tus, ("upload-offset", offset.to_string())],
    )
        .into_response()
}

struct Bytes256(Vec<u8>);

impl BlobSource for Bytes256 {
    fn read_at(&mut self, offset: u64, most: usize) -> Result<Vec<u8>, String> {
        let from = (offset as usize).min(self.0.len());
        Ok(self.0[from..self.0.len().min(from + most)].to_vec())
    }
}

fn plain(len: usize) -> Vec<u8> {
    (0..len).map(|i| (i % 251) as u8).collect()
}

fn upload_of(plain: &[u8], resume: Option<String>) -> UploadRequest {
    UploadRequest {
        digest: sha256(plain),
        length: plain.len() as u64,
        stream: StreamId::from_bytes([4; 16]),
        role: "view",
        resume,
    }
}

async fn upload(relay: &Shared, plain: &[u8], resume: Option<String>) -> UploadOutcome {
    let server = serve(router(relay)).await;
    let client = server.client(None, None);
    let request = upload_of(plain, resume);
    let mut source = Bytes256(plain.to_vec());
    client
        .upload(&request, &mut source, &CancellationToken::new(), &|_| ())
        .await
}

#[tokio::test]
async fn a_small_blob_travels_inside_its_creation() {
    let relay = Shared::default();
    let bytes = plain(5_000);
    let outcome = upload(&relay, &bytes, None).await;
    assert_eq!(outcome, UploadOutcome::Held { sent_bytes: 5_000 });
    let relay = relay.lock().unwrap();
    assert_eq!((relay.creations, relay.patches), (1, 0));
    assert_eq!(relay.uploads[&1], bytes);
    assert!(relay.metadata.starts_with("sha256 ") && relay.metadata.contains(",role dmlldw=="));
}

#[tokio::test]
async fn a_large_blob_goes_in_parts() {
    let relay = Shared::default();
    let bytes = plain(700_000);
    let outcome = upload(&relay, &bytes, None).await;
    assert_eq!(
        outcome,
        UploadOutcome::Held {
            sent_bytes: 700_000
        }
    );
    assert_eq!(relay.lock().unwrap().patches, 3);
    assert_eq!(relay.lock().unwrap().uploads[&1], bytes);
}

#[tokio::test]
async fn what_the_relay_has_is_not_sent() {
    let relay = Arc::new(Mutex::new(Relay {
        has_it: true,
        ..Relay::default()
    }));
    let outcome = upload(&relay, &plain(700_000), None).await;
    assert_eq!(outcome, UploadOutcome::Held { sent_bytes: 0 });
}

#[tokio::test]
async fn a_cut_upload_goes_on_where_it_stopped() {
    let relay = Arc::new(Mutex::new(Relay {
        lose_answers: 1,
        ..Relay::default()
    }));
    let bytes = plain(600_000);
    let UploadOutcome::Broken { resume, failure } = upload(&relay, &bytes, None).await else {
        panic!("the answer was lost");
    };
    assert_eq!(
        failure,
        HttpFailure::Server {
            status: 502,
            retry_after_ms: None
        }
    );
    let before = relay.lock().unwrap().uploads[&1].len();
    assert!(before > 0);
    let outcome = upload(&relay, &bytes, resume).await;
    assert_eq!(
        outcome,
        UploadOutcome::Held {
            sent_bytes: (600_000 - before) as u64
        }
    );
    assert_eq!(relay.lock().unwrap().uploads[&1], bytes);
    assert_eq!(relay.lock().unwrap().creations, 1);
}

#[tokio::test]
async fn an_expired_or_discarded_upload_begins_anew() {
    let relay = Arc::new(Mutex::new(Relay {
        discard: 1,
        ..Relay::default()
    }));
    let bytes = plain(300_000);
    let gone = Some("/api/v1/blobs/uploads/99".to_owned());
    let outcome = upload(&relay, &bytes, gone).await;
    assert!(matches!(outcome, UploadOutcome::Held { .. }), "{outcome:?}");
    let relay = relay.lock().unwrap();
    assert_eq!(relay.creations, 2);
    assert_eq!(relay.uploads[&2], bytes);
}

#[tokio::test]
async fn an_upload_that_is_always_discarded_is_left_for_later() {
    let relay = Arc::new(Mutex::new(Relay {
        discard: 99,
        ..Relay::default()
    }));
    let outcome = upload(&relay, &plain(300_000), None).await;
    assert!(matches!(
        outcome,
        UploadOutcome::Broken { resume: None, .. }
    ));
}

#[tokio::test]
async fn an_address_on_another_host_is_refused() {
    let relay = Shared::default();
    let elsewhere = Some("https://198.51.100.1/steal".to_owned());
    let outcome = upload(&relay, &plain(300_000), elsewhere).await;
    let UploadOutcome::Broken {
        failure: HttpFailure::Malformed(_),
        ..
    } = outcome
    else {
        panic!("sent elsewhere: {outcome:?}");
    };
}
