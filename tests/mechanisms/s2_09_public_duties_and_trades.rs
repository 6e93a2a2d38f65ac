//! S2-09 责任清单公开、新业态监管责任、行业标准化管理: duties of new trades are public, and each trade has a standard
//! with its checklist; a trade without one is named.

use reqwest::StatusCode;
use serde_json::json;

use crate::sheet_kit::{Kit, missing, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_09_public_duties_and_trades() {
    let kit = Kit::start().await;
    let desk = &kit.desk;
    let duties = json!({
        "body": "CULT", "kind": "new_trade", "version": "2026-1",
        "items": ["密室逃脱", "剧本杀"], "contact": "王科",
    });
    desk.set("duty_list", row(&[&"CULT", &"new_trade"], duties))
        .await;
    let (status, page) = kit.world.public("/api/v1/public/sheets/duty_list").await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        page.contains("密室逃脱") && page.contains("文广旅游") && !page.contains("王科"),
        "{page}"
    );

    let standard = |category: &str, department: &str| {
        let entry = json!({"category": category, "department": department, "checklist": "SS"});
        row(&[&category], entry)
    };
    let before = missing(&kit.at_desk("trade_standard").await);
    let code = desk
        .set_refused("trade_standard", standard("rocket_base", "COMM"))
        .await;
    assert_eq!(code, "not_in_list");
    let code = desk
        .set_refused("trade_standard", standard("small_shop", "NAVY"))
        .await;
    assert_eq!(code, "not_in_list");
    desk.set("trade_standard", standard("small_shop", "COMM"))
        .await;
    let view = kit.at_desk("trade_standard").await;
    assert_eq!(
        missing(&view),
        before - 1,
        "one trade less without a standard"
    );
    kit.worker.sync().await;
    let shop = crate::support::shop(&kit.worker, kit.grid, "小店", &[]);
    let found = kit
        .worker
        .core
        .sheet_entries_for("trade_standard", shop)
        .expect("on file");
    assert_eq!(found.len(), 1, "offline: the standard of this trade");
}
