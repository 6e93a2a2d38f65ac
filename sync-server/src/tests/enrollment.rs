use futures_util::future::join_all;
use wangge_domain::DeviceId;
use wangge_protocol::{EnrollResponse, SecretKey, SessionRequest, SessionResponse, decode, encode};

use super::phone::{Phone, enroll_request, send_enroll};
use super::world::{DAY_MS, WORKER, World, answer};

fn device(number: u8) -> DeviceId {
    DeviceId::from_bytes([number; 16])
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_054_one_code_and_many_devices() {
    let world = World::start().await;
    let code = world.code(WORKER);
    let requests: Vec<_> = (1..=4_u8)
        .map(|number| enroll_request(&code, device(number), &SecretKey::from_seed([number; 32])))
        .collect();
    let answers = join_all(requests.iter().map(|request| send_enroll(&world, request))).await;
    let statuses: Vec<u16> = answers
        .iter()
        .map(|answer| answer.status().as_u16())
        .collect();
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        1,
        "{statuses:?}"
    );
    // The one that won may ask again: its answer may have been lost.
    let winner = statuses.iter().position(|status| *status == 200).unwrap();
    let again = send_enroll(&world, &requests[winner]).await;
    assert_eq!(again.status(), 200);
    let control = world.admin().control().unwrap();
    assert_eq!(
        control
            .devices
            .values()
            .filter(|held| !held.enrollment.relay_service)
            .count(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_056_an_expired_code() {
    let world = World::start().await;
    let key = SecretKey::from_seed([1; 32]);
    let late = world.code(WORKER);
    world.clock.advance_ms(DAY_MS);
    let mut false_proof = enroll_request(&world.code(WORKER), device(1), &key);
    false_proof.key = SecretKey::from_seed([2; 32]).public();
    let requests = [
        enroll_request(&late, device(1), &key),
        enroll_request("00000000000000000000000000", device(1), &key),
        false_proof,
    ];
    let mut bodies = Vec::new();
    for request in &requests {
        let (status, body) = answer(send_enroll(&world, request).await).await;
        assert_eq!(
            (status, body["code"].as_str()),
            (403, Some("code_not_valid"))
        );
        bodies.push(body);
    }
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_with_another_root_does_not_use_up_its_code() {
    let world = World::start().await;
    let key = SecretKey::from_seed([1; 32]);
    let mut request = enroll_request(&world.code(WORKER), device(1), &key);
    request.root = Some(SecretKey::from_seed([9; 32]).public());
    let (status, body) = answer(send_enroll(&world, &request).await).await;
    assert_eq!((status, body["code"].as_str()), (409, Some("other_root")));
    request.root = None;
    let response = send_enroll(&world, &request).await;
    assert_eq!(response.status(), 200);
    let enrolled: EnrollResponse = decode(&response.bytes().await.unwrap()).unwrap();
    request.root = Some(enrolled.root_key);
    assert_eq!(send_enroll(&world, &request).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_055_guessing_codes() {
    let world = World::start().await;
    let key = SecretKey::from_seed([1; 32]);
    let guess = enroll_request("11111111111111111111111111", device(1), &key);
    let mut statuses = Vec::new();
    for _ in 0..6 {
        statuses.push(send_enroll(&world, &guess).await.status().as_u16());
    }
    assert_eq!(statuses, [403, 403, 403, 403, 403, 429]);
    let good = enroll_request(
        &world.code(WORKER),
        device(2),
        &SecretKey::from_seed([2; 32]),
    );
    let turned_away = send_enroll(&world, &good).await;
    assert_eq!(turned_away.status(), 429);
    assert!(turned_away.headers().contains_key("retry-after"));
    world.clock.advance_ms(3_000);
    assert_eq!(send_enroll(&world, &good).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_phone_gets_all_it_needs_to_trust_and_to_start() {
    let world = World::start().await;
    let key = SecretKey::from_seed([3; 32]);
    let request = enroll_request(&world.code(WORKER).to_lowercase(), device(3), &key);
    let response = send_enroll(&world, &request).await;
    let answer: EnrollResponse = decode(&response.bytes().await.unwrap()).unwrap();
    let lease = answer.lease.open().unwrap();
    assert_eq!(lease.policy_digest, wangge_protocol::sha256(&answer.policy));
    assert!(
        answer
            .service_keys
            .iter()
            .any(|(key, _)| *key == answer.lease.relay_key)
    );
    assert_eq!(answer.tenant_name, "青峰镇");
    assert!(!answer.demo);
    let url = world.url(&format!("/api/v1/policy/{}", lease.policy_digest));
    let pack = world
        .http
        .get(&url)
        .bearer_auth(&answer.token)
        .send()
        .await
        .unwrap();
    assert_eq!(
        pack.bytes().await.unwrap().as_ref(),
        answer.policy.as_slice()
    );
    assert_eq!(world.http.get(&url).send().await.unwrap().status(), 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_is_renewed_by_the_key_alone() {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    world.clock.advance_ms(2 * DAY_MS);
    let refused = world
        .http
        .get(world.url("/api/v1/wake"))
        .bearer_auth(&phone.token)
        .send()
        .await;
    let (status, body) = answer(refused.unwrap()).await;
    assert_eq!(
        (status, body["code"].as_str()),
        (401, Some("token_expired"))
    );
    let challenge = body["challenge"].as_str().unwrap().to_owned();
    let session = |key: &SecretKey, challenge: &str| SessionRequest {
        device: phone.device,
        user: phone.user,
        challenge: challenge.to_owned(),
        proof: key.sign(&SessionRequest::proof_message(challenge)),
    };
    let url = world.url("/api/v1/session");
    let ask = |request: SessionRequest| world.http.post(&url).body(encode(&request)).send();
    let thief = ask(session(&SecretKey::from_seed([9; 32]), &challenge))
        .await
        .unwrap();
    assert_eq!(thief.status(), 401);
    let made_up = ask(session(&phone.key, "AAAA")).await.unwrap();
    assert_eq!(made_up.status(), 401);
    let renewed = ask(session(&phone.key, &challenge)).await.unwrap();
    let renewed: SessionResponse = decode(&renewed.bytes().await.unwrap()).unwrap();
    phone.token = renewed.token;
    phone.sync(&world).await;
    assert!(phone.requests > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_device_is_shut_out_at_its_next_request() {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    world
        .admin()
        .revoke_device(phone.device, None, "遗失")
        .unwrap();
    let refused = world
        .http
        .get(world.url("/api/v1/wake"))
        .bearer_auth(&phone.token)
        .send()
        .await;
    let (status, body) = answer(refused.unwrap()).await;
    assert_eq!(status, 401);
    let challenge = body["challenge"].as_str().unwrap().to_owned();
    let request = SessionRequest {
        device: phone.device,
        user: phone.user,
        proof: phone.key.sign(&SessionRequest::proof_message(&challenge)),
        challenge,
    };
    let url = world.url("/api/v1/session");
    let renewed = world
        .http
        .post(url)
        .body(encode(&request))
        .send()
        .await
        .unwrap();
    assert_eq!(renewed.status(), 401, "no new token for a revoked device");
}
