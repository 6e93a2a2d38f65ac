//! S0-41 谁在何时知道什么: that a return is on the phone is told by the phone, which names the place in the log up to
//! which it holds it; that it was in contact since is less.

use serde_json::{Value, json};
use wangge_domain::people::Role;

use crate::support::{plain_item, shop};
use crate::world::World;

/// The place of the last return in the log.
fn returned_at(card: &Value) -> u64 {
    let history = card["history"].as_array().expect("a list");
    let entry = history.iter().rev().find(|it| it["event"] == "returned");
    let place = entry.and_then(|entry| entry["seq"].as_u64());
    place.expect("it was returned")
}

/// Up to where the one phone of the writer holds the log.
fn held(card: &Value) -> Option<u64> {
    card["held_by"][0]["seq"].as_u64()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_41_return_reached_the_phone() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(3).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let item = plain_item(&worker, premises);
    let (visit, _) = worker.inspect(premises, &[&item]);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let version = desk.card(visit).await["submitted"].clone();
    let reasons = json!([{"item": item, "text": "照片看不清"}]);
    let event = json!({"returned": {"version": version, "reasons": reasons}});
    desk.act_ok(visit, event).await;
    let card = desk.card(visit).await;
    let returned = returned_at(&card);
    assert!(held(&card) < Some(returned), "not yet: {card}");

    // It comes with the one exchange, and the phone says so with the next.
    worker.sync().await;
    worker.sync().await;
    let card = desk.card(visit).await;
    assert!(held(&card) >= Some(returned), "{card}");
    world.clock.advance_hours(1);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let later = desk.card(visit).await;
    assert_eq!(later["held_by"], card["held_by"], "said once, and no later");

    // A phone that was set up anew holds nothing until it says so.
    let other = world.phone(worker.user).await;
    other.sync().await;
    let card = desk.card(visit).await;
    let phones = card["held_by"].as_array().expect("phones");
    assert_eq!(phones.len(), 2, "{card}");

    // Phones are shown to whoever manages people.
    let police = world.desk(world.person(Role::Police, 0)).await;
    let path = format!("/api/v1/records/{visit}");
    let (_, card) = police.get(&path).await;
    assert!(card.get("held_by").is_none(), "{card}");
}
