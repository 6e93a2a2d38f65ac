//! S2-27 风险评估+信用评级: frequency by grade and credit; low risk with good credit is left in peace.

use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;

use crate::support::shop;
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_27_grade_and_credit_decide_the_frequency() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let credit = |grade: &str| [(keys::CREDIT_GRADE, Scalar::from(grade))];
    let good = shop(&worker, grid, "守信小店", &credit("A"));
    let bad = shop(&worker, grid, "失信小店", &credit("D"));
    let due = worker.core.due_list(Some(grid), 10).expect("a plan");
    let of = |record| {
        let item = due.iter().find(|item| item.premises.record == record);
        item.expect("it is on the plan").entry.due.clone()
    };
    assert!(of(good).leave_in_peace, "无事不扰");
    assert!(!of(bad).leave_in_peace);
    assert!(
        of(good).date > of(bad).date,
        "who is worse is seen more often"
    );
    assert!(!of(good).reason.is_empty(), "it shows why");
}
