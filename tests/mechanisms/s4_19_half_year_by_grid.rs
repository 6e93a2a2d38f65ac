//! S4-19 半年督办和年终考评: half-year snapshots of small and medium grids, ranked, with the lists of
//! those praised and criticized.

use reqwest::StatusCode;
use serde_json::json;
use wangge_domain::people::Role;
use wangge_domain::premises::keys;

use crate::accept_visit::accept_visit;
use crate::quick_hazard::quick_hazard;
use crate::support::{api_refusal, serve, shop};
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
    let missed = shop(&bad, bad_grid, "漏检店", &[]);
    let hazard = quick_hazard(&bad, missed, "灭火器过期");
    serve(&bad, hazard, 7);
    let (visit, _) = good.inspect(visited, &[]);
    good.sync().await;
    bad.sync().await;
    let desk = world.officer_desk(0).await;
    accept_visit(&desk, visit).await;
    let half = json!({"kind": "half_year", "on": "2026-06-10"});
    let early = desk.post("/api/v1/snapshots", half.clone()).await;
    assert_eq!(
        api_refusal(early),
        "409 period_not_over",
        "the half-year is not over"
    );
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
    // Coverage, files and training alone weigh 35 of 100: too little for a score, however good.
    assert!(line(good_grid)["grade"].is_null(), "{small}");
    assert!(line(good_grid)["place"].is_null(), "{small}");
    assert_eq!(line(bad_grid)["grade"], "failed", "{small}");
    assert_eq!(line(bad_grid)["place"], 1, "{small}");
    let named = |list: &str, grid: wangge_domain::GridId| {
        let list = small["circular"][list].as_array().expect("a list");
        list.contains(&json!(grid))
    };
    assert!(
        named("without_result", good_grid) && named("criticized", bad_grid),
        "{small}"
    );
    assert_eq!(small["circular"]["praised"], json!([]), "{small}");
    let medium = desk.read(&format!("{path}&level=medium")).await;
    let villages = medium["lines"].as_array().expect("a ranking");
    assert_eq!(villages.len(), world.township.villages.len());
    // Of a village only what lies in it.
    let home = world.township.villages[0].grid;
    let part = format!("{path}&level=small&grid={home}");
    let part = desk.read(&part).await;
    let ranked = part["lines"].as_array().expect("a ranking");
    let below = world.township.small_grids();
    let below = below.filter(|it| it.parent == Some(home)).count();
    assert_eq!(ranked.len(), below, "{part}");
    let nobody = format!("{path}&grid={}", uuid::Uuid::nil());
    assert_eq!(api_refusal(desk.get(&nobody).await), "404 not_found");
    let beyond = world.desk(world.person(Role::VillageAdmin, 3)).await;
    let beyond = beyond.get(&format!("{path}&grid={home}")).await;
    assert_eq!(api_refusal(beyond), "403 forbidden");
    let galaxy = desk.get(&format!("{path}&level=galaxy")).await;
    assert_eq!(api_refusal(galaxy), "400 bad_request");

    let (status, answer) = desk.get("/api/v1/figures?open=nonsense").await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{answer}");
    let words = answer["message_en"].as_str().expect("words");
    assert!(words.contains("timely_close"), "it names them: {words}");

    // No circular of a period that is not over, nor of one that was never frozen.
    let running = desk.get("/api/v1/ranking?kind=month&on=2026-07-01").await;
    assert_eq!(api_refusal(running), "409 period_not_over");
    let month = "/api/v1/ranking?kind=month&on=2026-06-10&level=small";
    assert_eq!(
        api_refusal(desk.get(month).await),
        "409 period_not_frozen",
        "the half-year was frozen, its months were not"
    );
    let order = |on: &str, grid: wangge_domain::GridId, words: &[&str]| json!({"kind": "month", "on": on, "grid": grid, "vetoes": {good_grid.to_string(): words}});
    let village = world.township.villages[0].grid;
    let before = desk
        .post(
            "/api/v1/snapshots",
            json!({"kind": "month", "on": "2026-05-10"}),
        )
        .await;
    assert_eq!(
        api_refusal(before),
        "422 period_before_records",
        "nothing was on record in May"
    );

    // Who is judged does not freeze: a village is frozen from above.
    let manager = world.desk(world.person(Role::VillageAdmin, 0)).await;
    let own = json!({"kind": "month", "on": "2026-06-10"});
    let own = manager.post("/api/v1/snapshots", own).await;
    assert_eq!(api_refusal(own), "403 forbidden");
    let all = json!({"kind": "month", "on": "2026-06-10", "grid": world.township.grids[0].grid});
    let foreign = manager.post("/api/v1/snapshots", all).await;
    assert_eq!(api_refusal(foreign), "403 forbidden");

    // A fatal fire fails a grid whatever its figures say; the reason is given.
    let silent: [&[&str]; 2] = [&[], &[" "]];
    for words in silent {
        let refused = desk
            .post("/api/v1/snapshots", order("2026-06-10", village, words))
            .await;
        assert_eq!(api_refusal(refused), "422 veto_without_words");
    }
    let elsewhere = desk
        .post(
            "/api/v1/snapshots",
            order("2026-06-10", bad_grid, &["亡人火灾"]),
        )
        .await;
    assert_eq!(api_refusal(elsewhere), "422 veto_elsewhere");
    let (status, made) = desk
        .post(
            "/api/v1/snapshots",
            order("2026-06-10", village, &["亡人火灾"]),
        )
        .await;
    assert_eq!(status, StatusCode::OK, "{made}");
    assert_eq!(
        made["snapshots"].as_object().map(serde_json::Map::len),
        Some(4),
        "{made}"
    );
    let later = desk
        .post(
            "/api/v1/snapshots",
            order("2026-06-10", village, &["亡人火灾", "瞒报"]),
        )
        .await;
    assert_eq!(
        api_refusal(later),
        "409 frozen_without_veto",
        "a veto is never dropped without a word"
    );
    let month = desk.read(month).await;
    let lines = month["lines"].as_array().expect("a ranking");
    let line = lines
        .iter()
        .find(|it| it["grid"] == good_grid.to_string())
        .expect("it is there");
    assert_eq!(line["grade"], "failed", "一票否决: {month}");
    assert!(line["place"].is_null(), "{month}");
    let without = month["circular"]["without_result"].as_array();
    assert!(
        without.is_some_and(|list| list.contains(&json!(bad_grid))),
        "its village was not frozen: {month}"
    );

    // The circular of before the rest was frozen is known by its QR afterwards; the new one says more.
    let id = month["paper"].as_str().expect("an id");
    let path = format!("/api/v1/papers/circular/{id}");
    let (_, first, _) = desk.file(&path).await;
    world.clock.advance_days(1);
    let desk = world.officer_desk(0).await;
    let rest = json!({"kind": "month", "on": "2026-06-10", "grid": world.township.grids[0].grid});
    let (status, made) = desk.post("/api/v1/snapshots", rest).await;
    assert_eq!(status, StatusCode::OK, "{made}");
    let (_, second, _) = desk.file(&path).await;
    assert_ne!(first, second, "every grid is in it now");
    for hash in [&first, &second] {
        let page = format!("/p/circular/{id}?h={hash}");
        assert_eq!(world.public(&page).await.0, StatusCode::OK, "{hash}");
    }
}
