//! What a form at a desk asks for a step of a case stands in the tables that the relay tells.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::world::{World, grid};

fn rows(cases: &Value) -> Vec<&Value> {
    let tables = cases["tables"].as_array().unwrap().iter();
    tables
        .flat_map(|table| table["rows"].as_array().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tables_say_what_a_step_takes() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let (status, cases) = world.get(&officer, "/api/v1/cases").await;
    assert_eq!(status, 200);
    let rows = rows(&cases);
    let stated: Vec<_> = rows.iter().filter(|row| row["due"] == "stated").collect();
    let events: BTreeSet<_> = stated
        .iter()
        .filter_map(|it| it["event"].as_str())
        .collect();
    assert!(events.contains("major_case.list") && events.contains("order.assign"));
    for row in stated {
        let longest = &cases["deadlines"][row["deadline"].as_str().unwrap()];
        assert_eq!(longest["kind"], "days", "{row}");
        assert!(longest["days"].as_u64() > Some(0), "{row}");
    }
    let rechecks = rows
        .iter()
        .filter(|row| row["event"] == "major_case.recheck_passed");
    let asked: Vec<_> = rechecks.map(|row| &row["asks"]).collect();
    assert!(!asked.is_empty());
    for asks in asked {
        assert_eq!((&asks["people"], &asks["photos"]), (&json!(2), &json!(1)));
        assert_eq!(asks["photos_here"], true);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_that_is_stated_is_the_one_that_runs_and_no_longer_than_the_pack_says() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let (_, cases) = world.get(&officer, "/api/v1/cases").await;
    let longest = cases["deadlines"]["order_task"]["days"].as_u64().unwrap();
    let due = |days: u64| json!({"kind": "days", "days": days, "calendar": "natural"});
    let mut told = Vec::new();
    for stated in [
        due(longest - 5),
        due(longest),
        Value::Null,
        due(longest + 1),
    ] {
        let order = json!({
            "grid": grid(10).to_string(),
            "first": {"step": "order.assign", "fields": {"text": "清理楼道杂物"}, "due": stated},
        });
        let (status, opened) = world.post(&officer, "/api/v1/cases/order", &order).await;
        assert_eq!(status, 200, "{opened}");
        told.push(opened);
    }
    let due = |at: usize| told[at]["due"].as_i64();
    assert!(due(0).is_some() && due(0) < due(1), "{told:?}");
    // Without a word it is the pack's own.
    assert_eq!(due(1), due(2), "{told:?}");
    assert_eq!(told[3]["applied"], false, "{told:?}");
    assert_eq!(told[3]["reason"], "deadline_out_of_limits");
}
