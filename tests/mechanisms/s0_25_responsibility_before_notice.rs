//! S0-25 逐一明确整改责任: no notice leaves without unit, leader, person and deadline.

use wangge_domain::lifecycle::Responsible;
use wangge_mobile_core::NoticeInput;

use crate::support::{found_hazard, notice, premises_of, reason, responsible};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_25_responsibility_before_notice() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = premises_of(&world, &worker, grid);
    let hazard = found_hazard(&worker, premises);
    let without = |change: fn(&mut Responsible)| {
        let mut someone = responsible();
        change(&mut someone);
        NoticeInput {
            responsible: someone,
            ..notice(7)
        }
    };
    for incomplete in [
        without(|it| it.unit.clear()),
        without(|it| it.leader.clear()),
        without(|it| it.person.clear()),
    ] {
        let error = worker
            .core
            .issue_notice(hazard, &incomplete)
            .expect_err("not complete");
        assert_eq!(reason(error), "responsible_missing");
    }
    let endless = notice(3_000);
    let refused = worker.core.issue_notice(hazard, &endless);
    let refused = refused.expect_err("a deadline beyond the policy");
    assert_eq!(reason(refused), "deadline_out_of_limits");
    let number = worker
        .core
        .issue_notice(hazard, &notice(7))
        .expect("complete");
    assert!(
        number.ends_with("-1"),
        "no number was spent on the refused ones: {number}"
    );
}
