//! S0-22 信息收集→问题发现→任务分办→协同处置→结果反馈: five stages with times; the finder hears of it.

use wangge_domain::inspection::PhotoStage;
use wangge_domain::people::Role;
use wangge_mobile_core::RecheckInput;

use crate::support::{feedback, found_hazard, premises_of, reason, serve};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_22_five_stage_log_and_feedback_to_the_finder() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = premises_of(&world, &worker, grid);
    let hazard = found_hazard(&worker, premises);
    let log = worker.core.stage_log(hazard).expect("a log");
    let reached = |log: &[(_, Vec<_>)]| log.iter().filter(|(_, it)| !it.is_empty()).count();
    assert_eq!(log.len(), 5);
    assert!(reached(&log) < 5, "what has not happened is not in the log");

    serve(&worker, hazard, 7);
    feedback(&worker, hazard);
    // Whoever found it does not close it alone.
    let own = worker.photo(hazard, "", PhotoStage::Recheck);
    let alone = RecheckInput::Passed {
        with: Vec::new(),
        photos: vec![own],
    };
    let alone = worker.core.recheck(hazard, alone);
    assert_eq!(reason(alone.expect_err("not a worker's")), "no_permission");
    assert!(reached(&worker.core.stage_log(hazard).expect("a log")) < 5);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let photo = officer.photo(hazard, "", PhotoStage::Recheck);
    let second = world.person(Role::StationOfficer, 1);
    officer
        .core
        .recheck(
            hazard,
            RecheckInput::Passed {
                with: vec![second],
                photos: vec![photo],
            },
        )
        .expect("two officers may");
    officer.sync().await;

    // The finder's phone learns the result at its next sync.
    worker.sync().await;
    let log = worker.core.stage_log(hazard).expect("a log");
    assert_eq!(reached(&log), 5, "{log:?}");
    let times: Vec<_> = log
        .iter()
        .map(|(_, entries)| entries[0].received_at)
        .collect();
    assert!(times.is_sorted(), "the stages follow each other: {times:?}");
}
