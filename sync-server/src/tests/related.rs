//! What hangs on a premises: the newest first, however much there is, with who came.

use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::record::RecordKind;

use super::phone::{Phone, record};
use super::world::{OFFICER, WORKER, World, stream};

/// A visit to the premises with number 1.
fn visit(world: &World, phone: &Phone, number: u8, agencies: &str) {
    let kind = RecordKind::Inspection;
    let edits = [
        ("premises", record(1).to_string().into()),
        ("checklist", "small_shop".into()),
        ("agencies", agencies.into()),
    ];
    phone.edit(world, record(number), &kind, stream(0), &edits);
    phone.submit(world, record(number));
}

fn visits(list: &Value) -> Vec<&Value> {
    let items = list.as_array().unwrap().iter();
    items.filter(|one| one["kind"] == "inspection").collect()
}

fn is(one: &Value, record: RecordId) -> bool {
    one["id"] == record.to_string()
}

async fn premises(world: &World) -> Phone {
    let mut phone = Phone::enroll(world, WORKER).await;
    phone.sync(world).await;
    phone.premises(world, 1, stream(0), "桥头面馆");
    assert_eq!(phone.sync(world).await.accepted, 1);
    phone
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timeline_tells_the_agency_of_each_visit() {
    let world = World::start().await;
    let mut worker = premises(&world).await;
    visit(&world, &worker, 2, "");
    worker.sync(&world).await;
    world.clock.advance_ms(60_000);
    let mut officer = Phone::enroll(&world, OFFICER).await;
    officer.sync(&world).await;
    visit(&world, &officer, 3, "PSB");
    assert_eq!(officer.sync(&world).await.refused, []);
    let cookie = world.cookie("officer").await;
    let (status, card) = world
        .get(&cookie, &format!("/api/v1/records/{}", record(1)))
        .await;
    assert_eq!(status, 200, "{card}");
    let seen = visits(&card["related"]);
    assert!(
        is(seen[0], record(3)) && is(seen[1], record(2)),
        "the newest first: {card}"
    );
    assert_eq!(seen[1]["agencies"], json!(["GRID"]));
    let own = wangge_domain::register::TOWNSHIP_AGENCY;
    let mut both = vec![own, "PSB"];
    both.sort_unstable();
    assert_eq!(seen[0]["agencies"], json!(both));
    assert_eq!(card.get("related_next"), None, "that is all");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hundred_and_second_visit_is_seen_and_the_first_is_found_behind_it() {
    let world = World::start().await;
    let mut worker = premises(&world).await;
    for number in 2..=102 {
        visit(&world, &worker, number, "");
    }
    assert_eq!(worker.sync(&world).await.accepted, 101);
    world.clock.advance_ms(60_000);
    visit(&world, &worker, 103, "");
    assert_eq!(worker.sync(&world).await.accepted, 1);
    let cookie = world.cookie("officer").await;
    let path = format!("/api/v1/records/{}", record(1));
    let (_, card) = world.get(&cookie, &path).await;
    let seen = visits(&card["related"]);
    assert_eq!(seen.len(), 100);
    assert!(is(seen[0], record(103)), "{}", seen[0]);
    let next = card["related_next"]["inspection"].as_str().unwrap();
    let older = format!("{path}/related?kind=inspection&after={next}");
    let (status, page) = world.get(&cookie, &older).await;
    assert_eq!(status, 200, "{page}");
    let rest = visits(&page["items"]);
    assert_eq!(rest.len(), 2, "{page}");
    assert_eq!(page.get("next"), None);
    assert!(rest.iter().all(|one| !seen.contains(one)));
    let (status, _) = world
        .get(&cookie, &format!("{path}/related?kind=photo"))
        .await;
    assert_eq!(status, 400);
    let village = world.cookie("village2").await;
    assert_eq!(world.get(&village, &older).await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_of_a_visit_has_the_hazards_that_were_found_in_it() {
    let world = World::start().await;
    let mut worker = premises(&world).await;
    visit(&world, &worker, 2, "");
    visit(&world, &worker, 3, "");
    for (number, found_in) in [(11, 2), (12, 2), (13, 3)] {
        let edits = [
            ("premises", record(1).to_string().into()),
            ("inspection", record(found_in).to_string().into()),
            ("description", "通道堵塞".into()),
        ];
        let kind = RecordKind::Rectification;
        worker.edit(&world, record(number), &kind, stream(0), &edits);
        wangge_sync_engine::client::seal(
            &worker.ctx(&world),
            record(number),
            Vec::new(),
            Vec::new(),
        )
        .unwrap();
    }
    assert_eq!(worker.sync(&world).await.refused, []);
    let cookie = world.cookie("officer").await;
    for (number, hazards) in [(2, vec![12, 11]), (3, vec![13])] {
        let path = format!("/api/v1/records/{}", record(number));
        let (_, card) = world.get(&cookie, &path).await;
        let related = card["related"].as_array().unwrap();
        let ids: Vec<&str> = related.iter().filter_map(|it| it["id"].as_str()).collect();
        let wanted: Vec<String> = hazards.iter().map(|it| record(*it).to_string()).collect();
        assert_eq!(ids, wanted, "{card}");
    }
}
