//! The client against a small real server over TLS.

mod tus_server;

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use tokio_util::sync::CancellationToken;
use wangge_domain::{DeviceId, Digest, Timestamp, UserId};
use wangge_protocol::{
    Capabilities, CursorClaim, SecretKey, SessionRequest, SessionResponse, SyncRequest,
    SyncResponse, decode, encode,
};

use super::body::{compress, decompress};
use super::testing::serve;
use super::{HttpFailure, RelayClient, SessionKey, wake};

const SYNC_TYPE: &str = "application/vnd.wangge.sync";

/// A request of which only the required parts are there.
fn request() -> SyncRequest {
    #[derive(serde::Serialize)]
    struct Least {
        v: Capabilities,
        c: CursorClaim,
        l: Digest,
        w: u32,
    }
    let least = Least {
        v: Capabilities::ALL,
        c: CursorClaim::Digest(Digest::ZERO),
        l: Digest::ZERO,
        w: 1000,
    };
    decode(&encode(&least)).unwrap()
}

fn response(relay_time: i64) -> SyncResponse {
    SyncResponse {
        relay_time: Timestamp(relay_time),
        need_vector: false,
        verdicts: Vec::new(),
        streams: Vec::new(),
        more: false,
        lease: None,
        token: None,
        service_keys: Vec::new(),
        blobs_held: Vec::new(),
        healing_since: None,
        backed_up: None,
        relay_full: false,
        compared: None,
        trust: None,
        update_needed: false,
    }
}

fn answer(relay_time: i64) -> impl IntoResponse {
    (
        [("content-type", SYNC_TYPE)],
        compress(&encode(&response(relay_time))).unwrap(),
    )
}

fn session() -> SessionKey {
    SessionKey {
        device: DeviceId::from_bytes([1; 16]),
        user: UserId::from_bytes([2; 16]),
        key: SecretKey::from_seed([3; 32]),
    }
}

async fn sync(client: &RelayClient) -> Result<SyncResponse, HttpFailure> {
    client
        .sync(
            &request(),
            Duration::from_secs(5),
            &CancellationToken::new(),
        )
        .await
}

#[tokio::test]
async fn an_exchange_goes_through_and_is_counted() {
    let relay = serve(Router::new().route(
        "/api/v1/sync",
        post(|headers: HeaderMap, body: Bytes| async move {
            assert_eq!(headers["content-type"], SYNC_TYPE);
            assert_eq!(headers["authorization"], "Bearer abc");
            let request: SyncRequest = decode(&decompress(&body).unwrap()).unwrap();
            answer(i64::from(request.want_bytes))
        }),
    ))
    .await;
    let client = relay.client(None, Some("abc".to_owned()));
    assert_eq!(sync(&client).await.unwrap(), response(1000));
    let counters = client.counters();
    assert_eq!(counters.round_trips(), 1);
    assert!(counters.up() > 20 && counters.down() > 5);
    assert!(counters.up() + counters.down() < 400);
}

