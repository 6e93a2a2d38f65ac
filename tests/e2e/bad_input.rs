//! Bad input gets a typed error that says what was kept.

use std::sync::Arc;

use wangge_domain::GridId;
use wangge_domain::inspection::{InspectionMode, PhotoStage};
use wangge_mobile_core::{
    CancellationToken, Core, CoreConfig, CoreError, FileKeyVault, PhotoInput, StartInspection,
    SyncEnd, SystemRandom,
};

use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_enrollment_code_serves_once_and_not_after_its_time() {
    let world = World::start().await;
    let (user, _) = world.worker(0);
    let code = world
        .admin()
        .enroll_code(user, 3_600_000)
        .expect("a code can be made");
    let core = |name: &str| {
        let folder = world.path(name);
        let vault = FileKeyVault::open(&folder.join("vault"), Box::new(SystemRandom))
            .expect("a vault can be made");
        let clock = Arc::new(world.clock.phone());
        let config = CoreConfig::new(folder.join("data"));
        Core::open(config, Arc::new(vault), clock, Arc::new(SystemRandom)).expect("it opens")
    };
    let never = CancellationToken::new();
    core("first")
        .enroll(&code.link, &never)
        .await
        .expect("the code is fresh");
    let again = core("second").enroll(&code.link, &never).await;
    assert!(
        matches!(again, Err(CoreError::CodeRejected { .. })),
        "{again:?}"
    );
    let late = world
        .admin()
        .enroll_code(user, 60_000)
        .expect("a code can be made");
    world.clock.advance_hours(1);
    let expired = core("third").enroll(&late.link, &never).await;
    assert!(
        matches!(expired, Err(CoreError::CodeRejected { .. })),
        "{expired:?}"
    );
    let nonsense = core("fourth").enroll("https://example.org/", &never).await;
    assert!(
        matches!(nonsense, Err(CoreError::InvalidInput(_))),
        "{nonsense:?}"
    );
    let other_pin = world
        .admin()
        .enroll_code(user, 60_000)
        .expect("a code can be made");
    let forged = other_pin.link.replace(&other_pin.pin, &"0".repeat(64));
    let pinned = core("fifth").enroll(&forged, &never).await;
    assert_eq!(
        pinned,
        Err(CoreError::WrongRelay),
        "another key gets nothing"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_is_gone_costs_nothing() {
    let mut world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let listed = world
        .township
        .premises_of(grid)
        .next()
        .expect("a premises")
        .clone();
    world.stop().await;
    worker.put_on_file(&listed);
    let report = worker.sync_once().await.expect("the sync runs");
    assert_eq!(report.end, SyncEnd::Failed(CoreError::Unreachable));
    assert!(
        worker.core.status().expect("it opens").pending > 0,
        "it waits for the next time"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_grids_lists_and_photos_are_named() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let listed = world
        .township
        .premises_of(grid)
        .next()
        .expect("a premises")
        .clone();
    let nowhere = GridId::from_bytes([9; 16]);
    let refused = worker.core.create_premises(nowhere, &listed.fields);
    assert_eq!(refused, Err(CoreError::UnknownGrid));
    let premises = worker.put_on_file(&listed);
    let old = StartInspection {
        mode: InspectionMode::Regular,
        checklist: Some(("RH".to_owned(), "1999.1".to_owned())),
        position: None,
        inspectors: String::new(),
    };
    let refused = worker.core.start_inspection(premises, &old);
    assert!(
        matches!(refused, Err(CoreError::WrongChecklist { .. })),
        "{refused:?}"
    );
    for bytes in [
        Vec::new(),
        b"GIF89a".to_vec(),
        vec![0xff, 0xd8, 0xff, 0xe0, 0, 16],
    ] {
        let input = PhotoInput {
            original: bytes,
            item: String::new(),
            stage: PhotoStage::Found,
            caption: String::new(),
            imported: false,
            position: None,
        };
        let refused = worker.core.attach_photo(premises, &input);
        assert!(
            matches!(refused, Err(CoreError::PhotoRefused { .. })),
            "{refused:?}"
        );
    }
    assert!(
        worker
            .core
            .get_record(premises)
            .expect("it is here")
            .photos
            .is_empty()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrong_key_touches_nothing_and_nothing_lies_plain() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let listed = world
        .township
        .premises_of(grid)
        .next()
        .expect("a premises")
        .clone();
    let premises = worker.put_on_file(&listed);
    worker.photo(premises, "", PhotoStage::Found);
    let folder = worker.folder().to_owned();
    assert!(
        !crate::world::lies_plain(&folder, listed.name()),
        "names lie encrypted"
    );
    drop(worker);
    let other = FileKeyVault::open(&world.path("other-vault"), Box::new(SystemRandom))
        .expect("a vault can be made");
    let config = CoreConfig::new(folder.join("data"));
    let before = std::fs::read(folder.join("data/wangge.db")).expect("the database is there");
    let clock = Arc::new(world.clock.phone());
    let opened = Core::open(config, Arc::new(other), clock, Arc::new(SystemRandom));
    assert!(matches!(opened, Err(CoreError::WrongKey)), "{opened:?}");
    let after = std::fs::read(folder.join("data/wangge.db")).expect("the database is there");
    assert_eq!(before, after, "not a byte was touched");
}
