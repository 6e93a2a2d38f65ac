//! 53 to 98: keys, sessions, browsers.

use reqwest::header::COOKIE;
use wangge_domain::DeviceId;
use wangge_protocol::{SecretKey, SessionRequest, encode};

use crate::http::{ApiError, Throttle};
use crate::tests::phone::{Phone, enroll_request, send_enroll};
use crate::tests::world::{OFFICER, WORKER, World, answer};

#[tokio::test(flavor = "multi_thread")]
async fn neg_053_replayed_enrollment_code() {
    let world = World::start().await;
    let code = world.code(WORKER);
    let ask = |number: u8| {
        let key = SecretKey::from_seed([number; 32]);
        enroll_request(&code, DeviceId::from_bytes([number; 16]), &key)
    };
    assert_eq!(send_enroll(&world, &ask(1)).await.status(), 200);
    let replayed = send_enroll(&world, &ask(2)).await;
    assert_eq!(replayed.status(), 403, "used up by another device");
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_059_tokens_that_name_their_own_algorithm() {
    let world = World::start().await;
    // {"alg":"none"}.{"sub":"officer"}. and others of their kind.
    for token in [
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJvZmZpY2VyIn0.",
        "eyJhbGciOiJIUzI1NiIsImprdSI6Imh0dHBzOi8vZXZpbC5leGFtcGxlIn0.e30.AAAA",
        "",
        "null",
        &"A".repeat(8_000),
    ] {
        let request = world.http.get(world.url("/api/v1/wake")).bearer_auth(token);
        assert_eq!(request.send().await.unwrap().status(), 401, "{token}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_060_tokens_of_another_kind() {
    let world = World::start().await;
    let phone = Phone::enroll(&world, OFFICER).await;
    let cookie = world.cookie("officer").await;
    let session = cookie.split('=').nth(1).unwrap();
    let as_bearer = world.http.get(world.url("/api/v1/wake"));
    let as_bearer = as_bearer.bearer_auth(session).send().await.unwrap();
    let (status, body) = answer(as_bearer).await;
    assert_eq!(status, 401);
    // A challenge is no token, and a token is no cookie.
    let challenge = body["challenge"].as_str().unwrap();
    let as_token = world.http.get(world.url("/api/v1/wake"));
    let as_token = as_token.bearer_auth(challenge).send().await.unwrap();
    assert_eq!(as_token.status(), 401);
    let as_cookie = format!("__Host-wangge={}", phone.token);
    assert_eq!(world.get(&as_cookie, "/api/v1/me").await.0, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_064_replayed_proof_of_a_session() {
    let world = World::start().await;
    let phone = Phone::enroll(&world, WORKER).await;
    let refused = world.http.get(world.url("/api/v1/wake")).send().await;
    let (_, body) = answer(refused.unwrap()).await;
    let challenge = body["challenge"].as_str().unwrap().to_owned();
    let proof = phone.key.sign(&SessionRequest::proof_message(&challenge));
    let ask = |challenge: &str| SessionRequest {
        device: phone.device,
        user: phone.user,
        challenge: challenge.to_owned(),
        proof,
    };
    let send = |request: SessionRequest| {
        let url = world.url("/api/v1/session");
        world.http.post(url).body(encode(&request)).send()
    };
    // Another challenge under the same proof.
    let refused = world.http.get(world.url("/api/v1/wake")).send().await;
    let (_, body) = answer(refused.unwrap()).await;
    let other = body["challenge"].as_str().unwrap();
    assert_eq!(send(ask(other)).await.unwrap().status(), 401);
    // The same request after its five minutes.
    world.clock.advance_ms(5 * 60_000 + 1);
    assert_eq!(send(ask(&challenge)).await.unwrap().status(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_068_one_password_on_many_accounts() {
    let world = World::start().await;
    let admin = world.admin();
    let spray = |admin: &crate::admin::Admin| {
        let what = Throttle::LOGIN_ANY;
        admin.with_tenant(|tenant| {
            Throttle.failed(tenant, what, "", "10.0.0.9").unwrap();
            Throttle.admit(tenant, what, "", "10.0.0.9")
        })
    };
    let answers: Vec<Result<(), ApiError>> = (0..60).map(|_| spray(&admin)).collect();
    assert!(answers.first().unwrap().is_ok(), "people mistype");
    assert!(answers.last().unwrap().is_err());
    let elsewhere =
        admin.with_tenant(|tenant| Throttle.admit(tenant, Throttle::LOGIN_ANY, "", "10.0.0.8"));
    assert!(elsewhere.is_ok(), "nobody else is locked out");
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_096_a_made_up_forwarding_header() {
    let world = World::start().await;
    let mut statuses = Vec::new();
    for number in 0..6 {
        let body = serde_json::json!({"user": "officer", "password": "a guess"}).to_string();
        let request = world
            .http
            .post(world.url("/api/v1/login"))
            .header("content-type", "application/json")
            .header("wangge-csrf", "1")
            .header("x-forwarded-for", format!("10.9.8.{number}"))
            .header("forwarded", format!("for=10.9.8.{number}"))
            .body(body);
        statuses.push(request.send().await.unwrap().status().as_u16());
    }
    assert_eq!(statuses, [401, 401, 401, 401, 401, 429]);
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_098_reading_changes_nothing() {
    let world = World::start().await;
    let cookie = world.cookie("officer").await;
    let id = "00000000-0000-0000-0000-000000000001";
    for path in [
        "/api/v1/logout".to_owned(),
        "/api/v1/login".to_owned(),
        "/api/v1/enroll".to_owned(),
        "/api/v1/sync".to_owned(),
        format!("/api/v1/records/{id}/events"),
        "/api/v1/quarantine/admit".to_owned(),
        format!("/api/v1/quarantine/{}/admit", "00".repeat(32)),
    ] {
        let request = world.http.get(world.url(&path)).header(COOKIE, &cookie);
        let status = request.send().await.unwrap().status().as_u16();
        assert_eq!(status, 405, "{path}");
    }
    assert_eq!(world.get(&cookie, "/api/v1/me").await.0, 200);
}