#[tokio::test]
async fn neg_065_another_key_gets_nothing() {
    let hits = Arc::new(AtomicU32::new(0));
    let seen = Arc::clone(&hits);
    let relay = serve(Router::new().route(
        "/api/v1/sync",
        post(move || async move {
            seen.fetch_add(1, Ordering::SeqCst);
            answer(1)
        }),
    ))
    .await;
    let client = RelayClient::new(&relay.base(), Digest([5; 32]), None, None).unwrap();
    assert_eq!(sync(&client).await, Err(HttpFailure::WrongPin));
    assert_eq!(hits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_page_of_words_or_a_redirect_is_a_captive_portal() {
    let relay = serve(
        Router::new()
            .route(
                "/api/v1/sync",
                post(|| async { "<html>请登录无线网络</html>" }),
            )
            .route(
                "/portal/api/v1/sync",
                post(|| async { (StatusCode::FOUND, [("location", "http://wifi/")]) }),
            )
            .route(
                "/refused/api/v1/sync",
                post(|| async { (StatusCode::FORBIDDEN, "<html>no</html>") }),
            ),
    )
    .await;
    for path in ["", "portal/", "refused/"] {
        let base = format!("{}{path}", relay.base());
        let client = RelayClient::new(&base, relay.pin, None, None).unwrap();
        assert_eq!(
            sync(&client).await,
            Err(HttpFailure::CaptivePortal),
            "{path}"
        );
    }
}

#[tokio::test]
async fn an_expired_session_is_renewed_by_its_key_and_the_request_repeated() {
    let relay = serve(
        Router::new()
            .route(
                "/api/v1/sync",
                post(|headers: HeaderMap| async move {
                    if headers["authorization"] == "Bearer fresh" {
                        return answer(7).into_response();
                    }
                    let body = r#"{"code":"token_expired","message":"","challenge":"c-1"}"#;
                    (StatusCode::UNAUTHORIZED, body).into_response()
                }),
            )
            .route(
                "/api/v1/session",
                post(|body: Bytes| async move {
                    let request: SessionRequest = decode(&body).unwrap();
                    let key = SecretKey::from_seed([3; 32]).public();
                    let message = SessionRequest::proof_message("c-1");
                    key.verify(&message, &request.proof).unwrap();
                    let reply = SessionResponse {
                        token: "fresh".to_owned(),
                    };
                    ([("content-type", "application/cbor")], encode(&reply))
                }),
            ),
    )
    .await;
    let client = relay.client(Some(session()), Some("stale".to_owned()));
    assert_eq!(sync(&client).await.unwrap().relay_time, Timestamp(7));
    assert_eq!(client.token().as_deref(), Some("fresh"));
    assert_eq!(client.counters().round_trips(), 3);
    // Without the key there is nothing to renew it with.
    let client = relay.client(None, Some("stale".to_owned()));
    assert!(matches!(
        sync(&client).await,
        Err(HttpFailure::Unauthorized { .. })
    ));
}

#[tokio::test]
async fn a_busy_relay_says_when_to_come_again() {
    let relay = serve(
        Router::new()
            .route(
                "/api/v1/sync",
                post(|| async {
                    let body = r#"{"code":"busy","message":"忙","retry_after_ms":1500}"#;
                    (StatusCode::SERVICE_UNAVAILABLE, body)
                }),
            )
            .route(
                "/denied/api/v1/sync",
                post(|| async {
                    let body = r#"{"code":"device_revoked","message":"设备已停用"}"#;
                    (StatusCode::FORBIDDEN, body)
                }),
            ),
    )
    .await;
    let busy = HttpFailure::Server {
        status: 503,
        retry_after_ms: Some(1500),
    };
    assert_eq!(sync(&relay.client(None, None)).await, Err(busy));
    let base = format!("{}denied/", relay.base());
    let client = RelayClient::new(&base, relay.pin, None, None).unwrap();
    let Err(HttpFailure::Refused {
        status: 403, code, ..
    }) = sync(&client).await
    else {
        panic!("expected a refusal");
    };
    assert_eq!(code, "device_revoked");
}

#[tokio::test]
async fn nobody_there_and_giving_up() {
    // A port that was just free.
    let port = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let client = RelayClient::new(&format!("https://{port}/"), Digest::ZERO, None, None).unwrap();
    assert!(matches!(
        sync(&client).await,
        Err(HttpFailure::Unreachable(_))
    ));
    let relay = serve(Router::new().route(
        "/api/v1/sync",
        post(|| async {
            std::future::pending::<()>().await;
        }),
    ))
    .await;
    let client = relay.client(None, None);
    let cancel = CancellationToken::new();
    let call = request();
    let exchange = client.sync(&call, Duration::from_secs(60), &cancel);
    let (result, ()) = tokio::join!(exchange, async { cancel.cancel() });
    assert_eq!(result, Err(HttpFailure::Cancelled));
    let late = client
        .sync(&call, Duration::from_millis(50), &CancellationToken::new())
        .await;
    assert_eq!(late, Err(HttpFailure::TimedOut));
}

#[tokio::test]
async fn neg_066_an_address_without_tls() {
    assert!(RelayClient::new("http://10.0.0.1/", Digest::ZERO, None, None).is_err());
    assert!(RelayClient::new("not an address", Digest::ZERO, None, None).is_err());
}

#[tokio::test]
async fn a_policy_pack_of_another_hash_is_refused() {
    let relay = serve(Router::new().route("/api/v1/policy/{hash}", get(|| async { "{}" }))).await;
    let client = relay.client(None, None);
    let cancel = CancellationToken::new();
    let right = wangge_protocol::sha256(b"{}");
    assert_eq!(client.policy(right, &cancel).await.unwrap(), b"{}");
    assert!(matches!(
        client.policy(Digest::ZERO, &cancel).await,
        Err(HttpFailure::Malformed(_))
    ));
}

#[tokio::test]
async fn wake_tells_heads_until_the_relay_closes() {
    let relay = serve(Router::new().route(
        "/api/v1/wake",
        get(|| async {
            let body = "event: head\ndata: {\"stream\":\"01010101-0101-0101-0101-010101010101\",\
                        \"head\":42}\n\n: keep\n\n";
            ([("content-type", "text/event-stream")], body)
        }),
    ))
    .await;
    let client = relay.client(None, None);
    let heads = std::sync::Mutex::new(Vec::new());
    let cancel = CancellationToken::new();
    wake(&client, &cancel, &|stream, head| {
        heads.lock().unwrap().push((stream, head))
    })
    .await
    .unwrap();
    let stream = wangge_domain::StreamId::from_bytes([1; 16]);
    assert_eq!(*heads.lock().unwrap(), [(stream, 42)]);
}
