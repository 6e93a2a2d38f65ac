//! S4-12 每季度培训、每月宣传日: a calendar on every phone, and the months and quarters that were missed.

use serde_json::{Value, json};
use wangge_domain::register::PublicityEvent;

use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_12_publicity_calendar() {
    let world = World::start().await;
    let town = world.township.grids[0].grid;
    let (worker, _) = world.worker_phone(0).await;
    let desk = world.officer_desk(0).await;
    let event = |kind: &str, day: &str, until: &str, attended: Value| {
        json!({
            "key": format!("{kind}-{day}"), "from": day, "until": until,
            "entry": {
                "grid": town, "kind": kind, "title": "消防宣传日", "material": "一图读懂",
                "attended": attended,
            },
        })
    };
    let long = event("publicity_day", "2026-08-01", "2026-08-02", json!(40));
    assert_eq!(
        desk.set_refused("publicity_event", long).await,
        "event_of_one_day"
    );
    for month in 1..=7 {
        let day = format!("2026-{month:02}-09");
        desk.set(
            "publicity_event",
            event("publicity_day", &day, &day, json!(40)),
        )
        .await;
    }
    let (planned, nobody) = ("2026-08-09", "2026-05-20");
    desk.set(
        "publicity_event",
        event("publicity_day", planned, planned, Value::Null),
    )
    .await;
    desk.set(
        "publicity_event",
        event("quarterly_training", nobody, nobody, json!(0)),
    )
    .await;
    let first = "2026-02-10";
    desk.set(
        "publicity_event",
        event("quarterly_training", first, first, json!(12)),
    )
    .await;

    // Planned and not held is missed, and so is one to which nobody came.
    let gaps = desk.read("/api/v1/organization").await["publicity"].clone();
    assert_eq!(gaps[0]["months"], json!([8]));
    assert_eq!(gaps[0]["quarters"], json!([2]));
    desk.set(
        "publicity_event",
        event("publicity_day", planned, planned, json!(30)),
    )
    .await;
    desk.set(
        "publicity_event",
        event("quarterly_training", nobody, nobody, json!(9)),
    )
    .await;
    let gaps = desk.read("/api/v1/organization").await["publicity"].clone();
    assert_eq!(gaps, json!([]));

    // The calendar is on the phone, with its material.
    let next = "2026-09-09";
    desk.set(
        "publicity_event",
        event("publicity_day", next, next, Value::Null),
    )
    .await;
    worker.sync().await;
    world.clock.advance_days(8);
    let today = worker
        .core
        .register_lines("publicity_event", None)
        .expect("enrolled");
    assert_eq!(today.len(), 1);
    let event: PublicityEvent = today[0].row.read().expect("an event");
    assert_eq!(event.material, "一图读懂");
}
