//! S0-21 派单督办、整改销号: a numbered order; closing needs an after-photo and a checker.

use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::Status;
use wangge_domain::people::Role;
use wangge_mobile_core::RecheckInput;

use crate::quick_hazard::quick_hazard;
use crate::support::{feedback, found_hazard, premises_of, reason, serve};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_21_numbered_dispatch_and_close_out() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = premises_of(&world, &worker, grid);
    let first = found_hazard(&worker, premises);
    serve(&worker, first, 7);
    worker.sync().await;
    let number = worker
        .core
        .get_record(first)
        .expect("it is here")
        .state
        .notice_number;
    assert!(number.is_some_and(|number| number.contains("第0001号")));

    feedback(&worker, first);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let second = world.person(Role::StationOfficer, 1);
    let bare = RecheckInput::Passed {
        with: vec![second],
        photos: vec![],
    };
    let refused = officer.core.recheck(first, bare);
    let refused = refused.expect_err("no photo, no close-out");
    assert_eq!(reason(refused), "photo_after_missing");
    let photo = officer.photo(first, "", PhotoStage::Recheck);
    let alone = RecheckInput::Passed {
        with: vec![],
        photos: vec![photo],
    };
    let refused = officer.core.recheck(first, alone);
    let refused = refused.expect_err("one person alone closes nothing");
    assert_eq!(reason(refused), "too_few_people");
    // A photo of another hazard closes nothing.
    let other = quick_hazard(&officer, premises, "灭火器过期");
    let elsewhere = officer.photo(other, "", PhotoStage::Recheck);
    let borrowed = RecheckInput::Passed {
        with: vec![second],
        photos: vec![elsewhere],
    };
    let refused = officer.core.recheck(first, borrowed);
    let refused = refused.expect_err("it shows another hazard");
    assert_eq!(reason(refused), "photo_of_another");
    let both = RecheckInput::Passed {
        with: vec![second],
        photos: vec![photo],
    };
    officer
        .core
        .recheck(first, both)
        .expect("two people with a photo may");
    officer.sync().await;
    let state = officer.core.get_record(first).expect("it is there").state;
    assert_eq!(state.status, Status::Closed);
    assert!(state.close_out_number.is_some(), "销号 has its number");
}
