//! S0-01, S4-19 全县: the figures of a county are those of all its records, never a mean of its
//! townships; whoever sees a part of it is not shown the part as the whole.

use reqwest::StatusCode;
use serde_json::{Value, json};
use wangge_domain::GridId;
use wangge_domain::control::GridLevel;
use wangge_domain::people::{Role, Scope};
use wangge_sync_server::admin::NewGrid;

use crate::accept_visit::accept_visit;
use crate::support::{api_refusal, found_hazard, plain_item, shop};
use crate::world::{Desk, World};

fn add_grid(world: &World, level: GridLevel, parent: Option<GridId>, name: &str) -> GridId {
    let new = NewGrid {
        level,
        parent,
        code: format!("4199-{name}"),
        name: name.to_owned(),
    };
    world.admin().add_grid(&new).expect("a grid")
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value}"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_01_county_over_its_townships() {
    let world = World::start().await;
    let first_town = world.township.grids[0].grid;
    let second_town = add_grid(&world, GridLevel::Large, None, "白云镇");
    let village = add_grid(&world, GridLevel::Medium, Some(second_town), "白云村");
    let far_grid = add_grid(&world, GridLevel::Small, Some(village), "白云一网格");
    let (far_worker, _) = world.worker(4);
    world
        .admin()
        .grant(
            far_worker,
            Role::GridWorker,
            Scope::Subtree(far_grid),
            None,
            None,
        )
        .expect("a grant");

    // 1 of 1 visited in the one township, 0 of 3 in the other.
    let (near, near_grid) = world.worker_phone(0).await;
    let far = world.phone(far_worker).await;
    let visited = shop(&near, near_grid, "已检店", &[]);
    let item = plain_item(&near, visited);
    let (visit, _) = near.inspect(visited, &[&item]);
    near.sync().await;
    let missed = shop(&far, far_grid, "甲店", &[]);
    shop(&far, far_grid, "乙店", &[]);
    shop(&far, far_grid, "丙店", &[]);
    found_hazard(&far, missed);
    far.sync().await;
    let officer = world.officer_desk(0).await;
    accept_visit(&officer, visit).await;

    let county = world.county_desk().await;
    let coverage = county.read("/api/v1/coverage?kind=year").await;
    let figure = &coverage["figure"];
    assert_eq!(
        (&figure["numerator"], &figure["denominator"]),
        (&json!(1), &json!(4)),
        "{coverage}"
    );
    assert_eq!(
        figure["basis_points"], 2_500,
        "not the mean of 100 % and 0 %"
    );
    assert!(coverage.get("grid").is_none(), "{coverage}");
    assert_eq!(coverage["grid_name"], world.township.name.as_str());
    let parts = coverage["parts"].as_array().expect("townships");
    assert_eq!(parts.len(), 2, "{coverage}");
    for (town, numerator, denominator) in [(first_town, 1, 1), (second_town, 0, 3)] {
        let part = parts.iter().find(|part| part["key"] == town.to_string());
        let part = part.unwrap_or_else(|| panic!("{town}: {coverage}"));
        assert_eq!(part["figure"]["numerator"], numerator, "{coverage}");
        assert_eq!(part["figure"]["denominator"], denominator, "{coverage}");
        let own = format!("/api/v1/coverage?kind=year&grid={town}");
        let own = county.read(&own).await;
        assert_eq!(own["figure"], part["figure"], "the township's own");
    }

    // Every figure is the sum of the townships; a person who works in two of them is one person.
    let all = county.read("/api/v1/figures?kind=year&by=township").await;
    let towns = all["townships"].as_array().expect("townships");
    assert_eq!(towns.len(), 2, "{all}");
    for (code, figure) in all["figures"].as_object().expect("by code") {
        for side in ["numerator", "denominator"] {
            let of_towns = towns
                .iter()
                .map(|town| number(&town["figures"][code][side]));
            let twice = u64::from(code == "training");
            let seen = number(&figure[side]) + twice;
            assert_eq!(seen, of_towns.sum::<u64>(), "{code} {side}: {all}");
        }
    }
    assert!(
        number(&all["figures"]["repeat"]["denominator"]) > 0,
        "{all}"
    );
    let misspelled = county.get("/api/v1/figures?by=townships").await;
    assert_eq!(api_refusal(misspelled), "400 bad_request");
    let analysis = county.read("/api/v1/analysis?kind=month").await;
    let lines = analysis["by_township"].as_array().expect("townships");
    assert_eq!(lines.len(), 2, "{analysis}");
    assert!(lines.iter().all(|line| line["found"] == 1), "{analysis}");
    let map = county.read("/api/v1/map.geojson").await;
    assert_eq!(map["features"].as_array().map(Vec::len), Some(4), "{map}");
    for path in ["on-time?kind=month", "next-visits", "honors?kind=month"] {
        let (status, answer) = county.get(&format!("/api/v1/{path}")).await;
        assert_eq!(status, StatusCode::OK, "{path}: {answer}");
    }
    // Each township has its line of the follow-up board, one of them with nothing on it too.
    let honors = county.read("/api/v1/honors?kind=month").await;
    let boards = honors["townships"].as_array().expect("townships");
    assert_eq!(boards.len(), 2, "{honors}");
    let open = |lines: &Value| -> u64 {
        let lines = lines.as_array().expect("lines").iter();
        lines.map(|line| number(&line["open"])).sum()
    };
    assert_eq!(open(&honors["townships"]), open(&honors["follow_up"]));
    let of_second = boards.iter().find(|it| it["name"] == "白云镇");
    assert_eq!(of_second.expect("its line")["open"], 1, "{honors}");
    // Who answers for grids of two townships stands with both.
    let scores = county.read("/api/v1/scores.csv?kind=month").await;
    let scores = scores.as_str().expect("a file").to_owned();
    let of_far = scores
        .lines()
        .find(|it| it.contains(&far_worker.to_string()));
    let of_far = of_far.expect("a line");
    let towns = &world.township.name;
    assert!(
        of_far.contains("白云镇") && of_far.contains(towns),
        "{scores}"
    );
    let workers = county.read("/api/v1/figures/workers?kind=year").await;
    assert!(workers.get("grid").is_none(), "{workers}");
    let lines = workers["workers"].as_array().expect("lines");
    let worker = far_worker.to_string();
    let both = lines.iter().find(|it| it["worker"] == worker.as_str());
    let both = &both.expect("its line")["figures"]["coverage"];
    assert_eq!(both["denominator"], 3, "{workers}");

    // An officer of one township has its figures, and neither the other's nor the county's.
    let own = officer.read("/api/v1/coverage?kind=year").await;
    assert_eq!(own["grid"], first_town.to_string(), "{own}");
    assert_eq!(own["figure"]["denominator"], 1, "{own}");
    let own = officer.read("/api/v1/analysis?kind=month").await;
    assert!(own.get("by_township").is_none(), "{own}");
    let own = officer.read("/api/v1/honors?kind=month").await;
    assert!(own.get("townships").is_none(), "{own}");
    let other = format!("/api/v1/coverage?grid={second_town}");
    let other = officer.get(&other).await;
    assert_eq!(api_refusal(other), "403 forbidden");

    // Two of two townships are the county; two of three are a part that would pass for it.
    let of_both = world.person(Role::StationOfficer, 1);
    world
        .admin()
        .grant(
            of_both,
            Role::StationOfficer,
            Scope::Subtree(second_town),
            None,
            None,
        )
        .expect("a grant");
    let both = world.desk(of_both).await;
    let whole = both.read("/api/v1/coverage?kind=year").await;
    assert_eq!(whole["figure"], coverage["figure"]);
    add_grid(&world, GridLevel::Large, None, "青石镇");
    for path in ["coverage", "figures", "on-time", "analysis", "map.geojson"] {
        let part = both.get(&format!("/api/v1/{path}")).await;
        assert_eq!(api_refusal(part), "400 bad_request", "{path}");
    }

    // Frozen are the grids of all townships, each with a snapshot of its own.
    world.clock.advance_days(31);
    let county = world.county_desk().await;
    let order = json!({"kind": "month", "on": "2026-09-10"});
    let (status, made) = county.post("/api/v1/snapshots", order).await;
    assert_eq!(status, StatusCode::OK, "{made}");
    let grids = made["snapshots"].as_object().expect("by grid");
    assert_eq!(grids.len(), world.township.grids.len() + 4, "{made}");
    county_as_such(&world, &county, &made, [first_town, second_town]).await;
    let officer = world.officer_desk(0).await;
    let whole = made["county"].as_str().expect("a hash");
    let part = officer.get(&format!("/api/v1/snapshots/{whole}")).await;
    assert_eq!(api_refusal(part), "404 not_found", "who sees a part of it");
    let ranking = county
        .read("/api/v1/ranking?kind=month&on=2026-09-10&level=large")
        .await;
    let ranked = ranking["lines"].as_array().expect("lines");
    for town in [first_town, second_town] {
        let town = town.to_string();
        assert!(
            ranked.iter().any(|line| line["grid"] == town.as_str()),
            "{ranking}"
        );
    }
}

