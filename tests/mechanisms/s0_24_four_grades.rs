//! S0-24 四个等次: low, general, elevated, major; the fixed names and their order.

use serde_json::json;
use wangge_domain::lifecycle::Event;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;

use crate::support::{code_and_rule, item_that, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_24_four_grades() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let policy = worker.core.policy().expect("a pack");
    let names: Vec<_> = policy
        .risk
        .grades
        .iter()
        .map(|grade| grade.id.as_str())
        .collect();
    assert_eq!(names, ["low", "general", "elevated", "major"]);

    let low = shop(&worker, grid, "蓝", &[]);
    let general = shop(
        &worker,
        grid,
        "黄",
        &[
            (keys::CATEGORY, Scalar::from("small_hotel")),
            (keys::BEDS, Scalar::from(12)),
            (keys::FLOORS, Scalar::from(3)),
        ],
    );
    let elevated = shop(
        &worker,
        grid,
        "橙",
        &[
            (keys::CATEGORY, Scalar::from("three_in_one")),
            (keys::THREE_IN_ONE, Scalar::from(true)),
            (keys::THREE_IN_ONE_UNSEPARATED, Scalar::from(true)),
        ],
    );
    let grade = |record| {
        worker
            .core
            .get_premises(record)
            .expect("on file")
            .grade
            .grade
    };
    assert_eq!(grade(low), "low");
    assert_eq!(grade(general), "general");
    assert_eq!(grade(elevated), "elevated");
    let threat = item_that(&worker, elevated, |item| item.life_threat);
    let more = item_that(&worker, elevated, |item| {
        item.life_threat && item.id != threat
    });
    worker.inspect(elevated, &[&threat, &more]);
    let file = worker.core.get_premises(elevated).expect("on file");
    assert!(
        file.score > 50,
        "open threats to life count: {:?}",
        file.reasons
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_24_refuses_a_fifth_grade() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let before = officer.core.get_premises(premises).expect("it is there");
    for fifth in ["extreme", "重大", "Major", ""] {
        let by_hand = Event::GradeOverridden {
            grade: fifth.to_owned(),
            reason: "夜间住人".to_owned(),
        };
        let refused = officer.core.act(premises, by_hand);
        assert_eq!(
            code_and_rule(refused.expect_err("there are four")),
            ("unknown_grade".to_owned(), "S0-24".to_owned()),
            "{fifth}"
        );
    }
    let desk = world.officer_desk(0).await;
    let by_hand = |grade: &str| json!({"grade_overridden": {"grade": grade, "reason": "夜间住人"}});
    assert_eq!(
        desk.act_refused(premises, by_hand("extreme")).await,
        "unknown_grade"
    );
    officer.sync().await;
    let after = officer.core.get_premises(premises).expect("it is there");
    assert_eq!(after.grade, before.grade, "the grade stays as it was");
    assert!(after.state.grade_overrides.is_empty());

    desk.act_ok(premises, by_hand("elevated")).await;
    officer.sync().await;
    let after = officer.core.get_premises(premises).expect("it is there");
    assert_eq!(after.grade.grade, "elevated", "one of the four is taken");
}
