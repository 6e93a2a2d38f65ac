//! What waits for a person: listed with its reason, admitted one by one or in bulk, seen by the
//! phone.

use serde_json::json;
use wangge_domain::lifecycle::Status;
use wangge_sync_engine::client;
use wangge_sync_engine::store::ClientStore as _;

use super::phone::{Phone, record};
use super::world::{DAY_MS, OFFICER, OTHER_WORKER, WORKER, World, stream};

/// A phone whose lease ran out before it wrote the last `count` premises.
async fn late_work(world: &World, count: u8) -> Phone {
    let mut worker = Phone::enroll(world, WORKER).await;
    worker.sync(world).await;
    world.clock.advance_ms(34 * DAY_MS);
    for number in 1..=count {
        worker.premises(world, number, stream(0), &format!("第{number}号"));
    }
    worker.token = renewed(world, &worker).await;
    let sent = worker.sync(world).await;
    assert_eq!((sent.accepted, sent.refused.len()), (0, usize::from(count)));
    worker
}

pub(super) async fn renewed(world: &World, phone: &Phone) -> String {
    use wangge_protocol::{SessionRequest, SessionResponse, decode, encode};
    let refused = world.http.get(world.url("/api/v1/wake")).send().await;
    let (_, body) = super::world::answer(refused.unwrap()).await;
    let challenge = body["challenge"].as_str().unwrap().to_owned();
    let request = SessionRequest {
        device: phone.device,
        user: phone.user,
        proof: phone.key.sign(&SessionRequest::proof_message(&challenge)),
        challenge,
    };
    let url = world.url("/api/v1/session");
    let answer = world.http.post(url).body(encode(&request)).send().await;
    let bytes = answer.unwrap().bytes().await.unwrap();
    decode::<SessionResponse>(&bytes).unwrap().token
}