/// The county as such is frozen beside its townships: their sum, without a score, in no ranking,
/// reproducible from the logs, with a paper of its own.
async fn county_as_such(world: &World, county: &Desk, made: &Value, towns: [GridId; 2]) {
    let digest = made["county"].as_str().expect("the county has one");
    let frozen = county.read(&format!("/api/v1/snapshots/{digest}")).await;
    assert!(frozen.get("scope").is_none(), "{frozen}");
    assert_eq!(frozen["score"], Value::Null, "{frozen}");
    let mut met = 0;
    for town in towns {
        let one = made["snapshots"][town.to_string()]
            .as_str()
            .expect("a hash");
        let one = county.read(&format!("/api/v1/snapshots/{one}")).await;
        assert!(one["score"].is_object(), "{one}");
        met += number(&one["figures"]["coverage"]["denominator"]);
    }
    assert_eq!(frozen["figures"]["coverage"]["denominator"], met);
    let list = county.read("/api/v1/snapshots?kind=month").await;
    let list = list["items"].as_array().expect("a list");
    let listed = list.iter().find(|it| it["digest"] == digest);
    let listed = listed.expect("it is listed");
    assert!(listed.get("grid").is_none(), "{listed}");
    assert_eq!(listed["grid_name"], world.township.name.as_str());
    let late = format!("/api/v1/snapshots/{digest}/adjustments");
    assert_eq!(county.read(&late).await["adjustments"], json!([]));
    let pack = format!("/api/v1/snapshots/{digest}/assessment");
    assert_eq!(county.read(&pack).await["items"], json!([]));
    let same = world
        .admin()
        .verify_snapshot(digest.parse().expect("a hash"), &|_, _, _| {})
        .expect("the logs are there");
    assert!(same, "reproducible");

    let half = digest.get(..32).expect("a hash is longer");
    let id = uuid::Uuid::parse_str(half).expect("half a hash");
    let path = format!("/api/v1/papers/snapshot/{id}");
    let (status, hash, pdf) = county.file(&path).await;
    assert_eq!((status, &pdf[..5]), (StatusCode::OK, b"%PDF-".as_slice()));
    let page = format!("/p/snapshot/{id}?h={hash}");
    assert_eq!(world.public(&page).await.0, StatusCode::OK);
}
