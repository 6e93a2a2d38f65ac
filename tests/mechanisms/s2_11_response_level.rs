//! S2-11 风险防控等级响应: set once, with the next sync it raises frequencies and shows a banner.

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::support::shop;
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_11_response_level() {
    let world = World::start().await;
    let town = world.township.grids[0].grid;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let due = || {
        worker.core.due_list(Some(grid), 10).expect("enrolled")[0]
            .entry
            .due
            .clone()
    };
    let usual = due();
    assert!(worker.core.response_levels().expect("enrolled").is_empty());

    let admin = world.county_desk().await;
    let level = |level: u8, until: Value| {
        json!({
            "key": town, "until": until,
            "entry": {
                "area": town, "level": level, "zh": "二级响应",
                "banner": "高温少雨，一律每周巡查",
                "minima": [{"by": "grid", "every": "week"}],
            },
        })
    };
    let odd = admin.set_refused("response_level", level(9, Value::Null));
    assert_eq!(odd.await, "level_unknown");
    let own = world.officer_desk(0).await;
    let taken = own.set_refused("response_level", level(2, Value::Null));
    assert_eq!(taken.await, "forbidden", "the county sets it");
    admin
        .set("response_level", level(2, json!("2026-09-20")))
        .await;
    assert_eq!(due(), usual, "not before the next sync");
    worker.sync().await;

    let banners = worker.core.response_levels().expect("enrolled");
    assert_eq!(banners.len(), 1);
    assert_eq!(banners[0].1.banner, "高温少雨，一律每周巡查");
    let raised = due();
    assert_eq!(raised.reason, "response_level");
    assert_eq!(
        raised.date,
        NaiveDate::from_ymd_opt(2026, 9, 6).expect("a Sunday")
    );
    assert!(!raised.leave_in_peace);
    // The desk's list obeys it too.
    let at_the_desk = world
        .officer_desk(0)
        .await
        .read("/api/v1/next-visits")
        .await;
    assert_eq!(at_the_desk[0]["id"], premises.to_string(), "{at_the_desk}");
    assert_eq!(at_the_desk[0]["due"], "2026-09-06", "{at_the_desk}");
    worker.inspect(premises, &[]);
    assert_eq!(
        due().date,
        NaiveDate::from_ymd_opt(2026, 9, 13).expect("a Sunday")
    );

    // Its last day passes while the phone is offline: everything is as it was.
    world.clock.advance_days(20);
    assert!(worker.core.response_levels().expect("enrolled").is_empty());
    assert_ne!(due().reason, "response_level");
}
