use std::sync::Arc;

use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, TenantId};
use wangge_protocol::{
    BlobHashes, Capabilities, EnrollRequest, EnrollResponse, PublicKey, service_key_message,
};

use super::frozen::Frozen;
use super::recorded::recorded;
use super::{ENROLMENT, Version, by_hand};
use crate::client::{self, SyncConfig};
use crate::store::MemoryRelayStore;
use crate::testing::{Phone, World};
use crate::tests::lifecycle::found_and_noticed;
use crate::tests::{record, rng};

const HOUR_MS: u32 = 3_600_000;

/// A world whose relay can be put back to an earlier state.
fn world_with_store() -> (World, Arc<MemoryRelayStore>) {
    let mut store = None;
    let world = World::new(|tenant| {
        let made = Arc::new(MemoryRelayStore::new(tenant));
        store = Some(made.clone());
        made
    });
    (world, store.expect("the store was just made"))
}

/// What this build says in one township, file by file: keys, identifiers, clocks and chance are given.
pub(super) fn version() -> Version {
    let (mut world, store) = world_with_store();
    let (mut author, mut reader) = (world.worker(0), world.worker(0));
    let mut files = vec![(ENROLMENT.to_owned(), enrolment(&world, &author))];
    let mut keep = |name: &str, file: Frozen| files.push((name.to_owned(), file));

    keep("01-first-sync", recorded(&world, &mut author, false));
    pass(&world, &mut author);
    a_day(&world, &author);
    keep("02-push-of-a-day", recorded(&world, &mut author, false));
    keep("03-pull-of-a-day", recorded(&world, &mut reader, false));

    for number in 10..30 {
        author.premises(record(number), world.stream(0), "面馆");
        author.submit(record(number)).unwrap();
    }
    author.sync(&world, &mut rng());
    let mut newcomer = world.worker(0);
    newcomer.config = SyncConfig {
        want_bytes: 6_000,
        ahead_behind: 5,
        ..SyncConfig::default()
    };
    keep("04-records-ahead", recorded(&world, &mut newcomer, false));

    let mut stranger = world.worker(1);
    stranger.premises(record(40), world.stream(0), "别人的网格");
    stranger.premises(record(41), world.stream(1), "自己的网格");
    for number in [40, 41] {
        seal(&stranger, number);
    }
    keep("05-refused", recorded(&world, &mut stranger, false));
    let mut careless = world.worker(0);
    let wrong = [("floors", Scalar::from("三"))];
    let (kind, stream) = (RecordKind::Premises, world.stream(0));
    careless.edit(record(42), &kind, stream, &wrong).unwrap();
    seal(&careless, 42);
    keep("06-set-apart", recorded(&world, &mut careless, false));

    pass(&world, &mut author);
    author.premises(record(43), stream, "信使送来");
    seal(&author, 43);
    keep("07-letter", by_hand::recorded(&world, &mut author));

    let backup = store.backup();
    author.sync(&world, &mut rng());
    pass(&world, &mut author);
    author.premises(record(44), stream, "备份之后");
    author.submit(record(44)).unwrap();
    author.sync(&world, &mut rng());
    backup.open_epoch();
    world.reread(Arc::new(backup));
    world.set_healing(true);
    author.premises(record(45), stream, "恢复之后");
    seal(&author, 45);
    keep("08-healing", recorded(&world, &mut author, true));
    files
}

/// An hour goes by for the relay and for a phone.
fn pass(world: &World, phone: &mut Phone) {
    world.pass(i64::from(HOUR_MS));
    phone.pass(HOUR_MS);
}

/// Seals what was written, as a sync would before its first request.
fn seal(phone: &Phone, number: u8) {
    client::seal(&phone.ctx(), record(number), Vec::new(), Vec::new()).unwrap();
}

/// Premises, a hazard with its notice, a photo, a key and a kind of a later version.
fn a_day(world: &World, phone: &Phone) {
    let stream = world.stream(0);
    phone.premises(record(1), stream, "老李面馆");
    phone.submit(record(1)).unwrap();
    found_and_noticed(world, phone, 2);
    let blobs = BlobHashes {
        original: Digest([1; 32]),
        view: Digest([2; 32]),
        thumbnail: Digest([3; 32]),
    };
    let photo = (record(3), RecordKind::Photo);
    let caption = [("caption", Scalar::from("门口"))];
    phone.edit(photo.0, &photo.1, stream, &caption).unwrap();
    client::seal(&phone.ctx(), photo.0, Vec::new(), vec![blobs]).unwrap();
    let later = [
        ("name", Scalar::from("小卖部")),
        ("of_2030", Scalar::from("三")),
    ];
    let kind = RecordKind::Premises;
    phone.edit(record(4), &kind, stream, &later).unwrap();
    seal(phone, 4);
    let kind = RecordKind::Other("drone_flight".to_owned());
    let height = [("height", Scalar::from(30_i64))];
    phone.edit(record(5), &kind, stream, &height).unwrap();
    seal(phone, 5);
}

/// Who takes part, and how a phone was enrolled. The pack that comes with the answer is left out: packs
/// have fixtures of their own.
fn enrolment(world: &World, phone: &Phone) -> Frozen {
    let identity = phone.store.identity().unwrap().unwrap();
    let code = "K7Q2-9MXD";
    let message = EnrollRequest::proof_message(code, phone.device);
    let request = EnrollRequest {
        code: code.to_owned(),
        device: phone.device,
        key: phone.key.public(),
        proof: phone.key.sign(&message),
        label: "测试机".to_owned(),
        capabilities: Capabilities::THIS_BUILD,
        root: Some(world.root_key.public()),
    };
    let response = EnrollResponse {
        tenant: world.tenant,
        tenant_name: "青峰镇".to_owned(),
        user: phone.user,
        lease: identity.lease,
        root_key: world.root_key.public(),
        service_keys: vec![world.certificate()],
        policy: Vec::new(),
        token: "token".to_owned(),
        demo: true,
    };
    let mut file = Frozen::default();
    file.put("tenant", &world.tenant);
    file.put("root", &world.root_key.public());
    file.put("service", &world.service_key.public());
    file.put("service.seed", &world.service_key.seed());
    file.put("request", &request);
    file.put("response", &response);
    file
}

/// The relay of today reads the enrolment of a version, and the phone of today the answer to it.
pub(super) fn check_enrolment(file: &Frozen) {
    let request: EnrollRequest = file.get("request");
    let message = EnrollRequest::proof_message(&request.code, request.device);
    assert!(request.key.verify(&message, &request.proof).is_ok());
    let response: EnrollResponse = file.get("response");
    assert_eq!(response.tenant, file.get::<TenantId>("tenant"));
    assert_eq!(response.root_key, file.get::<PublicKey>("root"));
    assert_eq!(request.root, Some(response.root_key));
    for (key, certificate) in &response.service_keys {
        let message = service_key_message(key);
        assert!(response.root_key.verify(&message, certificate).is_ok());
        assert_eq!(response.lease.relay_key, *key);
    }
    let lease = response.lease.open().expect("the relay signed it");
    assert_eq!(
        (lease.device, lease.tenant),
        (request.device, response.tenant)
    );
    assert_eq!(lease.person.user, response.user);
}
