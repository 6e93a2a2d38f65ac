//! S1-12 安全生产风险点一张图: all premises by grade on the phone without a signal and at the desk; who
//! is not on the map is on a list.

use std::collections::BTreeSet;

use serde_json::json;
use wangge_domain::people::Role;
use wangge_domain::premises::keys;
use wangge_domain::tally::MapFilter;

use crate::quick_hazard::quick_hazard;
use crate::support::{api_refusal, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_12_one_map() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let at = |latitude: i64, longitude: i64| {
        [
            (keys::LATITUDE_MICRODEGREES, latitude.into()),
            (keys::LONGITUDE_MICRODEGREES, longitude.into()),
        ]
    };
    let mapped = shop(&worker, grid, "在图店", &at(29_160_001, 105_920_050));
    let mut rental = at(29_161_000, 105_921_000).to_vec();
    rental.extend([
        (keys::CATEGORY, "three_in_one".into()),
        (keys::THREE_IN_ONE_UNSEPARATED, true.into()),
    ]);
    let grave = shop(&worker, grid, "三合一", &rental);
    let nowhere = shop(&worker, grid, "无坐标店", &[]);
    quick_hazard(&worker, mapped, "灭火器过期");

    // Without a signal.
    let map = worker
        .core
        .risk_map(&MapFilter::default())
        .expect("it works offline");
    let ids: BTreeSet<_> = map.points.iter().map(|it| it.premises).collect();
    assert_eq!(ids, BTreeSet::from([mapped, grave]));
    assert_eq!(map.unmapped.len(), 1);
    assert_eq!(
        map.unmapped[0].premises, nowhere,
        "nobody is missing without being named"
    );
    let open = MapFilter {
        open_only: true,
        ..MapFilter::default()
    };
    let open = worker.core.risk_map(&open).expect("a map");
    assert_eq!(open.points.len(), 1);
    assert_eq!((open.points[0].premises, open.points[0].open), (mapped, 1));
    let grade = |id| {
        map.points
            .iter()
            .find(|it| it.premises == id)
            .map(|it| it.grade.clone())
    };
    assert_ne!(grade(grave), grade(mapped), "the grades differ");

    // What nobody has inspected yet stands out, and goes off the list with the first visit.
    let unvisited = || {
        let filter = MapFilter {
            unvisited_only: true,
            ..MapFilter::default()
        };
        let map = worker.core.risk_map(&filter).expect("a map");
        let points = map.points.iter().map(|it| it.premises);
        points.collect::<BTreeSet<_>>()
    };
    assert_eq!(unvisited(), BTreeSet::from([mapped, grave]));
    worker.inspect(mapped, &[]);
    assert_eq!(unvisited(), BTreeSet::from([grave]));

    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let geo = desk.read("/api/v1/map.geojson").await;
    assert_eq!(geo["type"], "FeatureCollection");
    let features = geo["features"].as_array().expect("features");
    assert_eq!(features.len(), 3);
    let feature = |id: wangge_domain::RecordId| {
        let found = features.iter().find(|it| it["id"] == id.to_string());
        found.unwrap_or_else(|| panic!("{id}: {geo}"))
    };
    let point = json!({"type": "Point", "coordinates": [105.92005, 29.160001]});
    assert_eq!(feature(mapped)["geometry"], point, "longitude first");
    assert_eq!(feature(nowhere)["geometry"], json!(null));
    for id in [mapped, grave] {
        let at_the_desk = feature(id)["properties"]["grade"]
            .as_str()
            .map(str::to_owned);
        assert_eq!(at_the_desk, grade(id), "the same grade on both sides");
    }
    let grave_grade = grade(grave).expect("a grade");
    let some = desk
        .read(&format!(
            "/api/v1/map.geojson?grade={grave_grade}&category=three_in_one"
        ))
        .await;
    assert_eq!(some["features"].as_array().map(Vec::len), Some(1), "{some}");
    let unmapped = desk.read("/api/v1/map/unmapped").await;
    assert_eq!(unmapped[0]["name"], "无坐标店");

    let red = desk.get("/api/v1/map.geojson?colour=red").await;
    assert_eq!(
        api_refusal(red),
        "400 bad_request",
        "a filter that does not exist filters nothing"
    );
    let manager = world.desk(world.person(Role::VillageAdmin, 3)).await;
    let foreign = manager
        .get(&format!("/api/v1/map.geojson?grid={grid}"))
        .await;
    assert_eq!(api_refusal(foreign), "403 forbidden");
}
