//! S1-03 有机构: two full-time people and two certified technical inspectors, nobody counted twice; the duties as
//! a poster that anybody can check.

use reqwest::StatusCode;
use serde_json::json;

use crate::sheet_kit::{Kit, faults, line, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_03_agency_and_duty_poster() {
    let kit = Kit::start().await;
    let (desk, town) = (&kit.desk, kit.town);
    let (a, b) = (kit.villager(0), kit.villager(1));
    let (c, d) = (kit.world.worker(0).0, kit.world.worker(1).0);
    let agency = |full: &[wangge_domain::UserId], technical: &[wangge_domain::UserId]| {
        let entry = json!({
            "area": town, "office": "应急管理办公室", "full_time": full, "technical": technical,
            "duties": "每周检查，值班值守",
        });
        row(&[&town], entry)
    };
    let twice = agency(&[a, b], &[b, c]);
    assert_eq!(desk.set_refused("agency_setup", twice).await, "same_person");
    desk.set("agency_setup", agency(&[a], &[c])).await;
    let view = kit.at_desk("agency_setup").await;
    let short = faults(line(&view, &[&town]));
    assert_eq!(
        short,
        ["专职人员不少于2人", "技术检查员不少于2人", "技术检查员持证"]
    );
    desk.set("agency_setup", agency(&[a, b], &[c, d])).await;
    let view = kit.at_desk("agency_setup").await;
    assert_eq!(view["basis_points"], 10_000, "{view}");

    let board = view["boards"][0].as_str().expect("an entry has a board");
    let (status, hash, pdf) = desk.file(&format!("/api/v1/papers/board/{board}")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(pdf.starts_with(b"%PDF-"));
    let (status, _) = kit
        .world
        .public(&format!("/p/board/{board}?h={hash}"))
        .await;
    assert_eq!(
        status,
        StatusCode::OK,
        "whoever scans it learns that it holds"
    );
    desk.set("agency_setup", agency(&[a, d], &[b, c])).await;
    let (status, _) = kit
        .world
        .public(&format!("/p/board/{board}?h={hash}"))
        .await;
    assert_eq!(
        status,
        StatusCode::NOT_FOUND,
        "a poster of yesterday is told apart"
    );
}
