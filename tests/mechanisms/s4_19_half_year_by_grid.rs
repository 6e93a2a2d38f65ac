//! S4-19 半年督办和年终考评: half-year snapshots of small and medium grids, ranked, with the lists of
//! those praised and criticized.

use reqwest::StatusCode;
use serde_json::json;
use wangge_domain::people::Role;
use wangge_domain::premises::keys;

use crate::accept_visit::accept_visit;
use crate::support::shop;
use crate::world::{World, WorldClock};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_19_half_year_by_grid() {
    let world = World::start_at(WorldClock::at_china(2026, 6, 10, 8)).await;
    let position = [
        (keys::LATITUDE_MICRODEGREES, 29_160_000.into()),
        (keys::LONGITUDE_MICRODEGREES, 105_920_000.into()),
    ];
    let (good, good_grid) = world.worker_phone(0).await;
    let (bad, bad_grid) = world.worker_phone(4).await;
    let visited = shop(&good, good_grid, "已检店", &position);
    shop(&bad, bad_grid, "漏检店", &[]);
    let (visit, _) = good.inspect(visited, &[]);
    good.sync().await;
    bad.sync().await;
    let desk = world.officer_desk(0).await;
    accept_visit(&desk, visit).await;
    let half = json!({"kind": "half_year", "on": "2026-06-10"});
    let (status, _) = desk.post("/api/v1/snapshots", half.clone()).await;
    assert_eq!(status, StatusCode::CONFLICT, "the half-year is not over");
    world.clock.advance_days(22);
    let desk = world.officer_desk(0).await;
    let (status, made) = desk.post("/api/v1/snapshots", half.clone()).await;
    assert_eq!(status, StatusCode::OK, "{made}");

    let path = "/api/v1/ranking?kind=half_year&on=2026-06-10";
    let small = desk.read(&format!("{path}&level=small")).await;
    assert_eq!(small["period"], "2026年上半年");
    let lines = small["lines"].as_array().expect("a ranking");
    assert_eq!(lines.len(), world.township.small_grids().count());
    let line = |grid: wangge_domain::GridId| {
        let found = lines.iter().find(|it| it["grid"] == grid.to_string());
        found.unwrap_or_else(|| panic!("{grid}: {small}"))
    };
    assert_eq!(line(good_grid)["grade"], "excellent", "{small}");
    assert_eq!(line(good_grid)["place"], 1);
    assert_eq!(line(bad_grid)["grade"], "failed", "{small}");
    let named = |list: &str, grid: wangge_domain::GridId| {
        let list = small["circular"][list].as_array().expect("a list");
        list.contains(&json!(grid))
    };
    assert!(
        named("praised", good_grid) && named("criticized", bad_grid),
        "{small}"
    );
    // Equals share a place; the worst with a score is last of those with one.
    let medium = desk.read(&format!("{path}&level=medium")).await;
    let villages = medium["lines"].as_array().expect("a ranking");
    assert_eq!(villages.len(), world.township.villages.len());
    let (status, _) = desk.get(&format!("{path}&level=galaxy")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);

    // A fatal fire fails a grid whatever its figures say; a village freezes nothing but itself.
    let manager = world.desk(world.person(Role::VillageAdmin, 0)).await;
    let vetoed = json!({"kind": "month", "on": "2026-06-10", "vetoes": {good_grid.to_string(): ["亡人火灾"]}});
    let (status, made) = manager.post("/api/v1/snapshots", vetoed).await;
    assert_eq!(status, StatusCode::OK, "{made}");
    assert_eq!(
        made["snapshots"].as_object().map(serde_json::Map::len),
        Some(4),
        "{made}"
    );
    let month = manager
        .read("/api/v1/ranking?kind=month&on=2026-06-10&level=small")
        .await;
    let lines = month["lines"].as_array().expect("a ranking");
    let line = lines
        .iter()
        .find(|it| it["grid"] == good_grid.to_string())
        .expect("it is there");
    assert_eq!(line["grade"], "failed", "一票否决: {month}");
    let all = json!({"kind": "month", "on": "2026-06-10", "grid": world.township.grids[0].grid});
    let (status, _) = manager.post("/api/v1/snapshots", all).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}
