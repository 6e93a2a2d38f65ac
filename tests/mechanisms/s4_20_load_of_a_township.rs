//! S4-20 一个镇的规模（500余户）: everything arrives, and pages show each premises once.

use std::collections::BTreeSet;

use wangge_domain::RecordId;
use wangge_domain::premises::keys;

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
