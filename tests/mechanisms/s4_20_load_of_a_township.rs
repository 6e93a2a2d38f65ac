//! S4-20 一个镇的规模（500余户）: everything arrives, and pages show each premises once.

use std::collections::BTreeSet;

use wangge_domain::RecordId;
use wangge_domain::premises::keys;
use wangge_sync_server::RelayStartError;
use wangge_sync_server::admin::{ImportFile, ImportTotal};

use crate::support::shop;
use crate::world::World;

const PREMISES: usize = 500;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_20_a_township_of_five_hundred_is_listed_completely() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let made: BTreeSet<RecordId> = (0..PREMISES)
        .map(|n| {
            let door = [(keys::DOOR_NUMBER, format!("{n}号").into())];
            shop(&worker, grid, &format!("第{n}户"), &door)
        })
        .collect();
    assert_eq!(made.len(), PREMISES);
    worker.sync().await;
    assert_eq!(worker.core.status().expect("it opens").pending, 0);

    // On an officer's phone, page by page of an odd size.
    let officer = world.officer_phone(0).await;
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = officer.core.list_premises(None, after, 77).expect("a page");
        let Some(last) = page.last() else { break };
        after = Some(last.record);
        seen.extend(page.iter().map(|row| row.record));
    }
    assert_eq!(seen.len(), PREMISES, "no duplicates");
    assert_eq!(
        seen.iter().copied().collect::<BTreeSet<_>>(),
        made,
        "no gaps"
    );
    let found = officer
        .core
        .search_premises("第499户", 10)
        .expect("a search");
    assert_eq!(found.first().map(|row| row.name.as_str()), Some("第499户"));

    // Through the API, while one more arrives between two pages.
    let mut desk = world.officer_desk(0).await;
    let (mut seen, mut next, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let page = desk.read(&format!("/api/v1/premises?limit=90{next}")).await;
        pages += 1;
        for item in page["items"].as_array().expect("a page has items") {
            let id = item["id"].as_str().expect("an item has an id");
            seen.push(id.parse::<RecordId>().expect("an id"));
        }
        if pages == 2 {
            world.clock.advance_hours(1);
            shop(&worker, grid, "新开小店", &[]);
            worker.sync().await;
            // The session has ended meanwhile; the cursor has not.
            desk = world.officer_desk(0).await;
        }
        match page["next"].as_str() {
            Some(cursor) => next = format!("&after={cursor}"),
            None => break,
        }
    }
    assert_eq!(pages, 6);
    assert_eq!(seen.len(), PREMISES, "no duplicates");
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), made, "no gaps");
    let summary = desk.read("/api/v1/summary").await;
    assert_eq!(summary["counts"]["premises"]["active"], PREMISES + 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_20_refuses_numbers_and_places_that_are_not_of_the_township() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let made: BTreeSet<RecordId> = ["甲", "乙", "丙"]
        .map(|name| shop(&worker, grid, name, &[]))
        .into();
    worker.sync().await;

    // A place that is torn begins no page: it would skip premises, or show them twice.
    let desk = world.officer_desk(0).await;
    let first = desk.read("/api/v1/premises?limit=2").await;
    let place = first["next"].as_str().expect("there is more").to_owned();
    let mut torn = place.clone();
    torn.truncate(place.len() - 4);
    for after in [torn.as_str(), "第二页", "-1"] {
        let path = format!("/api/v1/premises?limit=2&after={after}");
        let (status, answer) = desk.get(&path).await;
        assert_eq!(status, reqwest::StatusCode::BAD_REQUEST, "{after}");
        assert_eq!(answer["code"], "bad_request", "{after}");
    }
    let path = format!("/api/v1/premises?limit=2&after={place}");
    let rest = desk.read(&path).await;
    let pages = [first, rest];
    let items = pages.iter().filter_map(|page| page["items"].as_array());
    let seen: Vec<RecordId> = items
        .flatten()
        .filter_map(|item| item["id"].as_str()?.parse().ok())
        .collect();
    assert_eq!(seen.len(), made.len(), "no duplicates");
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), made, "no gaps");

    // Groups that are not the number stated: nothing of the file is written.
    let admin = world.admin();
    let before = admin.status().expect("it opens");
    let mut top = world.township.grids[0].clone();
    top.name.push_str("（改名）");
    let small_grids = Some(before.small_grids + 1);
    let file = ImportFile {
        totals: vec![ImportTotal {
            grid: top.grid,
            villages: None,
            small_grids,
        }],
        grids: vec![top],
        ..ImportFile::default()
    };
    match admin.import(&file).expect_err("one is missing") {
        RelayStartError::Import(error) => {
            assert_eq!(error.code(), "totals_do_not_add_up");
            assert!(error.to_string().contains("S4-20"), "{error}");
        }
        other => panic!("{other:?}"),
    }
    let after = admin.status().expect("it opens");
    assert_eq!(after.control_seq, before.control_seq, "nothing of it");
}
