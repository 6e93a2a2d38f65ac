//! S0-19 分级分类明确频次: what is riskier is due sooner; the due list says why, offline.

use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;

use crate::support::shop;
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_19_frequency_by_grade_and_type() {
    let mut world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let calm = shop(&worker, grid, "平安小店", &[]);
    let risky = shop(
        &worker,
        grid,
        "三合一作坊",
        &[
            (keys::CATEGORY, Scalar::from("three_in_one")),
            (keys::THREE_IN_ONE, Scalar::from(true)),
            (keys::GAS_KIND, Scalar::from("bottled")),
            (keys::PERSONS, Scalar::from(12)),
        ],
    );
    world.stop().await;
    let due = worker
        .core
        .due_list(Some(grid), 10)
        .expect("it works offline");
    let place = |record| due.iter().position(|item| item.premises.record == record);
    let (risky, calm) = (place(risky).expect("listed"), place(calm).expect("listed"));
    assert!(risky < calm, "the riskier comes first");
    assert!(due[risky].entry.due.date < due[calm].entry.due.date);
    assert_eq!(due[risky].entry.due.reason, "grade_credit");
    assert!(
        due[risky]
            .entry
            .due
            .times_a_year
            .is_some_and(|times| times > 2)
    );
    let plan = due[calm].entry.due.reason.as_str();
    assert!(
        ["grade_credit", "yearly"].contains(&plan),
        "every date has its reason: {plan}"
    );
}
