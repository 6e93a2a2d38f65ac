//! Leases that go on by a person's word, orders to a phone, two people on one phone.

use wangge_domain::control::DeviceOrder;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::people::Role;
use wangge_domain::record::Scalar;
use wangge_mobile_core::{CoreError, CourierPhotos, PhotoInput};
use wangge_sync_server::admin::{Admin, InitRequest, init};
use wangge_sync_server::{ClockChoice, DataFolder};

use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lease_goes_on_by_the_word_of_whoever_may_admit_the_work() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let (fellow, _) = world.worker_phone(1).await;
    let officer = world.officer_phone(0).await;
    let mut listed = world.township.premises_of(grid).cloned();
    let premises = worker.put_on_file(&listed.next().expect("a premises"));
    worker.sync().await;
    fellow.sync().await;

    // Twenty days on, without network: the officer comes by, one phone scans the other.
    world.clock.advance_days(20);
    let request = worker.core.lease_request().expect("it is enrolled");
    assert!(matches!(
        fellow.core.sign_lease_extension(&request, 25),
        Err(CoreError::NotAllowed(_))
    ));
    assert!(matches!(
        worker.core.sign_lease_extension(&request, 25),
        Err(CoreError::NotAllowed(_))
    ));
    assert!(officer.core.sign_lease_extension(&request, 400).is_err());
    let code = officer
        .core
        .sign_lease_extension(&request, 25)
        .expect("an officer may");
    assert!(code.len() < 300, "a QR holds it: {}", code.len());

    // Not ours, not whole, not signed: nothing changes.
    assert!(fellow.core.accept_lease_extension(&code).is_err());
    let mut tampered = code.clone().into_bytes();
    let place = code.len() - 20;
    tampered[place] = if tampered[place] == b'A' { b'B' } else { b'A' };
    let tampered = String::from_utf8(tampered).expect("letters");
    assert!(worker.core.accept_lease_extension(&tampered).is_err());
    assert!(
        worker
            .core
            .accept_lease_extension("wangge://lease?x=")
            .is_err()
    );
    assert_eq!(worker.core.status().expect("it opens").lease_days_left, 10);
    worker
        .core
        .accept_lease_extension(&code)
        .expect("it is for this phone");
    assert_eq!(worker.core.status().expect("it opens").lease_days_left, 25);
    assert!(
        worker.core.accept_lease_extension(&code).is_err(),
        "once is enough"
    );

    // Day forty: past the lease, within the word.
    world.clock.advance_days(20);
    worker.inspect(premises, &[]);
    let report = worker.sync().await;
    assert!(report.envelopes > 0);
    let control = world.admin().control().expect("it opens");
    assert_eq!(control.extensions.len(), 1, "the relay has written it down");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_phone_sends_and_shows_nothing_and_a_wiped_one_has_sent_everything() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let admin = world.admin();
    let device = worker.core.status().expect("it opens").device;
    let device = device.expect("it is enrolled");
    let mut listed = world.township.premises_of(grid).cloned();
    let premises = worker.put_on_file(&listed.next().expect("a premises"));

    assert!(
        admin
            .order_device(device, None, DeviceOrder::Lock, " ")
            .is_err()
    );
    admin
        .order_device(device, None, DeviceOrder::Lock, "手机遗失")
        .expect("it is known");
    worker.sync().await;
    let status = worker.core.status().expect("it says so");
    assert!(status.remote_locked, "{status:?}");
    assert_eq!(status.pending, 0, "what it had was sent");
    assert_eq!(
        worker.core.get_premises(premises).unwrap_err(),
        CoreError::RemoteLocked
    );
    assert!(matches!(
        worker.start(premises),
        Err(CoreError::RemoteLocked)
    ));

    admin
        .order_device(device, None, DeviceOrder::Unlock, "已找回")
        .expect("it is known");
    worker.sync().await;
    worker.inspect(premises, &[]);
    let data = worker.folder().join("data");
    admin
        .order_device(device, None, DeviceOrder::WipeAfterSync, "离职")
        .expect("it is known");
    let report = worker.sync().await;
    assert!(report.wiped, "{report:?}");
    assert!(!data.join("wangge.db").exists() && !data.join("keyring").exists());
    assert!(worker.core.list_inspections(None, 10).is_err());
    let desk = world.desk(world.person(Role::StationOfficer, 0)).await;
    let list = desk.read("/api/v1/inspections").await;
    assert!(
        list.to_string().contains("submitted"),
        "it was sent before: {list}"
    );
    assert!(DataFolder::new(world.data()).is_initialized());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_on_one_phone_stay_two() {
    let world = World::start().await;
    let (one, grid) = world.worker_phone(0).await;
    let (two, other_grid) = world.worker_phone(1).await;
    let mut listed = world.township.premises_of(grid).cloned();
    let premises = one.put_on_file(&listed.next().expect("a premises"));
    one.inspect(premises, &[]);
    // The second one, on the same phone, sees nothing of it and signs with a key of its own.
    assert!(two.core.get_premises(premises).is_err());
    assert!(
        two.core
            .my_grids()
            .expect("a list")
            .iter()
            .all(|it| it.grid != grid)
    );
    let mut listed = world.township.premises_of(other_grid).cloned();
    two.put_on_file(&listed.next().expect("a premises"));
    one.sync().await;
    two.sync().await;
    let control = world.admin().control().expect("it opens");
    let keys: std::collections::BTreeSet<&str> = control
        .devices
        .values()
        .filter(|held| !held.enrollment.relay_service)
        .map(|held| held.enrollment.public_key.as_str())
        .collect();
    assert_eq!(keys.len(), 2, "a key for each (device, person)");
    let status = one.core.status().expect("it opens");
    assert!(status.initial_sync_complete, "{status:?}");
}

