//! S0-01, S4-19 全县: the figures of a county are those of all that has come in, whatever was counted
//! before: after new rows, a new policy pack, another day, and the same as of a relay that starts anew.

use serde_json::Value;
use wangge_domain::GridId;
use wangge_domain::control::GridLevel;
use wangge_domain::people::{Role, Scope};
use wangge_sync_server::admin::NewGrid;

use crate::support::{found_hazard, shop};
use crate::world::{Desk, World};

/// Every kind of figure of the county.
const ASKED: [&str; 8] = [
    "coverage?kind=year&open=all",
    "coverage?kind=month&by=village",
    "figures?kind=year&by=township&open=all",
    "figures?kind=month",
    "on-time?kind=month",
    "on-time?kind=month&source=unannounced_visit",
    "analysis?kind=month&open=all",
    "next-visits",
];

/// The answers, without the point of the logs that they cite.
async fn answers(county: &Desk) -> Vec<Value> {
    let mut answers = Vec::new();
    for asked in ASKED {
        let mut answer = county.read(&format!("/api/v1/{asked}")).await;
        if let Some(told) = answer.as_object_mut() {
            told.remove("cut");
        }
        answers.push(answer);
    }
    answers
}

/// Premises on file in the county, and hazards found.
fn counted(answers: &[Value]) -> (u64, usize) {
    let number = |value: &Value| value.as_u64().unwrap_or_else(|| panic!("{value}"));
    let towns = answers[2]["townships"].as_array().expect("townships");
    let records = towns.iter().map(|town| &town["figures"]["records"]);
    let records: u64 = records.map(|it| number(&it["denominator"])).sum();
    let on_file = number(&answers[0]["figure"]["denominator"]);
    assert_eq!(on_file, records, "the sum of the townships");
    // Without a hazard there are no lines.
    let lines = answers[6]["by_township"].as_array();
    let hazards = lines.into_iter().flatten();
    let hazards = hazards.map(|line| line["hazards"].as_array().map_or(0, Vec::len));
    (on_file, hazards.sum())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_01_county_after_new_rows() {
    let mut world = World::start().await;
    let add = |level, parent, name: &str| {
        let new = NewGrid {
            level,
            parent,
            code: format!("4199-{name}"),
            name: name.to_owned(),
        };
        let made: GridId = world.admin().add_grid(&new).expect("a grid");
        made
    };
    let town = add(GridLevel::Large, None, "白云镇");
    let village = add(GridLevel::Medium, Some(town), "白云村");
    let far_grid = add(GridLevel::Small, Some(village), "白云一网格");
    let (far_worker, _) = world.worker(4);
    let over = Scope::Subtree(far_grid);
    world
        .admin()
        .grant(far_worker, Role::GridWorker, over, None, None)
        .expect("a grant");
    let (near, near_grid) = world.worker_phone(0).await;
    let far = world.phone(far_worker).await;

    let county = world.county_desk().await;
    assert_eq!(counted(&answers(&county).await), (0, 0));
    let first = shop(&near, near_grid, "甲店", &[]);
    near.sync().await;
    assert_eq!(counted(&answers(&county).await), (1, 0));
    let second = shop(&far, far_grid, "乙店", &[]);
    found_hazard(&far, second);
    far.sync().await;
    let seen = answers(&county).await;
    assert_eq!(counted(&seen), (2, 1));
    assert_eq!(answers(&county).await, seen, "counted before");

    // Another one in the first township only; the other one's are at hand.
    found_hazard(&near, first);
    near.sync().await;
    assert_eq!(counted(&answers(&county).await), (2, 2));

    // Another pack and another day; then all of it by a relay that has counted nothing yet.
    let mut pack = near.core.policy().expect("a pack").as_ref().clone();
    let before = pack.rectification.benefit_of_the_doubt;
    pack.rectification.benefit_of_the_doubt = !before;
    pack.revision += 1;
    world
        .admin()
        .activate_policy(pack.to_json().as_bytes(), None)
        .expect("the pack is sound");
    let with_pack = answers(&county).await;
    assert_eq!(counted(&with_pack), (2, 2));
    world.clock.advance_days(40);
    let county = world.county_desk().await;
    world.run_jobs().await;
    let kept = answers(&county).await;
    world.stop().await;
    world.serve().await;
    let county = world.county_desk().await;
    assert_eq!(answers(&county).await, kept);
}
