//! Measures that were kept before the rounds of rechecking were, or all grades set by hand, or overdue marks
//! that were taken back: they are taken again once, before anything rests on them.

use rusqlite::Connection;
use serde_json::json;
use wangge_domain::lifecycle::Event;
use wangge_domain::tally::Measure;
use wangge_protocol::decode;
use wangge_sync_engine::client::EventPlan;

use super::jobs::{fresh_token, served_hazard};
use super::phone::record;
use super::world::{DAY_MS, World};
use crate::store::sealed_measure;

const RATE: &str = "/api/v1/figures/breakdown?measure=recheck_in_time&by=grid&open=sum&kind=year";

/// Leaves the measures of hazards as a relay of before wrote them; gives how many there are.
fn forget_rounds(world: &World) -> usize {
    let file = world.folder.path().join("relay/relay.sqlite");
    let connection = Connection::open(file).unwrap();
    let mut statement = connection
        .prepare("SELECT number, bytes FROM measure")
        .unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    let rows: Vec<(i64, Vec<u8>)> = rows.unwrap().map(Result::unwrap).collect();
    let mut changed = 0;
    for (number, bytes) in rows {
        let (measure, _) = bytes.split_last_chunk::<8>().unwrap();
        if let Measure::Hazard(mut it) = decode::<Measure>(measure).unwrap() {
            assert_eq!(it.rechecks.len(), 1, "it is under recheck");
            it.rechecks.clear();
            let before = sealed_measure(&Measure::Hazard(it));
            let update = "UPDATE measure SET bytes = ?2 WHERE number = ?1";
            changed += connection.execute(update, (number, before)).unwrap();
        }
    }
    changed
}

#[tokio::test(flavor = "multi_thread")]
async fn measures_of_before_get_their_rounds_of_rechecking() {
    let mut world = World::start().await;
    let mut phone = served_hazard(&world).await;
    let feedback = EventPlan::Ready(Event::Feedback {
        note: "已整改".to_owned(),
        photos: Vec::new(),
        on_behalf: true,
    });
    phone.seal(&world, record(2), feedback);
    phone.sync(&world).await;
    world.clock.advance_ms(10 * DAY_MS);
    // No figure was asked for yet.
    world.close().await;
    assert_eq!(forget_rounds(&world), 1);
    world.open().await;
    let cookie = world.cookie("officer").await;
    let (status, rate) = world.get(&cookie, RATE).await;
    assert_eq!(status, 200, "{rate}");
    let late = json!([record(2).to_string()]);
    assert_eq!(rate["figure"]["unmet"], late, "{rate}");
}

/// Leaves the measures of premises as a relay of before wrote them: with the last grade set by hand alone.
fn forget_overrides(world: &World) -> usize {
    let file = world.folder.path().join("relay/relay.sqlite");
    let connection = Connection::open(file).unwrap();
    let mut statement = connection
        .prepare("SELECT number, bytes FROM measure")
        .unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    let rows: Vec<(i64, Vec<u8>)> = rows.unwrap().map(Result::unwrap).collect();
    let mut changed = 0;
    for (number, bytes) in rows {
        let (measure, _) = bytes.split_last_chunk::<8>().unwrap();
        if let Measure::Premises(mut it) = decode::<Measure>(measure).unwrap() {
            assert_eq!(it.overrides.len(), 2);
            it.overrides.clear();
            let before = sealed_measure(&Measure::Premises(it));
            let update = "UPDATE measure SET bytes = ?2 WHERE number = ?1";
            changed += connection.execute(update, (number, before)).unwrap();
        }
    }
    let older = "UPDATE setting SET value = '2' WHERE key = 'recheck_rounds_measured'";
    connection.execute(older, ()).unwrap();
    changed
}

