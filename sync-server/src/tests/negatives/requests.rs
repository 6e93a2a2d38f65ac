//! 21 to 124: requests that are not what they should be.

use std::io::Write as _;

use reqwest::header::COOKIE;
use serde_json::json;
use wangge_protocol::{Capabilities, encode};

use crate::tests::phone::{Phone, record};
use crate::tests::world::{WORKER, World, answer, stream};

const SYNC: &str = "application/vnd.wangge.sync";

async fn send_sync(world: &World, phone: &Phone, body: Vec<u8>, encoding: Option<&str>) -> u16 {
    let mut request = world
        .http
        .post(world.url("/api/v1/sync"))
        .bearer_auth(&phone.token)
        .header("content-type", SYNC);
    if let Some(encoding) = encoding {
        request = request.header("content-encoding", encoding);
    }
    request.body(body).send().await.unwrap().status().as_u16()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_021_gzip_in_gzip() {
    let world = World::start().await;
    let phone = Phone::enroll(&world, WORKER).await;
    let twice = gzip(&gzip(&vec![0; 10 << 20]));
    assert_eq!(send_sync(&world, &phone, twice.clone(), None).await, 400);
    let wrapped = zstd::bulk::compress(&twice, 3).unwrap();
    assert_eq!(send_sync(&world, &phone, wrapped, None).await, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_022_content_encoding_gzip() {
    let world = World::start().await;
    let phone = Phone::enroll(&world, WORKER).await;
    let bomb = gzip(&vec![0; 10 << 20]);
    assert_eq!(
        send_sync(&world, &phone, bomb.clone(), Some("gzip")).await,
        400
    );
    let login = world
        .http
        .post(world.url("/api/v1/login"))
        .header("content-type", "application/json")
        .header("content-encoding", "gzip")
        .header("wangge-csrf", "1")
        .body(bomb);
    let status = login.send().await.unwrap().status().as_u16();
    assert!(matches!(status, 400 | 413 | 415), "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_026_the_same_key_twice() {
    let world = World::start().await;
    let phone = Phone::enroll(&world, WORKER).await;
    // {"v": 1, "v": 1, …}: whoever takes the last and whoever takes the first would differ.
    let mut body = vec![0xa2, 0x61, b'v'];
    body.extend(encode(&Capabilities::ALL));
    body.extend([0x61, b'v']);
    body.extend(encode(&Capabilities::ALL));
    let body = zstd::bulk::compress(&body, 3).unwrap();
    assert_eq!(send_sync(&world, &phone, body, None).await, 400);
    let login = world
        .http
        .post(world.url("/api/v1/login"))
        .header("content-type", "application/json")
        .header("wangge-csrf", "1")
        .body(r#"{"user":"officer","user":"village1","password":"x"}"#);
    let status = login.send().await.unwrap().status().as_u16();
    assert!(matches!(status, 400 | 422), "{status}");
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_048_paths_that_climb() {
    let world = World::start().await;
    let phone = Phone::enroll(&world, WORKER).await;
    for path in [
        "/api/v1/blobs/..%2f..%2frelay.sqlite",
        "/api/v1/blobs/%2e%2e%2fkeys%2fservice-keys.json",
        "/api/v1/blobs/..%5c..%5crelay.json",
        "/api/v1/blobs/%00",
        "/api/v1/blobs/CON",
        "/api/v1/blobs/%c0%af%c0%ae",
        "/api/v1/blobs/%2fetc%2fpasswd",
        "/api/v1/blobs/uploads/..%2f..%2frelay.sqlite",
        "/api/v1/policy/..%2f..%2frelay.json",
    ] {
        let request = world.http.get(world.url(path)).bearer_auth(&phone.token);
        let status = request.send().await.unwrap().status().as_u16();
        assert!(matches!(status, 400 | 404 | 405), "{path}: {status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_049_twins_of_an_id() {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    // Two names that look alike are two names; ids have one form.
    for (number, name) in [(1, "Caf\u{e9}"), (2, "Cafe\u{301}")] {
        phone.premises(&world, number, stream(0), name);
    }
    assert_eq!(phone.sync(&world).await.accepted, 2);
    let cookie = world.cookie("officer").await;
    let (_, list) = world.get(&cookie, "/api/v1/premises").await;
    assert_eq!(list["items"].as_array().unwrap().len(), 2);
    let upper = format!("/api/v1/blobs/{}", "AB".repeat(32));
    let request = world.http.get(world.url(&upper)).bearer_auth(&phone.token);
    assert_eq!(request.send().await.unwrap().status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_052_an_id_of_a_megabyte() {
    let world = World::start().await;
    let cookie = world.cookie("officer").await;
    for length in [10_000, 1 << 20] {
        let url = world.url(&format!("/api/v1/records/{}", "a".repeat(length)));
        let sent = world.http.get(url).header(COOKIE, &cookie).send().await;
        // Told so, or cut off before the head was read whole.
        if let Ok(response) = sent {
            assert!(response.status().is_client_error(), "{length}");
        }
    }
    assert_eq!(world.get(&cookie, "/api/v1/me").await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_079_fields_that_are_not_asked_for() {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    phone.premises(&world, 1, stream(0), "桥头超市");
    phone.sync(&world).await;
    let cookie = world.cookie("officer").await;
    let path = format!("/api/v1/records/{}/events", record(1));
    for body in [
        json!({"urged": {"days": 3}, "tenant_id": "x"}),
        json!({"urged": {"days": 3}, "role": "relay_admin", "server_seq": 1}),
    ] {
        assert_eq!(world.post(&cookie, &path, &body).await.0, 400, "{body}");
    }
    let (_, card) = world
        .get(&cookie, &format!("/api/v1/records/{}", record(1)))
        .await;
    assert_eq!(card["history"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_085_names_that_want_to_be_code() {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    let name = "<img src=x onerror=alert(1)>javascript:\"'";
    phone.premises(&world, 1, stream(0), name);
    phone.sync(&world).await;
    let cookie = world.cookie("officer").await;
    let request = world
        .http
        .get(world.url("/api/v1/premises"))
        .header(COOKIE, &cookie);
    let response = request.send().await.unwrap();
    let headers = response.headers();
    assert_eq!(headers["content-type"], "application/json");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert!(
        headers["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("default-src")
    );
    let (_, list) = answer(response).await;
    assert_eq!(
        list["items"][0]["title"], name,
        "as written, never as markup"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_088_patterns_that_take_for_ever() {
    let world = World::start().await;
    let cookie = world.cookie("officer").await;
    let long = "%25_".repeat(21);
    let (status, _) = world
        .get(&cookie, &format!("/api/v1/premises?q={long}"))
        .await;
    assert_eq!(status, 200, "as long as a text may be, taken as it is");
    let (status, body) = world
        .get(&cookie, &format!("/api/v1/premises?q={}", "a".repeat(65)))
        .await;
    assert_eq!((status, body["code"].as_str()), (400, Some("bad_request")));
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_091_framed_by_another_page() {
    let world = World::start().await;
    let response = world
        .http
        .get(world.url("/api/v1/me"))
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["x-frame-options"], "DENY");
    let policy = response.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_092_private_answers_are_not_kept() {
    let world = World::start().await;
    let cookie = world.cookie("officer").await;
    for path in ["/api/v1/me", "/api/v1/premises", "/api/v1/ledger.csv"] {
        let request = world.http.get(world.url(path)).header(COOKIE, &cookie);
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()["cache-control"], "no-store", "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_094_another_host_in_the_request() {
    let world = World::start().await;
    let response = world
        .http
        .get(world.url("/api/v1/me"))
        .header("host", "evil.example")
        .header("x-forwarded-host", "evil.example")
        .send()
        .await
        .unwrap();
    for value in response.headers().values() {
        assert!(!value.to_str().unwrap_or_default().contains("evil"));
    }
    assert!(!response.text().await.unwrap().contains("evil"));
    assert!(
        !world
            .admin()
            .enroll_code(crate::tests::world::user(WORKER), 60_000)
            .unwrap()
            .link
            .contains("evil")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_124_errors_tell_nothing_of_the_inside() {
    use axum::response::IntoResponse as _;
    use wangge_sync_engine::store::StoreError;
    for error in [
        StoreError::Failed("/srv/wangge/relay.sqlite: no such table".to_owned()),
        StoreError::Corrupt("page 7".to_owned()),
    ] {
        let response = crate::http::ApiError::from(error).into_response();
        assert_eq!(response.status(), 500);
        let bytes = axum::body::to_bytes(response.into_body(), 4_096)
            .await
            .unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        for inside in ["/srv", "sqlite", "table", "page", "panicked", ".rs"] {
            assert!(!text.contains(inside), "{text}");
        }
    }
    let world = World::start().await;
    let unknown = world.http.get(world.url("/api/v1/nothing")).send().await;
    let (status, body) = answer(unknown.unwrap()).await;
    assert_eq!((status, body["code"].as_str()), (404, Some("not_found")));
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_125_an_app_that_is_too_old() {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    phone.premises(&world, 1, stream(0), "面馆");
    let wanted = Capabilities::GENERATION + 1;
    assert_eq!(world.admin().require_app(wanted).unwrap(), 0);
    let request = |capabilities| wangge_protocol::SyncRequest {
        capabilities,
        cursors: wangge_protocol::CursorClaim::Vector(Vec::new()),
        lease: wangge_domain::Digest::ZERO,
        push: None,
        want_bytes: 0,
        lease_copy: None,
        heal: Vec::new(),
        extensions: Vec::new(),
        compare: None,
        ahead: None,
        trust: None,
    };
    let body = |it| zstd::bulk::compress(&encode(&request(it)), 3).unwrap();
    for old in [Capabilities::ALL, Capabilities::THIS_BUILD, Capabilities(0)] {
        assert_eq!(send_sync(&world, &phone, body(old), None).await, 426);
    }
    // What it cannot read of the claim, it does not take for a newer app.
    let newer = Capabilities(u32::from_be_bytes([wanted, 0, 0, 3]));
    assert_eq!(send_sync(&world, &phone, body(newer), None).await, 200);
    assert_eq!(
        world.admin().require_app(Capabilities::GENERATION).unwrap(),
        wanted
    );
    let sent = phone.sync(&world).await.accepted;
    assert_eq!(sent, 1, "all was kept, and goes with a newer app");
}
