//! S4-25 标明责任区位置、责任人、监管区域或单位: the public card of a zone.

use reqwest::StatusCode;
use wangge_domain::control::GridLevel;
use wangge_sync_server::admin::NewGrid;

use crate::support::{api_refusal, premises_of};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_25_zone_card() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let desk = world.officer_desk(0).await;
    let card = format!("/api/v1/papers/zone/{grid}");
    let (status, before, pdf) = desk.file(&card).await;
    assert_eq!(status, StatusCode::OK);
    assert!(pdf.starts_with(b"%PDF-"));
    premises_of(&world, &worker, grid);
    worker.sync().await;
    let (status, after, _) = desk.file(&card).await;
    assert_eq!(status, StatusCode::OK);
    assert_ne!(before, after, "what is looked after stands on it");

    // A zone that nobody answers for has no card.
    let parent = worker.core.control().expect("it is enrolled").grids[&grid].parent;
    let orphan = world
        .admin()
        .add_grid(&NewGrid {
            level: GridLevel::Small,
            parent,
            code: "500118119001-99".to_owned(),
            name: "无人网格".to_owned(),
        })
        .expect("a grid can be drawn");
    let (status, body) = desk.get(&format!("/api/v1/papers/zone/{orphan}")).await;
    assert_eq!(status, StatusCode::CONFLICT, "{body}");
    assert_eq!(body["code"], "paper_incomplete");
    let nowhere = wangge_domain::GridId(uuid::Uuid::from_u128(9));
    let unknown = desk.get(&format!("/api/v1/papers/zone/{nowhere}")).await;
    assert_eq!(api_refusal(unknown), "404 not_found");
}
