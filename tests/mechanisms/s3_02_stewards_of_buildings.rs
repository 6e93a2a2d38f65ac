//! S3-02 村民小组长、楼栋长为消防管理员，挂牌公示: each small grid has its stewards; the name board carries a code by
//! which anybody learns whether it is still so.

use reqwest::StatusCode;
use serde_json::json;

use crate::sheet_kit::{Kit, missing, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_02_stewards_of_buildings() {
    let kit = Kit::start().await;
    let (desk, grid) = (&kit.desk, kit.grid);
    let steward = |person, phone: &str| {
        let entry = json!({"area": grid, "building": "3号楼", "steward": person, "phone": phone});
        row(&[&grid, &"3号楼"], entry)
    };
    let before = missing(&kit.at_desk("steward").await);
    let silent = steward(kit.villager(0), "有事找我");
    assert_eq!(
        desk.set_refused("steward", silent).await,
        "field_of_wrong_kind"
    );
    desk.set("steward", steward(kit.villager(0), "023-00000001"))
        .await;
    let view = kit.at_desk("steward").await;
    assert_eq!(missing(&view), before - 1);
    let places = view["lines"].as_array().expect("lines").iter();
    let place = places
        .clone()
        .position(|line| line["key"].is_string())
        .expect("the entry");
    let board = view["boards"][place].as_str().expect("its board");
    let (status, hash, _) = desk.file(&format!("/api/v1/papers/board/{board}")).await;
    assert_eq!(status, StatusCode::OK);
    let check = format!("/p/board/{board}?h={hash}");
    assert_eq!(kit.world.public(&check).await.0, StatusCode::OK);
    desk.set("steward", steward(kit.villager(1), "023-00000002"))
        .await;
    assert_eq!(
        kit.world.public(&check).await.0,
        StatusCode::NOT_FOUND,
        "another person now"
    );
    kit.worker.sync().await;
    let offline = kit
        .worker
        .core
        .sheet_entries("steward", grid)
        .expect("known");
    assert!(
        offline[0].row.entry.contains("023-00000002"),
        "whom to call at this house"
    );
}
