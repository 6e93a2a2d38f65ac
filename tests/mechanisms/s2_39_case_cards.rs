//! S2-39 典型火灾案例公布和警示: a card comes to the phones, is shown offline at premises of its kind and at no other,
//! and names nobody's number.

use serde_json::json;
use wangge_domain::premises::keys;

use crate::sheet_kit::{Kit, row};
use crate::support::shop;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_39_case_cards() {
    let kit = Kit::start().await;
    let card = |title: &str, lesson: &str, categories: &[&str]| {
        let entry = json!({
            "title": title, "happened_on": "2026-05-01", "cause": "电动自行车入户充电",
            "lesson": lesson, "categories": categories,
        });
        row(&[&title], entry)
    };
    let numbers = card("某出租房火灾", "报警人13800000000", &[]);
    assert_eq!(
        kit.desk.set_refused("case_card", numbers).await,
        "personal_data"
    );
    kit.desk
        .set(
            "case_card",
            card("某旅馆火灾", "安全出口不得锁闭", &["small_hotel"]),
        )
        .await;
    kit.desk
        .set(
            "case_card",
            card("某小店火灾", "不得飞线充电", &["small_shop"]),
        )
        .await;
    kit.desk
        .set("case_card", card("某县火灾", "人人知119", &[]))
        .await;
    let store = shop(&kit.worker, kit.grid, "小店", &[]);
    let hotel = [(keys::CATEGORY, "small_hotel".into())];
    let hotel = shop(&kit.worker, kit.grid, "小旅馆", &hotel);
    kit.worker.sync().await;
    let titles = |premises| {
        let found = kit
            .worker
            .core
            .sheet_entries_for("case_card", premises)
            .expect("on file");
        found
            .into_iter()
            .map(|line| line.row.key)
            .collect::<Vec<_>>()
    };
    assert_eq!(titles(store), ["某县火灾", "某小店火灾"]);
    assert_eq!(titles(hotel), ["某县火灾", "某旅馆火灾"]);
    let (_, page) = kit.world.public("/api/v1/public/sheets/case_card").await;
    assert!(
        page.contains("安全出口不得锁闭"),
        "everybody may be warned: {page}"
    );
}
