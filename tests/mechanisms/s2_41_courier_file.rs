//! S2-41 断网断电: weeks without any network; a stick carries letters there and answers back.

use std::fs;
use std::path::Path;

use wangge_domain::lifecycle::Status;
use wangge_domain::people::Role;
use wangge_mobile_core::{CoreError, CourierPhotos};
use wangge_protocol::Refusal;
use wangge_protocol::courier::CourierError;
use wangge_sync_server::ClockChoice;
use wangge_sync_server::admin::{Admin, CourierImport, InitRequest, init};

use crate::quick_hazard::quick_hazard;
use crate::support::{bad_file, invalid, serve, shop};
use crate::world::{Phone, World, lies_plain};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_41_courier_file() {
    let mut world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let before = worker.core.status().expect("it opens").lease_days_left;
    world.stop().await;
    let stick = world.path("stick");
    let admin = world.admin();

    // Two weeks of work, and nobody ever has a network.
    let mut hazards = Vec::new();
    for week in 0..2 {
        let premises = shop(&worker, grid, &format!("断网小店{week}"), &[]);
        let hazard = quick_hazard(&worker, premises, &format!("隐患{week}"));
        serve(&worker, hazard, 7);
        hazards.push(hazard);
        world.clock.advance_days(7);
    }
    let pending = worker.core.status().expect("it opens").pending;
    let letter = worker
        .core
        .courier_export(&stick, CourierPhotos::All)
        .expect("the relay has published its key");
    assert_eq!((letter.envelopes, letter.number), (pending, 1));
    assert_eq!((letter.photos, letter.unreadable), (6, 0), "{letter:?}");
    assert!(
        !lies_plain(&stick, "断网小店"),
        "only the relay can read it"
    );
    assert_eq!(worker.core.status().expect("it opens").pending, pending);

    damaged_files_change_nothing(&world, &admin, &letter.file);

    // There: decided as if it had come by network. Twice is the same as once.
    let first = admin.import_courier(&letter.file).expect("it is whole");
    assert_eq!(first.accepted, pending, "{first:?}");
    assert_eq!((first.photos, first.photos_damaged), (6, 0));
    assert!(first.first_time && first.set_apart.is_empty());
    let again = admin.import_courier(&letter.file).expect("it is whole");
    assert_eq!((again.accepted, again.duplicates), (0, pending));
    assert_eq!((again.photos, again.photos_known), (0, 6));

    // And back: verdicts, rows with final numbers, a new lease.
    let answer = stick.join("answer.wgc");
    let made = admin
        .answer_courier(Some(&first.letter), None, &answer)
        .expect("the letter is known");
    assert!(made.lease && !made.more, "{made:?}");
    let taken = worker.core.courier_import(&answer).expect("it is for us");
    assert_eq!((taken.accepted, taken.number), (pending, 1), "{taken:?}");
    let status = worker.core.status().expect("it opens");
    assert_eq!((status.pending, status.refused), (0, 0));
    assert_eq!(status.originals.held, status.originals.total);
    assert!(status.lease_days_left >= before, "the lease was renewed");
    for hazard in &hazards {
        let state = worker.core.get_record(*hazard).expect("it is here").state;
        assert_eq!(state.status, Status::Served);
        assert!(
            state
                .notice_number
                .is_some_and(|it| it.contains("〔2026〕"))
        );
    }
    let twice = worker.core.courier_import(&answer).expect("harmless");
    assert_eq!((twice.accepted, twice.received), (0, 0), "{twice:?}");

    // An older letter after a newer one: nothing happens twice, nothing is undone.
    let premises = shop(&worker, grid, "第三周小店", &[]);
    quick_hazard(&worker, premises, "电线老化");
    let second = worker
        .core
        .courier_export(&stick, CourierPhotos::Small)
        .expect("room");
    let newer = admin.import_courier(&second.file).expect("it is whole");
    assert_eq!(newer.accepted, second.envelopes);
    let older = admin.import_courier(&letter.file).expect("it is whole");
    assert_eq!((older.accepted, older.duplicates), (0, pending));

    carried_by_another_relay(&world, &worker, &admin);
    a_revoked_device(&world, &worker, &admin);
}

/// Cut off, one bit flipped, not for this one: refused in whole, on both sides.
fn damaged_files_change_nothing(world: &World, admin: &Admin, letter: &Path) {
    let whole = fs::read(letter).expect("the letter");
    let bad = world.path("bad.wgc");
    let refuses = |what: String, why: CourierError| {
        let refused = admin.import_courier(&bad).expect_err(&what);
        let said = bad_file(refused);
        assert!(said.contains(&why.to_string()), "{what}: {said}");
    };
    // Of fewer than 13 bytes nobody can tell that it is a courier file at all.
    for (length, why) in [
        (0, CourierError::Foreign),
        (7, CourierError::Foreign),
        (13, CourierError::Damaged),
        (100, CourierError::Damaged),
        (whole.len() / 2, CourierError::Damaged),
        (whole.len() - 1, CourierError::Damaged),
    ] {
        fs::write(&bad, &whole[..length]).expect("room");
        refuses(format!("cut at {length}"), why);
    }
    // The mark, the length of the cover (now 16 MiB more), the cover, the body.
    for (place, why) in [
        (0, CourierError::Foreign),
        (9, CourierError::TooLarge),
        (40, CourierError::Damaged),
        (whole.len() / 2, CourierError::Damaged),
        (whole.len() - 1, CourierError::Damaged),
    ] {
        let mut flipped = whole.clone();
        flipped[place] ^= 1;
        fs::write(&bad, &flipped).expect("room");
        refuses(format!("flipped at {place}"), why);
    }
    let nobody = admin.answer_courier(None, Some("none"), &bad);
    let said = invalid(nobody.expect_err("there is no such device"));
    assert!(said.contains("no such device"), "{said}");
}