#[tokio::test(flavor = "multi_thread")]
async fn measures_of_before_get_every_grade_set_by_hand() {
    let mut world = World::start().await;
    let _phone = served_hazard(&world).await;
    let events = format!("/api/v1/records/{}/events", record(1));
    for (grade, reason) in [("major", "夜间住人"), ("elevated", "已搬离")] {
        world.clock.advance_ms(DAY_MS);
        let cookie = world.cookie("officer").await;
        let body = json!({"grade_overridden": {"grade": grade, "reason": reason}});
        let (_, done) = world.post(&cookie, &events, &body).await;
        assert_eq!(done["applied"], true, "{done}");
    }
    world.close().await;
    assert_eq!(forget_overrides(&world), 1);
    world.open().await;
    let cookie = world.cookie("officer").await;
    let path = format!("/api/v1/records/{}", record(1));
    let (status, card) = world.get(&cookie, &path).await;
    assert_eq!(status, 200, "{card}");
    let changes = card["grading"]["changes"].as_array().unwrap();
    let reasons = changes.iter().map(|it| it["by_hand"]["reason"].as_str());
    let reasons: Vec<&str> = reasons.flatten().collect();
    assert_eq!(reasons, ["夜间住人", "已搬离"], "{card}");
}

/// Leaves the measures of hazards as a relay of before wrote them: without what was taken back.
fn forget_annulment(world: &World) -> usize {
    let file = world.folder.path().join("relay/relay.sqlite");
    let connection = Connection::open(file).unwrap();
    let mut statement = connection
        .prepare("SELECT number, bytes FROM measure")
        .unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    let rows: Vec<(i64, Vec<u8>)> = rows.unwrap().map(Result::unwrap).collect();
    let mut changed = 0;
    for (number, bytes) in rows {
        let (measure, _) = bytes.split_last_chunk::<8>().unwrap();
        if let Measure::Hazard(mut it) = decode::<Measure>(measure).unwrap() {
            assert!(it.annulled_on.take().is_some(), "it was taken back");
            let before = sealed_measure(&Measure::Hazard(it));
            let update = "UPDATE measure SET bytes = ?2 WHERE number = ?1";
            changed += connection.execute(update, (number, before)).unwrap();
        }
    }
    let older = "UPDATE setting SET value = '3' WHERE key = 'recheck_rounds_measured'";
    connection.execute(older, ()).unwrap();
    changed
}

/// Of which hazards the police are told that they were handed on for nothing.
async fn told_to_the_police(world: &World) -> Vec<String> {
    let cookie = world.cookie("department").await;
    let (status, told) = world.get(&cookie, "/api/v1/annulled-escalations").await;
    assert_eq!(status, 200, "{told}");
    let told = told.as_array().unwrap().iter();
    told.map(|it| it["hazard"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn measures_of_before_tell_of_overdue_marks_that_were_taken_back() {
    let mut world = World::start().await;
    let mut phone = served_hazard(&world).await;
    let feedback = EventPlan::Ready(Event::Feedback {
        note: "已整改".to_owned(),
        photos: Vec::new(),
        on_behalf: true,
    });
    world.clock.advance_ms(2 * DAY_MS);
    phone.sync(&world).await;
    phone.seal(&world, record(2), feedback);
    world.clock.advance_ms(8 * DAY_MS);
    assert_eq!(world.run_jobs().await, 1, "marked overdue");
    let cookie = world.cookie("officer").await;
    let events = format!("/api/v1/records/{}/events", record(2));
    let urge = json!({"urged": {"days": 3}});
    let (_, urged) = world.post(&cookie, &events, &urge).await;
    assert_eq!(urged["applied"], true, "{urged}");
    world.clock.advance_ms(6 * DAY_MS);
    assert_eq!(world.run_jobs().await, 1, "handed on");
    assert_eq!(told_to_the_police(&world).await, [""; 0], "rightly so far");
    phone.token = fresh_token(&world, &phone).await;
    let sent = phone.sync(&world).await;
    assert_eq!(sent.accepted, 1, "{sent:?}");
    world.clock.advance_ms(60_000);
    world.run_jobs().await;
    let hazard = record(2).to_string();
    assert_eq!(told_to_the_police(&world).await, [hazard.as_str()]);
    world.close().await;
    assert_eq!(forget_annulment(&world), 1);
    world.open().await;
    assert_eq!(told_to_the_police(&world).await, [hazard]);
    // No news for ever.
    world.clock.advance_ms(400 * DAY_MS);
    assert_eq!(told_to_the_police(&world).await, [""; 0]);
}
