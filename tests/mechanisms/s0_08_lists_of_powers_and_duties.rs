//! S0-08 编制权力责任清单: each body's list in versions; the one in force is public without the clerk's name,
//! and every earlier version stands.

use reqwest::StatusCode;
use serde_json::json;

use crate::sheet_kit::{Kit, dated, missing};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_08_lists_of_powers_and_duties() {
    let mut kit = Kit::start().await;
    let list = |from: &str, version: &str, items: &[&str]| {
        let entry = json!({
            "body": "TOWNSHIP", "kind": "duty", "version": version, "items": items,
            "contact": "经办小赵",
        });
        dated(&[&"TOWNSHIP", &"duty"], from, "", entry)
    };
    assert_eq!(
        missing(&kit.at_desk("duty_list").await),
        3,
        "three bodies must publish"
    );
    let desk = &kit.desk;
    let empty = list("2026-09-01", "一", &[]);
    assert_eq!(desk.set_refused("duty_list", empty).await, "field_missing");
    desk.set("duty_list", list("2026-09-01", "2026-1", &["日常检查"]))
        .await;
    let same = list("2026-09-20", "2026-1", &["日常检查", "宣传"]);
    assert_eq!(
        desk.set_refused("duty_list", same).await,
        "version_repeated"
    );
    desk.set(
        "duty_list",
        list("2026-09-20", "2026-2", &["日常检查", "宣传"]),
    )
    .await;
    assert_eq!(missing(&kit.at_desk("duty_list").await), 2);

    let path = "/api/v1/public/sheets/duty_list";
    let (status, page) = kit.world.public(path).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        page.contains("2026-1") && !page.contains("2026-2"),
        "not yet: {page}"
    );
    assert!(
        !page.contains("小赵"),
        "the clerk is nobody's business: {page}"
    );
    kit.days_later(30).await;
    let (_, page) = kit.world.public(path).await;
    assert!(page.contains("2026-2") && page.contains("宣传"), "{page}");
    let history = kit
        .desk
        .read("/api/v1/registers/duty_list?history=true")
        .await;
    assert_eq!(
        history.as_array().map(Vec::len),
        Some(2),
        "the old version stands"
    );
    let (status, _) = kit
        .world
        .public("/api/v1/public/sheets/station_staff")
        .await;
    assert_eq!(
        status,
        StatusCode::NOT_FOUND,
        "what is not published does not exist"
    );
}