/// Another township's relay cannot read it, keeps it, and says so; from there it goes on.
fn carried_by_another_relay(world: &World, worker: &Phone, admin: &Admin) {
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
    let (user, grid) = world.worker(0);
    assert_eq!(user, worker.user);
    shop(worker, grid, "第四周小店", &[]);
    let letter = worker
        .core
        .courier_export(&world.path("stick"), CourierPhotos::None)
        .expect("room");
    let kept = neighbor.import_courier(&letter.file).expect("it is whole");
    let carried = kept.carried.clone().expect("it is for another one");
    assert_eq!(kept.accepted, 0);
    let again = neighbor.import_courier(&letter.file).expect("harmless");
    assert_eq!(again.carried.map(|it| it.file), Some(carried.file.clone()));
    let receipt = worker
        .core
        .courier_import(&carried.receipt)
        .expect("it names our letter");
    assert_eq!(receipt.number, letter.number);
    assert!(receipt.carried_at.is_some());

    let on = neighbor
        .forward_courier(&world.path("stick2"))
        .expect("room");
    assert_eq!(on.len(), 1);
    let home: CourierImport = admin.import_courier(&on[0]).expect("it is whole");
    assert_eq!((home.stamps.len(), home.waiting), (1, 0), "{home:?}");
    assert!(home.accepted > 0);
    // A letter is no answer, an answer no letter, and another phone's is nobody else's.
    let answer = world.path("stick2").join("answer.wgc");
    admin
        .answer_courier(Some(&home.letter), None, &answer)
        .expect("it is known");
    let refused = admin.import_courier(&answer);
    let said = bad_file(refused.expect_err("an answer is no letter"));
    assert!(said.contains("an answer is for the phone"), "{said}");
    let code = |error| match error {
        CoreError::CourierRefused { code } => code,
        other => panic!("{other:?}"),
    };
    let refused = worker.core.courier_import(&letter.file);
    assert_eq!(code(refused.expect_err("a letter is no answer")), "letter");
    let mut bytes = fs::read(&answer).expect("the answer");
    *bytes.last_mut().expect("bytes") ^= 1;
    fs::write(world.path("bad.wgc"), &bytes).expect("room");
    let refused = worker.core.courier_import(&world.path("bad.wgc"));
    assert_eq!(code(refused.expect_err("a bit is wrong")), "damaged");
    worker.core.courier_import(&answer).expect("it is ours");
    assert_eq!(worker.core.status().expect("it opens").pending, 0);
}

/// What a revoked device sealed afterwards waits for a person; it gets no rows and no lease.
fn a_revoked_device(world: &World, worker: &Phone, admin: &Admin) {
    let (_, grid) = world.worker(0);
    let device = worker.core.status().expect("it opens").device;
    admin
        .revoke_device(device.expect("it is enrolled"), None, "手机遗失")
        .expect("it is known");
    shop(worker, grid, "停用后的小店", &[]);
    let letter = worker
        .core
        .courier_export(&world.path("stick"), CourierPhotos::None)
        .expect("room");
    let report = admin.import_courier(&letter.file).expect("it is whole");
    assert!(report.revoked, "{report:?}");
    assert_eq!(report.set_apart.get("revoked"), Some(&letter.envelopes));
    let answer = world.path("stick").join("revoked.wgc");
    let made = admin
        .answer_courier(Some(&report.letter), None, &answer)
        .expect("it is known");
    assert!(!made.lease, "{made:?}");
    let taken = worker.core.courier_import(&answer).expect("it is ours");
    assert_eq!(taken.received, 0, "{taken:?}");
    assert!(taken.refused.iter().all(|it| it.1 == Refusal::Revoked));
    assert_eq!(taken.refused.len() as u64, letter.envelopes);
    assert!(!worker.core.refused_work().expect("it is kept").is_empty());

    // Admitted one by one, the phone learns it from a second answer to the same letter; still it gets
    // neither rows nor a lease.
    let by = world.person(Role::StationOfficer, 0).to_string();
    let mut admitted = 0;
    for (envelope, _) in &taken.refused {
        let admission = admin.admit(&envelope.to_string(), &by, "停用前已核实");
        admitted += u64::from(admission.expect("it is listed").admitted);
    }
    assert_eq!(admitted, letter.envelopes);
    world.clock.advance_hours(1);
    let answer = world.path("stick").join("admitted.wgc");
    let made = admin
        .answer_courier(Some(&report.letter), None, &answer)
        .expect("it is known");
    assert!(!made.lease, "{made:?}");
    let told = worker.core.courier_import(&answer).expect("it is ours");
    assert_eq!((told.accepted, told.received), (admitted, 0), "{told:?}");
    assert!(worker.core.refused_work().expect("it reads").is_empty());
    assert_eq!(worker.core.status().expect("it opens").refused, 0);
}
