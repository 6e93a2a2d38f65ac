//! S4-11 重点单位定期检查、派出所每周一查、行业检查: frequency rows, one set for each agency.

use chrono::NaiveDate;
use serde_json::json;
use wangge_domain::people::Role;
use wangge_domain::premises::keys;

use crate::support::shop;
use crate::world::World;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a day of the calendar")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_11_frequency_rows() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let bar = shop(
        &worker,
        grid,
        "歌厅",
        &[(keys::CATEGORY, "small_entertainment".into())],
    );
    let plain = shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let police = world.phone(world.person(Role::Police, 0)).await;
    assert!(
        police
            .core
            .due_list(None, 100)
            .expect("enrolled")
            .is_empty()
    );

    let desk = world.officer_desk(0).await;
    let row = |key: &str, agency: &str, every: &str, when: &str| {
        json!({
            "key": key,
            "entry": {
                "agency": agency, "categories": ["small_entertainment"], "every": every,
                "zh": "派出所每周一查", "when": when,
            },
        })
    };
    let odd = desk.set_refused("agency_frequency", row("a", "NOBODY", "week", "floors>=0"));
    assert_eq!(odd.await, "agency_unknown");
    let odd = desk.set_refused("agency_frequency", row("a", "PSB", "week", "floors=3"));
    assert_eq!(odd.await, "entry_unreadable", "no condition");
    let mut weekly = row("psb-weekly", "PSB", "week", "");
    weekly["entry"]
        .as_object_mut()
        .expect("an object")
        .remove("when");
    desk.set("agency_frequency", weekly.clone()).await;
    desk.set(
        "agency_frequency",
        row("key-unit", "FIRE", "month", "floors>=3"),
    )
    .await;
    police.sync().await;

    // Offline: the police owe it this week, and a week later the next.
    let list = police.core.due_list(None, 100).expect("enrolled");
    assert_eq!(list.len(), 1, "the shop {plain} is not concerned");
    assert_eq!(list[0].premises.record, bar);
    let due = &list[0].entry.due;
    assert_eq!(
        (due.reason.as_str(), due.date),
        ("agency_frequency", day(9, 6))
    );
    police.inspect(bar, &[]);
    assert_eq!(
        police.core.due_list(None, 100).expect("enrolled")[0]
            .entry
            .due
            .date,
        day(9, 13)
    );
    // Another agency's row is its own; a fact that is not known keeps the row away.
    assert!(
        police
            .core
            .agency_plan("FIRE", 100)
            .expect("known")
            .is_empty()
    );
    police.sync().await;
    let lines = desk.read("/api/v1/plans/PSB").await;
    assert_eq!(lines[0]["due"], "2026-09-13");

    // It ends: nothing is owed any more, and the row stays in the history.
    weekly["until"] = json!("2026-09-02");
    desk.set("agency_frequency", weekly).await;
    world.clock.advance_days(2);
    police.sync().await;
    assert!(
        police
            .core
            .due_list(None, 100)
            .expect("enrolled")
            .is_empty()
    );
    let history = police
        .core
        .register_history("agency_frequency")
        .expect("enrolled");
    assert_eq!(history.len(), 3);
}
