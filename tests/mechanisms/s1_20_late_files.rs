//! S1-20: a premises file that was put on file in a period and arrives after it was frozen stands among the
//! adjustments, with the figure of files too.

use reqwest::StatusCode;
use serde_json::json;

use crate::support::shop;
use crate::world::{World, WorldClock};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_20_late_files() {
    let world = World::start_at(WorldClock::at_china(2026, 9, 20, 8)).await;
    let (worker, grid) = world.worker_phone(0).await;
    let early = shop(&worker, grid, "早报店", &[]);
    worker.sync().await;
    // Put on file on 29 September, and nobody has heard of it when the month is frozen.
    world.clock.advance_days(9);
    let late = shop(&worker, grid, "晚报店", &[]);
    world.clock.advance_days(3);
    let desk = world.officer_desk(0).await;
    let order = json!({"kind": "month", "on": "2026-09-20", "grid": grid});
    let (status, made) = desk.post("/api/v1/snapshots", order).await;
    assert_eq!(status, StatusCode::OK, "{made}");
    let digest = made["snapshots"][grid.to_string()].as_str();
    let digest = digest.expect("it was frozen").to_owned();
    let frozen = desk.read(&format!("/api/v1/snapshots/{digest}")).await;
    assert_eq!(frozen["figures"]["records"]["unmet"], json!([early]));
    let path = format!("/api/v1/snapshots/{digest}/adjustments");
    let none = desk.read(&path).await;
    assert_eq!(none["adjustments"], json!([]), "nothing has come late yet");

    worker.sync().await;
    let apart = desk.read(&path).await;
    let list = apart["adjustments"].as_array().expect("a list");
    for code in ["records", "coverage"] {
        let found = list.iter().find(|it| it["code"] == code);
        let found = found.unwrap_or_else(|| panic!("{code}: {apart}"));
        assert_eq!(found["came_in"], json!([late]), "{code}");
        assert_eq!(found["dropped_out"], json!([]), "{code}");
    }
    let again = desk.read(&format!("/api/v1/snapshots/{digest}")).await;
    assert_eq!(again, frozen, "what was frozen stays");
}
