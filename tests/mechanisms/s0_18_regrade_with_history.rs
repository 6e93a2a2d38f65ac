//! S0-18 动态梳理确定风险等级: regraded after each event, with reasons; a named override with why.

use wangge_domain::lifecycle::Event;

use crate::support::{code_and_rule, found_hazard, item_that, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_18_regrade_with_history_and_named_override() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let before = worker.core.get_premises(premises).expect("it is on file");
    let threat = item_that(&worker, premises, |item| item.life_threat);
    worker.inspect(premises, &[&threat]);
    let after = worker.core.get_premises(premises).expect("it is on file");
    assert!(
        after.score > before.score,
        "an open threat to life raises the score"
    );
    assert!(
        after.reasons.len() > before.reasons.len(),
        "each point has its reason"
    );
    found_hazard(&worker, premises);
    worker.sync().await;

    let officer = world.officer_phone(0).await;
    let by_hand = |reason: &str| Event::GradeOverridden {
        grade: "major".to_owned(),
        reason: reason.to_owned(),
    };
    let graded = officer.core.get_premises(premises).expect("it is there");
    for silent in ["", "  "] {
        let refused = officer.core.act(premises, by_hand(silent));
        assert_eq!(
            code_and_rule(refused.expect_err("an override needs its reason")),
            ("reason_missing".to_owned(), "handbook 5.1".to_owned())
        );
    }
    let refused = worker.core.act(premises, by_hand("夜间住人"));
    assert_eq!(
        code_and_rule(refused.expect_err("and the right to it")),
        ("no_permission".to_owned(), "handbook 1.3".to_owned())
    );
    let file = officer.core.get_premises(premises).expect("it is there");
    assert_eq!(file.grade, graded.grade, "the grade stays as computed");
    officer
        .core
        .act(premises, by_hand("夜间住人"))
        .expect("an officer may");
    let file = officer.core.get_premises(premises).expect("it is there");
    assert_eq!(file.grade.grade, "major");
    let last = officer
        .core
        .history(premises)
        .expect("a history")
        .pop()
        .expect("an entry");
    assert_eq!(
        (last.event.as_str(), last.user),
        ("grade_overridden", officer.user)
    );
}
