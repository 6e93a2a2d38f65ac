//! S0-28 重大问题隐患判定: answers flag a suspected major hazard offline; a phone never judges it.

use wangge_domain::checklist::ItemSeverity;
use wangge_domain::lifecycle::Status;

use crate::support::{item_that, notice, reason, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_28_suspected_major_is_flagged_and_not_judged() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let hotel = [(
        wangge_domain::premises::keys::CATEGORY,
        "small_hotel".into(),
    )];
    let premises = shop(&worker, grid, "小旅馆", &hotel);
    let grave = item_that(&worker, premises, |it| {
        it.severity_on_fail == ItemSeverity::Major
    });
    let (_, submitted) = worker.inspect(premises, &[&grave]);
    let hazard = *submitted.hazards.first().expect("it was raised");
    let record = worker.core.get_record(hazard).expect("it is here");
    assert_eq!(
        record.state.status,
        Status::UnderReview,
        "疑似, waiting for the judgment"
    );
    assert!(record.state.suspected_major);
    assert_eq!(record.content.text("severity"), Some("suspected_major"));
    let refused = worker.core.issue_notice(hazard, &notice(7));
    let refused = refused.expect_err("no notice before the judgment");
    assert_eq!(reason(refused), "under_review");
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let denied = wangge_domain::lifecycle::Event::NotMajor {
        reason: "已拆除".to_owned(),
    };
    let refused = officer.core.act(hazard, denied);
    let refused = refused.expect_err("the township does not judge it either");
    assert_eq!(reason(refused), "no_permission");
}
