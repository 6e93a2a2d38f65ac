use wangge_domain::lifecycle::Status;
use wangge_sync_engine::client;

use super::phone::{Phone, record};
use super::world::{DAY_MS, OFFICER, OTHER_WORKER, WORKER, World, stream, user};

#[tokio::test(flavor = "multi_thread")]
async fn what_one_phone_sends_the_other_receives_and_idle_costs_almost_nothing() {
    let world = World::start().await;
    let mut worker = Phone::enroll(&world, WORKER).await;
    let mut officer = Phone::enroll(&world, OFFICER).await;
    worker.sync(&world).await;
    for number in 1..=40 {
        worker.premises(&world, number, stream(0), "桥头便民超市");
    }
    let sent = worker.sync(&world).await;
    assert_eq!((sent.accepted, sent.refused.len()), (40, 0));
    officer.sync(&world).await;
    let seen = client::view(&officer.ctx(&world), record(7))
        .unwrap()
        .unwrap();
    assert_eq!(seen.content.text("name"), Some("桥头便民超市"));
    assert_eq!(seen.state.history.len(), 1);
    officer.sync(&world).await;
    assert_eq!(officer.requests, 1);
    assert!(
        officer.bytes <= 400,
        "{} bytes for nothing new",
        officer.bytes
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_gets_only_the_streams_it_was_granted() {
    let world = World::start().await;
    let mut one = Phone::enroll(&world, WORKER).await;
    let mut two = Phone::enroll(&world, OTHER_WORKER).await;
    one.sync(&world).await;
    one.premises(&world, 1, stream(0), "一村的");
    one.sync(&world).await;
    two.sync(&world).await;
    assert!(client::view(&two.ctx(&world), record(1)).unwrap().is_none());
    // Nor can it write there: refused, and kept with the reason.
    two.premises(&world, 2, stream(0), "越界的");
    let sent = two.sync(&world).await;
    assert_eq!((sent.accepted, sent.refused.len()), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_is_there_after_a_restart_with_a_fresh_service_key() {
    let mut world = World::start().await;
    let mut worker = Phone::enroll(&world, WORKER).await;
    worker.sync(&world).await;
    worker.premises(&world, 1, stream(0), "重启前");
    worker.sync(&world).await;
    let key = |world: &World| world.admin().status().unwrap().service_keys_left;
    let left = key(&world);
    world.close().await;
    world.open().await;
    assert_eq!(key(&world), left - 1, "every start takes a key of its own");
    worker.premises(&world, 2, stream(0), "重启后");
    let sent = worker.sync(&world).await;
    assert_eq!(sent.accepted, 1);
    let mut officer = Phone::enroll(&world, OFFICER).await;
    officer.sync(&world).await;
    for number in [1, 2] {
        assert!(
            client::view(&officer.ctx(&world), record(number))
                .unwrap()
                .is_some()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_admin_changes_beside_the_relay_counts_at_the_next_request() {
    let world = World::start().await;
    let mut worker = Phone::enroll(&world, WORKER).await;
    worker.sync(&world).await;
    let role = wangge_domain::people::Role::GridWorker;
    world.clock.advance_ms(1_000);
    world.admin().revoke(user(WORKER), role, "调离").unwrap();
    world.clock.advance_ms(1_000);
    worker.premises(&world, 1, stream(0), "调离之后");
    let sent = worker.sync(&world).await;
    assert_eq!((sent.accepted, sent.refused.len()), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_month_offline_is_accepted_under_the_lease_and_more_is_set_apart() {
    let world = World::start().await;
    let mut worker = Phone::enroll(&world, WORKER).await;
    worker.sync(&world).await;
    world.clock.advance_ms(29 * DAY_MS);
    worker.premises(&world, 1, stream(0), "第29天");
    world.clock.advance_ms(5 * DAY_MS);
    worker.premises(&world, 2, stream(0), "第34天");
    // The token ran out long ago; the key gets a new one.
    worker.token = {
        use wangge_protocol::{SessionRequest, SessionResponse, decode, encode};
        let refused = world
            .http
            .get(world.url("/api/v1/wake"))
            .send()
            .await
            .unwrap();
        let (_, body) = super::world::answer(refused).await;
        let challenge = body["challenge"].as_str().unwrap().to_owned();
        let request = SessionRequest {
            device: worker.device,
            user: worker.user,
            proof: worker.key.sign(&SessionRequest::proof_message(&challenge)),
            challenge,
        };
        let url = world.url("/api/v1/session");
        let answer = world
            .http
            .post(url)
            .body(encode(&request))
            .send()
            .await
            .unwrap();
        decode::<SessionResponse>(&answer.bytes().await.unwrap())
            .unwrap()
            .token
    };
    let sent = worker.sync(&world).await;
    assert_eq!((sent.accepted, sent.refused.len()), (1, 1), "{sent:?}");
    let seen = client::view(&worker.ctx(&world), record(1))
        .unwrap()
        .unwrap();
    assert_ne!(seen.state.status, Status::Draft);
}