/// Revoked at home, and brought there by way of another relay: judged at home all the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neg_063_revoked_here_and_carried_by_another_relay() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let other = world.path("other-relay");
    let clock = ClockChoice::Given(world.clock.relay());
    init(InitRequest {
        data: other.clone(),
        tenant_name: "邻镇".to_owned(),
        demo: true,
        listen: "127.0.0.1:0".to_owned(),
        address: String::new(),
        clock: clock.clone(),
        store: wangge_sync_server::StoreChoice::default(),
    })
    .expect("a fresh folder");
    let neighbor = Admin::open(&other, clock).expect("it opens");
    let device = worker.core.status().expect("it opens").device;
    let admin = world.admin();
    admin
        .revoke_device(device.expect("it is enrolled"), None, "手机遗失")
        .expect("it is known");
    let mut listed = world.township.premises_of(grid).cloned();
    worker.put_on_file(&listed.next().expect("a premises"));
    let letter = worker
        .core
        .courier_export(&world.path("stick"), CourierPhotos::None)
        .expect("there is room");
    let carried = neighbor.import_courier(&letter.file).expect("it is whole");
    assert!(carried.carried.is_some() && carried.accepted == 0);
    let on = neighbor.forward_courier(&world.path("on")).expect("room");
    let home = admin.import_courier(&on[0]).expect("it is whole");
    assert_eq!((home.accepted, home.revoked), (0, true), "{home:?}");
    assert_eq!(home.set_apart.get("revoked"), Some(&letter.envelopes));
}

/// A picture out of the gallery is told from one that was taken here, for good and for everybody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neg_116_a_picture_from_the_gallery() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let mut listed = world.township.premises_of(grid).cloned();
    let premises = worker.put_on_file(&listed.next().expect("a premises"));
    let attach = |imported, seed| {
        let input = PhotoInput {
            original: wangge_tests::photo_generator::small_jpeg(seed, 320, 240),
            item: String::new(),
            stage: PhotoStage::Found,
            caption: String::new(),
            imported,
            position: None,
        };
        let made = worker.core.attach_photo(premises, &input);
        made.expect("the picture is good").photo
    };
    let (taken, imported) = (attach(false, 1), attach(true, 2));
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let mark = |photo| {
        let content = officer.core.get_record(photo).expect("it came").content;
        content.fields.get("imported").cloned()
    };
    assert_eq!(mark(imported), Some(Scalar::Bool(true)));
    assert_eq!(mark(taken), None);
    let undo = worker.core.edit_premises(
        imported,
        &[("imported".to_owned(), Scalar::Bool(false))].into(),
    );
    assert!(undo.is_err(), "nobody takes the mark away");
}
