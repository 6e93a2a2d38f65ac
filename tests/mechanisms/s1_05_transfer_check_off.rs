//! S1-05 转移避险制度、救助管理: every household of a transfer is checked off at the door without network: told, moved,
//! back; each once, and each transfer for itself. The desk sees how far it is.

use reqwest::StatusCode;

use crate::household_kit::{household, refused, take};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_05_transfer_check_off() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let one = household(&worker, grid, ("郑独居", "lives_alone", "needs_help"));
    household(&worker, grid, ("钱留守", "left_behind_elder", "walks"));
    let told = [("operation", "7号山洪"), ("outcome", "reached")];
    take(&worker, one, "household.call", &told);
    let moved = [("operation", "7号山洪"), ("shelter", "镇中学")];
    take(&worker, one, "household.moved", &moved);
    assert_eq!(
        refused(&worker, one, "household.moved", &moved),
        "done_before"
    );
    let other = [("operation", "8号山洪"), ("shelter", "镇中学")];
    assert_eq!(
        refused(&worker, one, "household.moved", &other),
        "step_before_missing",
        "each transfer for itself"
    );
    worker.sync().await;

    let desk = world.officer_desk(0).await;
    let view = desk.read("/api/v1/transfers/7号山洪").await;
    assert_eq!(
        (view["households"].as_u64(), view["moved"].as_u64()),
        (Some(2), Some(1))
    );
    let lines = view["grids"][0]["lines"].as_array().expect("lines");
    assert_eq!(
        (lines[0]["name"].as_str(), lines[0]["state"].as_str()),
        (Some("钱留守"), Some("not_called"))
    );
    assert_eq!(lines[1]["shelter"], "镇中学");
    let (status, file) = desk.get("/api/v1/transfers/7号山洪/export").await;
    assert_eq!(status, StatusCode::OK);
    let file = file.to_string();
    assert!(
        file.contains("郑**") && !file.contains("郑独居") && !file.contains("5号"),
        "{file}"
    );
    take(&worker, one, "household.back", &[("operation", "7号山洪")]);
    worker.sync().await;
    let view = desk.read("/api/v1/transfers/7号山洪").await;
    assert_eq!(view["grids"][0]["left"], 1, "back home is not left behind");
}
