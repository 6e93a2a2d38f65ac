//! S4-10 不能及时整改的以村为单位汇总上报: what is overdue, village by village, at the township.

use reqwest::StatusCode;
use wangge_domain::people::Role;

use crate::quick_hazard::quick_hazard;
use crate::support::{serve, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_10_what_is_overdue_is_summed_up_by_village() {
    let world = World::start().await;
    for (index, names) in [(0, ["甲店", "乙店"]), (4, ["丙店", "丁店"])] {
        let (worker, grid) = world.worker_phone(index).await;
        let late = shop(&worker, grid, names[0], &[]);
        let in_time = shop(&worker, grid, names[1], &[]);
        let hazard = quick_hazard(&worker, late, names[0]);
        serve(&worker, hazard, 7);
        let hazard = quick_hazard(&worker, in_time, names[1]);
        serve(&worker, hazard, 30);
        worker.sync().await;
    }
    world.clock.advance_days(9);
    world.run_jobs().await;

    let town = world.officer_desk(0).await;
    let villages = [(0, "甲店"), (2, "丙店")];
    for (village, late) in villages {
        let village = &world.township.villages[village];
        let path = format!("/api/v1/hazards?status=overdue&village={}", village.grid);
        let batch = town.read(&path).await;
        let items = batch["items"].as_array().expect("a page has items");
        assert_eq!(items.len(), 1, "{}: {batch}", village.name);
        assert_eq!(items[0]["premises_name"], late);
        assert_eq!(items[0]["village"], village.name.as_str());
    }

    // A village hands in its own sheet: no row of another village is on it.
    let manager = world.desk(world.person(Role::VillageAdmin, 0)).await;
    let (status, sheet) = manager.get("/api/v1/ledger.csv?status=overdue").await;
    assert_eq!(status, StatusCode::OK);
    let sheet = sheet.as_str().expect("a table is text");
    assert!(sheet.contains("甲店") && !sheet.contains("乙店"), "{sheet}");
    assert!(
        !sheet.contains("丙店") && !sheet.contains("丁店"),
        "{sheet}"
    );

    // Nor does it read the sheet of another one.
    let other = world.township.villages[2].grid;
    let path = format!("/api/v1/hazards?status=overdue&village={other}");
    let answer = manager.read(&path).await;
    assert_eq!(answer["items"], serde_json::json!([]), "as if it had none");
    let path = format!("/api/v1/ledger.csv?status=overdue&village={other}");
    let (_, sheet) = manager.get(&path).await;
    assert!(!sheet.to_string().contains("丙店"), "{sheet}");

    // A state that there is not is no empty sum: it would read as "nothing is late".
    for path in [
        "/api/v1/hazards?status=late",
        "/api/v1/ledger.csv?status=late",
    ] {
        let (status, answer) = town.get(path).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{path}: {answer}");
        assert_eq!(answer["code"], "bad_request", "{path}");
    }
}
