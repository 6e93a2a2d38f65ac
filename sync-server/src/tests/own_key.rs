//! An officer's own key: what policy demands it for, a password session cannot do.

use serde_json::{Value, json};
use wangge_domain::policy::default_pack_json;
use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, Digest, RecordId, StreamId, TenantId};
use wangge_protocol::{
    Anchor, Header, Made, Op, SecretKey, decode, ops_hash, seal_headers, sha256,
};

use super::phone::{Phone, record};
use super::world::{OFFICER, WORKER, World, stream, user};
use crate::admin::sign_policy;
use crate::data_folder::DataFolder;

const DEVICE: [u8; 16] = [0xB7; 16];

/// The default pack with the next revision, which demands an own key for overriding a grade.
pub(super) fn stricter() -> String {
    let mut pack: Value = serde_json::from_str(&default_pack_json()).unwrap();
    pack["revision"] = json!(pack["revision"].as_u64().unwrap() + 1);
    let rows = pack["permissions"]["rows"].as_array_mut().unwrap();
    for row in rows.iter_mut() {
        let actions = row["actions"].as_array_mut().unwrap();
        actions.retain(|action| action != "grade_overridden");
    }
    rows.push(
        json!({ "role": "station_officer", "scope": "own_town", "own_key": true,
                      "actions": ["grade_overridden"] }),
    );
    pack.to_string()
}

