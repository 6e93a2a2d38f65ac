//! S1-04 预警信息到村到户到人: a warning reaches every worker of its area; each says so once, without network too, and
//! whoever had it late is marked as late. Households are told one by one.

use serde_json::json;
use wangge_mobile_core::CoreError;

use crate::household_kit::{household, take};
use crate::sheet_kit::{Kit, dated};
use crate::support::api_refusal;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_04_warnings_with_receipts() {
    let kit = Kit::start().await;
    let (other, second) = kit.world.worker_phone(1).await;
    let town = kit.town;
    let warning = |level: &str| {
        let entry = json!({
            "number": "W1", "title": "大风橙色预警", "level": level, "area": town,
            "text": "停止用火，转移危房住户。", "within_minutes": 60,
        });
        dated(&[&"W1"], "2026-09-01", "2026-09-02", entry)
    };
    assert_eq!(
        kit.desk
            .set_refused("early_warning", warning("purple"))
            .await,
        "not_in_list"
    );
    kit.desk.set("early_warning", warning("orange")).await;
    let invalid = |what: &str| Err(CoreError::InvalidInput(what.to_owned()));
    let early = kit.worker.core.receive_warning("W1", kit.grid);
    assert_eq!(early, invalid("warning: W1"), "it has not come yet");
    kit.worker.sync().await;
    other.sync().await;

    // Offline: shown, received once, with the time at which it was.
    assert_eq!(kit.worker.core.warnings(kit.grid).expect("own").len(), 1);
    let foreign = kit.worker.core.receive_warning("W1", second);
    assert_eq!(foreign, Err(CoreError::UnknownGrid), "not the own grid");
    let receipt = kit
        .worker
        .core
        .receive_warning("W1", kit.grid)
        .expect("in force");
    let again = kit.worker.core.receive_warning("W1", kit.grid);
    assert_eq!(again, invalid("W1: received before"), "once");
    assert_eq!(
        kit.worker.core.warnings(kit.grid).expect("own")[0].receipt,
        Some(receipt)
    );
    let home = household(&kit.worker, kit.grid, ("褚独居", "lives_alone", "walks"));
    let told = home.to_string();
    let say = [
        ("matter", "大风橙色预警"),
        ("warning", "W1"),
        ("household_record", told.as_str()),
        ("outcome", "reached"),
    ];
    take(&kit.worker, receipt, "receipt.household", &say);
    kit.world.clock.advance_hours(3);
    other
        .core
        .receive_warning("W1", second)
        .expect("late, but received");
    kit.worker.sync().await;
    other.sync().await;

    let desk = kit.world.officer_desk(0).await;
    let seen = desk.read("/api/v1/warnings/W1/receipts").await;
    assert_eq!(
        seen["in_time"],
        json!([kit.worker.user]),
        "sent late, but received in time: {seen}"
    );
    assert_eq!(seen["late"], json!([other.user]));
    assert!(
        seen["missing"].as_array().is_some_and(|it| it.len() > 5),
        "the others: {seen}"
    );
    assert_eq!(seen["households"], 1);
    let none = desk.get("/api/v1/warnings/W9/receipts").await;
    assert_eq!(api_refusal(none), "404 not_found");
}