#[tokio::test(flavor = "multi_thread")]
async fn one_is_admitted_and_the_phone_sees_it() {
    let world = World::start().await;
    let mut worker = late_work(&world, 2).await;
    let cookie = world.cookie("officer").await;
    let (status, list) = world.get(&cookie, "/api/v1/quarantine").await;
    assert_eq!((status, list.as_array().unwrap().len()), (200, 2));
    let first = &list[1];
    assert_eq!(first["reason"], "lease_expired");
    assert_eq!(first["author"], "周大山");
    assert_eq!(first["grid_name"], "一村第1网格");
    assert_eq!(
        (&first["is_final"], &first["is_kept"]),
        (&json!(false), &json!(true))
    );
    let path = format!(
        "/api/v1/quarantine/{}/admit",
        first["envelope"].as_str().unwrap()
    );
    // Without a reason, and by somebody without the right, nothing happens.
    let (status, _) = world.post(&cookie, &path, &json!({"note": "  "})).await;
    assert_eq!(status, 400);
    let village = world.cookie("village1").await;
    let (status, _) = world.post(&village, &path, &json!({"note": "放行"})).await;
    assert_eq!(status, 403);
    assert_eq!(world.get(&village, "/api/v1/quarantine").await.0, 403);
    let head_before = world.admin().status().unwrap().rows;
    let (status, done) = world
        .post(&cookie, &path, &json!({"note": "下村无信号，属实"}))
        .await;
    assert_eq!((status, &done["admitted"]), (200, &json!(true)), "{done}");
    assert_eq!(
        done["seq"].as_u64(),
        Some(head_before + 1),
        "it takes effect at the place it gets now"
    );
    let (_, list) = world.get(&cookie, "/api/v1/quarantine").await;
    assert_eq!(list.as_array().unwrap().len(), 1);
    // Twice is once.
    let (status, _) = world.post(&cookie, &path, &json!({"note": "再来"})).await;
    assert_eq!(status, 404, "it waits no longer");
    // The phone hears of it.
    worker.sync(&world).await;
    let seen = client::view(&worker.ctx(&world), record(1))
        .unwrap()
        .unwrap();
    assert_ne!(seen.state.status, Status::Draft);
    assert!(!seen.pending);
    let left: Vec<_> = worker.store.refused().into_iter().collect();
    assert_eq!(left.len(), 1);
    let note = world
        .admin()
        .with_tenant(|tenant| tenant.database.job_notes(tenant.id(), 1).unwrap().remove(0));
    assert!(note.job == "admission" && note.note.contains("下村无信号"));
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_came_after_a_lease_is_admitted_at_once_and_nothing_else() {
    let world = World::start().await;
    let mut worker = late_work(&world, 5).await;
    let cookie = world.cookie("officer").await;
    let path = "/api/v1/quarantine/admit";
    let (status, _) = world
        .post(&cookie, path, &json!({"reason": "revoked", "note": "全放"}))
        .await;
    assert_eq!(status, 400, "only what needs no look");
    let (status, done) = world
        .post(
            &cookie,
            path,
            &json!({"reason": "lease_expired", "note": "汛期断网"}),
        )
        .await;
    let done = done.as_array().unwrap();
    assert_eq!((status, done.len()), (200, 5));
    assert!(done.iter().all(|one| one["admitted"] == true), "{done:?}");
    worker.sync(&world).await;
    for number in 1..=5 {
        let seen = client::view(&worker.ctx(&world), record(number)).unwrap();
        assert!(!seen.unwrap().pending);
    }
    assert!(worker.store.refused().is_empty());
    let (_, list) = world.get(&cookie, "/api/v1/quarantine").await;
    assert_eq!(list, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_final_stays_out_and_is_listed_with_its_reason() {
    let world = World::start().await;
    let mut other = Phone::enroll(&world, OTHER_WORKER).await;
    other.sync(&world).await;
    // A worker of the other village writes where nothing was granted.
    other.premises(&world, 1, stream(0), "越界");
    let sent = other.sync(&world).await;
    assert_eq!(sent.refused.len(), 1);
    let admin = world.admin();
    let list = admin.quarantine().unwrap();
    assert_eq!(list[0].reason, "out_of_scope");
    assert!(list[0].is_final && !list[0].reason_text.is_empty());
    let by = super::world::user(OFFICER).to_string();
    let refused = admin.admit(&list[0].envelope, &by, "算了").unwrap();
    assert_eq!(refused.reason.as_deref(), Some("final"));
    assert!(admin.admit("00", &by, "x").is_err());
    assert!(admin.admit(&list[0].envelope, &by, " ").is_err());
    assert_eq!(admin.admit_lease_expired(&by, "无").unwrap(), []);
    assert_eq!(admin.quarantine().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_builds_on_an_admitted_envelope_follows_it() {
    use wangge_protocol::{
        Batch, Capabilities, CursorClaim, Envelope, SyncRequest, seal_headers, sha256,
    };
    let world = World::start().await;
    let worker = Phone::enroll(&world, WORKER).await;
    worker.premises(&world, 1, stream(0), "面馆");
    let edits = [("name", "面馆二店".into())];
    let kind = wangge_domain::record::RecordKind::Premises;
    worker.edit(&world, record(1), &kind, stream(0), &edits);
    client::seal(&worker.ctx(&world), record(1), Vec::new(), Vec::new()).unwrap();
    let waiting = worker.store.outbox(2).unwrap();
    let mut waiting = waiting.into_iter().map(|one| one.envelope);
    let (first, second) = (waiting.next().unwrap(), waiting.next().unwrap());
    // The first cites no lease.
    let mut header = first.header.clone();
    header.lease = None;
    let header_bytes = header.to_bytes();
    let seal = seal_headers(&worker.key, &[sha256(&header_bytes)]).pop();
    let first = Envelope {
        header_bytes,
        header,
        ops: first.ops,
        seal: seal.unwrap(),
    };
    let request = SyncRequest {
        capabilities: Capabilities::THIS_BUILD,
        cursors: CursorClaim::Vector(Vec::new()),
        lease: worker.store.identity().unwrap().unwrap().lease.digest(),
        push: Some(Batch::pack(&[first.clone(), second.clone()])),
        want_bytes: 0,
        lease_copy: None,
        heal: Vec::new(),
        extensions: Vec::new(),
        compare: None,
        ahead: None,
        trust: None,
    };
    assert_eq!(worker.send_sync(&world, &request).await.status(), 200);
    let cookie = world.cookie("officer").await;
    let (_, list) = world.get(&cookie, "/api/v1/quarantine").await;
    let reasons: Vec<_> = (0..2).map(|nth| list[nth]["reason"].as_str()).collect();
    assert_eq!(reasons, [Some("after_quarantined"), Some("lease_unknown")]);
    let path = format!("/api/v1/quarantine/{}/admit", first.id());
    let (status, _) = world.post(&cookie, &path, &json!({"note": "属实"})).await;
    assert_eq!(status, 200);
    let (_, list) = world.get(&cookie, "/api/v1/quarantine").await;
    assert_eq!(list, json!([]), "the second one followed");
    let (_, card) = world
        .get(&cookie, &format!("/api/v1/records/{}", record(1)))
        .await;
    assert!(card.to_string().contains("面馆二店"), "{card}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_elsewhere_hides_nothing_of_the_own_grids() {
    let world = World::start().await;
    let mut worker = late_work(&world, 2).await;
    // The newest one is of another village.
    worker.premises(&world, 9, stream(1), "越界");
    worker.sync(&world).await;
    let newest = |within: Option<u8>| {
        let within = within.map(|one| [stream(one)].into());
        world.admin().with_tenant(|tenant| {
            let found = tenant.database.quarantined(tenant.id(), within.as_ref(), 1);
            let found = found.unwrap().into_iter();
            found
                .map(|one| (one.stream, one.record))
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(newest(None), [(stream(1), record(9))]);
    assert_eq!(newest(Some(1)), [(stream(1), record(9))]);
    assert_eq!(newest(Some(0)), [(stream(0), record(2))]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leaves_no_trace_is_listed_once_by_key_and_reason() {
    let world = World::start().await;
    let mut worker = Phone::enroll(&world, WORKER).await;
    worker.sync(&world).await;
    assert!(world.admin().strangers().unwrap().is_empty());
    worker.premises(&world, 1, stream(0), "桥头超市");
    assert_eq!(worker.sync(&world).await.accepted, 1);
    assert!(world.admin().strangers().unwrap().is_empty(), "honest work");
    // A key that nobody enrolled seals from now on.
    worker.key = wangge_protocol::SecretKey::from_seed([0x66; 32]);
    for number in 2..=3 {
        worker.premises(&world, number, stream(0), "冒名的");
        assert_eq!(worker.sync(&world).await.accepted, 0);
    }
    let list = world.admin().strangers().unwrap();
    assert_eq!(list.len(), 1, "{list:?}");
    assert_eq!(list[0].reason, "bad_seal");
    assert_eq!(list[0].public_key, worker.key.public().to_hex());
    assert_eq!(list[0].brought_by, worker.device.to_string());
    assert!(list[0].count >= 2, "{list:?}");
    assert!(!list[0].envelope.is_empty() && !list[0].reason_text.is_empty());
    // They stand in no other list: there is nothing to admit.
    assert!(world.admin().quarantine().unwrap().is_empty());
}