/// Seals an act as a browser does.
fn sealed(key: &SecretKey, prepared: &Value, record: RecordId) -> Value {
    let text = |name: &str| prepared[name].as_str().unwrap();
    let digest = |text: &str| text.parse::<Digest>().unwrap();
    let event = hex::decode(text("event")).unwrap();
    let ops = vec![Op::Event(event)];
    let log: StreamId = text("stream").parse().unwrap();
    let anchor = &prepared["anchor"];
    let header = Header {
        v: 1,
        tenant: text("tenant").parse::<TenantId>().unwrap(),
        stream: log,
        record,
        kind: RecordKind::from(text("kind").to_owned()),
        user: user(OFFICER),
        device: DeviceId::from_bytes(DEVICE),
        device_seq: prepared["last_seq"].as_u64().unwrap() + 1,
        lease: Some(digest(text("lease"))),
        policy_revision: u32::try_from(prepared["policy_revision"].as_u64().unwrap()).unwrap(),
        after: Vec::new(),
        made: Made {
            wall_ms: prepared["now"].as_i64().unwrap(),
            boot_id: 0,
            anchor: Some(Anchor {
                stream: log,
                epoch: u32::try_from(anchor["epoch"].as_u64().unwrap()).unwrap(),
                seq: anchor["seq"].as_u64().unwrap(),
                chain: digest(anchor["chain"].as_str().unwrap()),
            }),
            elapsed_ms: prepared["elapsed_ms"].as_u64().unwrap(),
        },
        blobs: Vec::new(),
        prev: digest(text("last")),
        ops_hash: ops_hash(&ops),
    };
    let bytes = header.to_bytes();
    let seal = seal_headers(key, &[sha256(&bytes)]).pop().unwrap();
    json!({ "header": hex::encode(bytes), "event": text("event"),
            "signature": hex::encode(seal.root_signature.0) })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_under_the_own_key_is_the_officers_and_no_session_can_do_it() {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    phone.premises(&world, 1, stream(0), "群租房");
    phone.sync(&world).await;
    world
        .admin()
        .activate_policy(stricter().as_bytes(), None)
        .unwrap();

    let cookie = world.cookie("officer").await;
    let path = format!("/api/v1/records/{}", record(1));
    let (_, card) = world.get(&cookie, &path).await;
    assert_eq!(
        card["own_key_actions"],
        json!(["grade_overridden"]),
        "{card}"
    );
    let event = json!({ "grade_overridden": { "grade": "elevated", "reason": "群租" } });
    let (_, attested) = world.post(&cookie, &format!("{path}/events"), &event).await;
    assert_eq!(attested["reason"], "own_key_needed", "{attested}");

    let key = SecretKey::from_seed([7; 32]);
    let device = DeviceId::from_bytes(DEVICE);
    let enroll = |key: &SecretKey, signer: &SecretKey| {
        let label = b"wangge/browser-key/1".as_slice();
        let message = [label, device.as_bytes(), user(OFFICER).as_bytes()].concat();
        json!({ "device": device.to_string(), "public_key": key.public().to_hex(),
                "proof": hex::encode(signer.sign(&message).0), "label": "浏览器" })
    };
    let other = SecretKey::from_seed([8; 32]);
    let forged = enroll(&key, &other);
    assert_eq!(
        world.post(&cookie, "/api/v1/own-keys", &forged).await.0,
        422
    );
    let (status, held) = world
        .post(&cookie, "/api/v1/own-keys", &enroll(&key, &key))
        .await;
    assert_eq!(status, 200, "{held}");

    let ask = json!({ "device": device.to_string(), "lease": held["lease"], "event": event });
    let (status, prepared) = world.post(&cookie, &format!("{path}/signing"), &ask).await;
    assert_eq!(status, 200, "{prepared}");
    let read: wangge_domain::lifecycle::Event =
        decode(&hex::decode(prepared["event"].as_str().unwrap()).unwrap()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), event);
    let envelopes = format!("{path}/envelopes");
    // Another key cannot stand in for it, nor can the act be sent for another record.
    let (status, refused) = world
        .post(&cookie, &envelopes, &sealed(&other, &prepared, record(1)))
        .await;
    assert_eq!(
        (status, &refused["code"]),
        (403, &json!("refused")),
        "{refused}"
    );
    let elsewhere = sealed(&key, &prepared, record(9));
    assert_eq!(world.post(&cookie, &envelopes, &elsewhere).await.0, 403);
    let good = sealed(&key, &prepared, record(1));
    let (status, done) = world.post(&cookie, &envelopes, &good).await;
    assert_eq!((status, &done["applied"]), (200, &json!(true)), "{done}");
    let (_, card) = world.get(&cookie, &path).await;
    let last = card["history"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["event"], &last["attested_by_relay"]),
        (&json!("grade_overridden"), &json!(false))
    );
    // The chain goes on; the phone follows it as it would any device's.
    let (_, next) = world.post(&cookie, &format!("{path}/signing"), &ask).await;
    assert_eq!(next["last_seq"], 1);
    phone.sync(&world).await;

    // A key is enrolled only soon after the password was typed.
    world.clock.advance_ms(6 * 60_000);
    let late = world
        .post(&cookie, "/api/v1/own-keys", &enroll(&other, &other))
        .await;
    assert_eq!((late.0, &late.1["code"]), (403, &json!("sign_in_again")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_that_the_tenant_did_not_sign_is_not_taken() {
    let world = World::start().await;
    let folder = DataFolder::new(world.folder.path().join("relay"));
    let admin = world.admin();
    let role = wangge_domain::people::Role::CountyAdmin;
    let tenant = wangge_domain::people::Scope::Tenant;
    admin
        .grant(user(OFFICER), role, tenant, None, None)
        .unwrap();
    let cookie = world.cookie("officer").await;
    let path = "/api/v1/policy-packs";
    let pack = stricter();
    let signed: Value =
        serde_json::from_slice(&sign_policy(&folder, pack.as_bytes()).unwrap()).unwrap();
    let mut changed = signed.clone();
    changed["pack"] = json!(pack.replace("station_officer", "grid_worker"));
    let (status, said) = world.post(&cookie, path, &changed).await;
    assert_eq!((status, &said["code"]), (422, &json!("pack_not_signed")));
    let mut later = signed.clone();
    later["from"] = json!(world.now().0 + super::world::DAY_MS);
    let (status, taken) = world.post(&cookie, path, &later).await;
    assert_eq!((status, &taken["applied"]), (200, &json!(true)), "{taken}");
    let (_, packs) = world.get(&cookie, path).await;
    assert_eq!(
        (&packs[0]["scheduled"], &packs[1]["in_force"]),
        (&json!(true), &json!(true))
    );
    let revision = packs[0]["revision"].as_u64().unwrap();
    let (status, shown) = world.get(&cookie, &format!("{path}/{revision}")).await;
    assert_eq!((status, &shown["revision"]), (200, &json!(revision)));
    world.clock.advance_ms(super::world::DAY_MS);
    let cookie = world.cookie("officer").await;
    let (_, packs) = world.get(&cookie, path).await;
    assert_eq!(packs[0]["in_force"], true);
    let (status, said) = world.post(&cookie, path, &signed).await;
    assert_eq!((status, &said["code"]), (409, &json!("pack_stale")));
    let village = world.cookie("village1").await;
    assert_eq!(world.post(&village, path, &signed).await.0, 403);
}
