//! S0-15 常态化安全巡查: a due list that works offline; the loop cannot skip a state.

use wangge_domain::lifecycle::Status;
use wangge_mobile_core::RecheckInput;

use crate::support::{code_and_rule, found_hazard, notice, premises_of, reason};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_15_patrol_plan_and_no_skipped_state() {
    let mut world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = premises_of(&world, &worker, grid);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    world.stop().await;

    // Offline: the plan is there, earliest first, each with its reason.
    let due = worker
        .core
        .due_list(Some(grid), 10)
        .expect("the plan needs no network");
    assert_eq!(due.len(), 1);
    assert_eq!(due[0].premises.record, premises);
    assert!(!due[0].entry.due.reason.is_empty());

    // Found, but neither notice nor feedback: nothing can be rechecked, served or closed.
    let hazard = found_hazard(&worker, premises);
    let passed = RecheckInput::Passed {
        with: vec![],
        photos: vec![],
    };
    let own = worker.core.recheck(hazard, passed.clone());
    assert_eq!(reason(own.expect_err("not a worker's")), "no_permission");
    let error = worker
        .core
        .feedback(hazard, "已清理", vec![], true)
        .expect_err("no notice yet");
    assert_eq!(reason(error), "not_in_this_state");
    worker
        .core
        .issue_notice(hazard, &notice(7))
        .expect("the next state is open");

    // Whoever may recheck skips nothing either: what was only found stays found.
    let hazard = found_hazard(&officer, premises);
    let before = officer.core.get_record(hazard).expect("it is here").state;
    let skipped = officer.core.recheck(hazard, passed);
    assert_eq!(
        code_and_rule(skipped.expect_err("no notice, no feedback")),
        ("not_in_this_state".to_owned(), "handbook 5.1".to_owned())
    );
    let after = officer.core.get_record(hazard).expect("it is here").state;
    assert_eq!(after.status, Status::Found);
    assert_eq!(after.history, before.history, "nothing happened");
}
