//! S4-06 文号: one series a body and year, without a gap; what bears a number is not voided.

use crate::support::{found_hazard, notice, reason, shop};
use crate::world::{Desk, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_the_register_of_numbers_has_no_gap() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let noticed = |name: &str| {
        let hazard = found_hazard(&worker, shop(&worker, grid, name, &[]));
        let issued = worker.core.issue_notice(hazard, &notice(7));
        issued.expect("the notice is complete");
        hazard
    };
    let first = noticed("甲店");
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let refused = officer.core.void(first, "场所写错");
    assert_eq!(
        reason(refused.expect_err("its number is out in the world")),
        "not_in_this_state"
    );
    let second = noticed("乙店");
    worker.sync().await;

    let desk = world.officer_desk(0).await;
    let all = desk.read("/api/v1/numbers").await;
    let series = all.as_array().expect("a list").iter();
    let series = series
        .filter(|it| it["document"] == "notice")
        .collect::<Vec<_>>();
    assert_eq!(series.len(), 1, "{all}");
    assert_eq!(series[0]["last"], 2);
    assert_eq!(series[0]["lost"], 0);
    let issuer = series[0]["issuer"].as_str().expect("a code");
    let page = desk
        .read(&format!("/api/v1/numbers/{issuer}/notice/2026"))
        .await;
    let lines = page["items"].as_array().expect("lines");
    assert_eq!(lines.len(), 2, "{page}");
    for (line, (number, hazard)) in lines.iter().zip([(1, first), (2, second)]) {
        assert_eq!(line["number"], number);
        assert_eq!(line["record"], hazard.to_string());
        let printed = format!("〔2026〕第{number:04}号");
        assert!(
            line["text"]
                .as_str()
                .is_some_and(|text| text.contains(&printed))
        );
        assert!(line.get("void").is_none(), "{page}");
    }
}

/// The ids that a search of the hazards finds.
async fn search(desk: &Desk, text: &str) -> Vec<String> {
    let page = desk.read(&format!("/api/v1/hazards?q={text}")).await;
    let items = page["items"].as_array().expect("a page has items").iter();
    items
        .filter_map(|item| item["id"].as_str().map(str::to_owned))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_provisional_number_finds_its_hazard_for_ever() {
    let mut world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let hazard = found_hazard(&worker, shop(&worker, grid, "甲店", &[]));
    let issued = worker.core.issue_notice(hazard, &notice(7));
    let printed = issued.expect("the notice is complete");
    assert!(printed.starts_with("暂-"), "{printed}");
    let second = found_hazard(&worker, shop(&worker, grid, "乙店", &[]));
    let issued = worker.core.issue_notice(second, &notice(7));
    let other = issued.expect("the notice is complete");
    worker.sync().await;

    // The paper that was handed over bears the provisional number; the relay has given a final one.
    let desk = world.officer_desk(0).await;
    let card = desk.card(hazard).await;
    let number = card["number"].as_str().expect("a number").to_owned();
    assert!(number.ends_with("第0001号"), "{number}");
    assert_eq!(card["provisional_number"], printed, "both are shown");
    let own = [hazard.to_string()];
    assert_eq!(search(&desk, &printed).await, own);
    assert_eq!(search(&desk, &number).await, own);
    assert_eq!(search(&desk, &other).await, [second.to_string()]);
    assert_eq!(search(&desk, "暂-Z9-9").await, Vec::<String>::new());
    let (_, ledger) = desk.get(&format!("/api/v1/ledger.csv?q={printed}")).await;
    let ledger = ledger.as_str().expect("a table is text");
    assert!(ledger.contains(&number), "{ledger}");

    // A database of before: the number is taken from the log.
    drop(desk);
    world.stop().await;
    let database = rusqlite::Connection::open(world.data().join("relay.sqlite")).expect("it opens");
    let emptied = database.execute(
        "UPDATE record SET provisional_text = NULL WHERE kind = 'rectification'",
        [],
    );
    assert_eq!(emptied.expect("the column is there"), 2);
    drop(database);
    world.serve().await;
    let desk = world.officer_desk(0).await;
    assert_eq!(search(&desk, &printed).await, own);
}
