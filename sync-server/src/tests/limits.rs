use wangge_protocol::{Capabilities, CursorClaim, SyncRequest, SyncResponse, decode};
use wangge_sync_engine::store::ClientStore as _;

use super::phone::Phone;
use super::world::{OFFICER, WORKER, World, answer, stream};

async fn send(world: &World, token: &str, kind: &str, body: Vec<u8>) -> (u16, serde_json::Value) {
    let request = world
        .http
        .post(world.url("/api/v1/sync"))
        .bearer_auth(token)
        .header("content-type", kind)
        .body(body);
    answer(request.send().await.unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_bodies_of_the_exchange_get_a_typed_error() {
    let world = World::start().await;
    let phone = Phone::enroll(&world, WORKER).await;
    let sync = "application/vnd.wangge.sync";
    let empty = zstd::bulk::compress(b"", 3).unwrap();
    let nested = zstd::bulk::compress(&[0x81; 100_000], 3).unwrap();
    for (kind, body, expected) in [
        ("text/html", b"<html>".to_vec(), 400),
        (sync, b"not zstd at all".to_vec(), 400),
        (sync, empty, 400),
        (sync, nested, 400),
        (sync, vec![0; 9 * 1024 * 1024], 413),
    ] {
        let (status, body) = send(&world, &phone.token, kind, body).await;
        assert_eq!(status, expected, "{body}");
        assert!(
            body["code"].is_string() && body["message"].is_string(),
            "{body}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_019_compressed_bomb() {
    let world = World::start().await;
    let phone = Phone::enroll(&world, WORKER).await;
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 19).unwrap();
    let zeros = vec![0_u8; 1 << 20];
    for _ in 0..1024 {
        std::io::Write::write_all(&mut encoder, &zeros).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let (status, body) = send(&world, &phone.token, "application/vnd.wangge.sync", bomb).await;
    assert_eq!((status, body["code"].as_str()), (413, Some("too_large")));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_door_but_the_public_ones_is_shut_without_a_key() {
    let world = World::start().await;
    let id = "00000000-0000-0000-0000-000000000001";
    let hash = "00".repeat(32);
    let doors = [
        ("POST", "/api/v1/sync".to_owned()),
        ("GET", format!("/api/v1/policy/{hash}")),
        ("GET", "/api/v1/wake".to_owned()),
        ("POST", "/api/v1/blobs".to_owned()),
        ("HEAD", format!("/api/v1/blobs/uploads/{id}")),
        ("PATCH", format!("/api/v1/blobs/uploads/{id}")),
        ("DELETE", format!("/api/v1/blobs/uploads/{id}")),
        ("GET", format!("/api/v1/blobs/{hash}")),
        ("HEAD", format!("/api/v1/blobs/{hash}")),
        ("GET", "/api/v1/me".to_owned()),
        ("GET", "/api/v1/premises".to_owned()),
        ("GET", "/api/v1/inspections".to_owned()),
        ("GET", "/api/v1/hazards".to_owned()),
        ("GET", format!("/api/v1/records/{id}")),
        ("GET", "/api/v1/grids".to_owned()),
        ("GET", "/api/v1/summary".to_owned()),
        ("GET", "/api/v1/ledger.csv".to_owned()),
    ];
    for (method, path) in doors {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = world.http.request(method.clone(), world.url(&path));
        assert_eq!(
            request.send().await.unwrap().status(),
            401,
            "{method} {path}"
        );
    }
    for path in ["/healthz", "/readyz", "/api/v1/openapi.json"] {
        assert_eq!(
            world
                .http
                .get(world.url(path))
                .send()
                .await
                .unwrap()
                .status(),
            200,
            "{path}"
        );
    }
    let unknown = world
        .http
        .get(world.url("/api/v1/nothing"))
        .send()
        .await
        .unwrap();
    assert_eq!(unknown.status(), 404);
    // A device's token opens no supervisor's door.
    let phone = Phone::enroll(&world, OFFICER).await;
    let request = world
        .http
        .get(world.url("/api/v1/premises"))
        .bearer_auth(&phone.token);
    assert_eq!(request.send().await.unwrap().status(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_headers_that_protect_a_browser() {
    let world = World::start().await;
    for path in ["/healthz", "/api/v1/me", "/nothing"] {
        let response = world.http.get(world.url(path)).send().await.unwrap();
        let headers = response.headers();
        for name in [
            "content-security-policy",
            "x-content-type-options",
            "x-frame-options",
            "referrer-policy",
            "strict-transport-security",
        ] {
            assert!(headers.contains_key(name), "{path} lacks {name}");
        }
        assert_eq!(headers["cache-control"], "no-store");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_description_of_the_api_names_every_route_of_supervisors() {
    let document: serde_json::Value = serde_json::from_str(&crate::openapi_document()).unwrap();
    for path in [
        "/api/v1/login",
        "/api/v1/logout",
        "/api/v1/me",
        "/api/v1/premises",
        "/api/v1/inspections",
        "/api/v1/hazards",
        "/api/v1/records/{record}",
        "/api/v1/records/{record}/events",
        "/api/v1/grids",
        "/api/v1/summary",
        "/api/v1/ledger.csv",
    ] {
        assert!(document["paths"][path].is_object(), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_compares_with_every_exchange_is_not_answered_for_ever() {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    phone.premises(&world, 1, stream(0), "面馆");
    phone.sync(&world).await;
    let request = SyncRequest {
        capabilities: Capabilities::THIS_BUILD,
        cursors: CursorClaim::Vector(phone.store.cursors().unwrap()),
        lease: phone.store.identity().unwrap().unwrap().lease.digest(),
        push: None,
        want_bytes: 1 << 20,
        lease_copy: None,
        heal: Vec::new(),
        extensions: Vec::new(),
        compare: Some(stream(0)),
        ahead: None,
        trust: None,
    };
    let (mut answered, mut asked) = (0, 0);
    while answered == asked && asked < 300 {
        asked += 1;
        let response = phone.send_sync(&world, &request).await;
        assert_eq!(response.status(), 200, "the exchange goes on");
        let body = response.bytes().await.unwrap();
        let plain = zstd::stream::decode_all(body.as_ref()).unwrap();
        let response: SyncResponse = decode(&plain).unwrap();
        answered += usize::from(response.compared.is_some());
    }
    assert_eq!(asked, answered + 1);
    assert!((100..250).contains(&answered), "{answered}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_sent_its_bytes_of_a_day_is_told_when_to_come_again() {
    use super::blobs::{created, creation, patch, picture};
    use wangge_protocol::sha256;

    let lines = "\n[quota]\nphoto_mib_a_day = 1\nexchange_mib_a_day = 1\n";
    let world = World::start_configured(lines).await;
    let mut one = Phone::enroll(&world, WORKER).await;
    one.sync(&world).await;
    // Two photos of more than a MiB together: what is begun is taken to its end, the next is not.
    for number in [1, 2] {
        let bytes = picture(number, 700_000);
        let at = created(&world, &one, &bytes).await;
        assert_eq!(patch(&world, &one, &at, 0, &bytes).await.status(), 204);
    }
    let bytes = picture(3, 5_000);
    let create = creation(&world, &one, sha256(&bytes), stream(0), bytes.len());
    let refused = create.send().await.unwrap();
    assert_eq!(refused.status(), 429);
    assert!(refused.headers().contains_key("retry-after"));
    // Its records go on, until they have sent theirs.
    one.sync(&world).await;
    let sync = "application/vnd.wangge.sync";
    let noise: Vec<u8> = (0..1_100_000_u32).map(|at| at.to_le_bytes()[0]).collect();
    assert_eq!(send(&world, &one.token, sync, noise.clone()).await.0, 400);
    let (status, body) = send(&world, &one.token, sync, noise).await;
    assert_eq!(
        (status, body["code"].as_str()),
        (429, Some("too_many_attempts"))
    );
    assert!(body["retry_after_ms"].as_u64() > Some(0), "{body}");
    // Nobody else pays for it.
    let mut other = Phone::enroll(&world, OFFICER).await;
    other.sync(&world).await;
}
