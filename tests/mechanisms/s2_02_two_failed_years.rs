//! S2-02 连续2年不合格, 书面检讨: two failed years in a row are flagged; one is not, and a year without a
//! result proves nothing.

use std::collections::BTreeMap;

use serde_json::json;
use wangge_domain::evaluation::{EvaluationPeriod, PeriodKind};

use crate::support::{by_evaluation, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_02_two_failed_years() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    shop(&worker, grid, "无人检查", &[]);
    worker.sync().await;
    let village = world.township.villages[0].grid;
    let vetoes = BTreeMap::from([(village, vec!["亡人火灾因失职".to_owned()])]);
    let year = |on: &str| EvaluationPeriod::of(PeriodKind::Year, on.parse().expect("a day"));
    let path = "/api/v1/ranking?kind=year&level=medium";
    let line = |ranking: &serde_json::Value| {
        let lines = ranking["lines"].as_array().expect("a ranking");
        let found = lines.iter().find(|it| it["grid"] == village.to_string());
        found.unwrap_or_else(|| panic!("{ranking}")).clone()
    };

    world.clock.advance_days(130);
    let admin = world.admin();
    admin
        .freeze(year("2026-01-01"), village, vetoes.clone(), &|_, _, _| {})
        .expect("2026 is over");
    let early = admin.freeze(
        year("2027-01-01"),
        village,
        Default::default(),
        &|_, _, _| {},
    );
    assert_eq!(
        by_evaluation(early.expect_err("no year fails before it is over")),
        ("period_not_over", "S1-20")
    );
    let desk = world.officer_desk(0).await;
    let first = line(&desk.read(&format!("{path}&on=2026-05-01")).await);
    assert_eq!(first["grade"], "failed");
    assert_eq!(first["failed_runs"], json!([]), "once is not twice");

    world.clock.advance_days(365);
    let admin = world.admin();
    admin
        .freeze(year("2027-01-01"), village, vetoes.clone(), &|_, _, _| {})
        .expect("2027 is over");
    let desk = world.officer_desk(0).await;
    let ranking = desk.read(&format!("{path}&on=2027-05-01")).await;
    let draft = ranking["draft"].as_str().expect("a draft");
    assert!(
        draft.contains("（2026年至2027年，书面检讨）"),
        "the circular says so: {draft}"
    );
    let second = line(&ranking);
    let run = json!([{"from": 2026, "to": 2027, "measure": "书面检讨"}]);
    assert_eq!(second["failed_runs"], run, "{second}");
    // The ranking of the first year is what it was.
    let ranking = desk.read(&format!("{path}&on=2026-05-01")).await;
    assert_eq!(line(&ranking), first);
    let draft = ranking["draft"].as_str().expect("a draft");
    assert!(!draft.contains("连续不合格"), "{draft}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_02_two_years_without_any_work() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    shop(&worker, grid, "无人检查", &[]);
    worker.sync().await;
    let village = world.township.villages[0].grid;
    let path = "/api/v1/ranking?kind=year&level=medium";
    let mut runs = Vec::new();
    for (days, on) in [(130, "2026-01-01"), (365, "2027-01-01")] {
        world.clock.advance_days(days);
        let year = EvaluationPeriod::of(PeriodKind::Year, on.parse().expect("a day"));
        let admin = world.admin();
        admin
            .freeze(year, village, Default::default(), &|_, _, _| {})
            .expect("the year is over");
        let desk = world.officer_desk(0).await;
        let ranking = desk.read(&format!("{path}&on={on}")).await;
        let lines = ranking["lines"].as_array().expect("a ranking");
        let mut lines = lines.iter();
        let line = lines.find(|it| it["grid"] == village.to_string());
        let line = line.unwrap_or_else(|| panic!("{ranking}"));
        // A shop that nobody came to is a duty, though it weighs less than a score needs.
        assert_eq!(line["grade"], "failed", "{ranking}");
        assert_eq!(line["undone"], true, "{ranking}");
        let criticized = ranking["circular"]["criticized"].as_array();
        assert!(
            criticized.is_some_and(|list| list.contains(&json!(village))),
            "{ranking}"
        );
        runs.push(line["failed_runs"].clone());
    }
    let run = json!([{"from": 2026, "to": 2027, "measure": "书面检讨"}]);
    assert_eq!(runs, [json!([]), run]);
}
