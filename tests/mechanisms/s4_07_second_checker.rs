//! S4-07 两人复查: the second checker is named by the first, and it is told as the first one's word until the
//! second confirms it with their own key or account.

use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::{EventWord, Status};
use wangge_domain::schedule::TaskKind;
use wangge_mobile_core::{RecheckInput, StepInput};

use crate::quick_hazard::quick_hazard;
use crate::support::{feedback, reason, serve, shop};
use crate::world::{Desk, Phone, World};

const CONFIRM: &str = "rectification.countersign";

/// What a phone tells with the recheck about who was there.
fn on_phone(phone: &Phone, hazard: RecordId) -> String {
    let history = phone.core.history(hazard).expect("it is here");
    let recheck = history.iter().find(|entry| entry.event == "recheck_passed");
    let said = recheck.and_then(|entry| entry.said(EventWord::WITH));
    said.expect("it is said").to_owned()
}

/// The same at a desk.
async fn at_desk(desk: &Desk, hazard: RecordId) -> String {
    let card = desk.card(hazard).await;
    let history = card["history"].as_array().expect("a list").clone();
    let recheck = history
        .iter()
        .find(|entry| entry["event"] == "recheck_passed");
    let words = recheck.map(|entry| entry["words"].clone());
    let words = words.as_ref().and_then(Value::as_array).cloned();
    let words = words.expect("it is said");
    let word = words.iter().find(|word| word["field"] == EventWord::WITH);
    let text = word.and_then(|word| word["text"].as_str());
    text.expect("it is said").to_owned()
}

fn may_confirm(phone: &Phone, hazard: RecordId) -> bool {
    let allowed = phone.core.allowed_actions(hazard).expect("it is here");
    allowed.iter().any(|action| action.0 == CONFIRM)
}

/// The rechecks that wait for whoever holds this phone, among the tasks of the month.
fn to_confirm(phone: &Phone) -> Vec<RecordId> {
    let tasks = phone.core.month_tasks(None).expect("it is enrolled");
    let waits = tasks
        .iter()
        .filter(|task| task.kind == TaskKind::Confirm && !task.done);
    waits.filter_map(|task| task.record).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_07_the_second_checker_confirms_with_their_own_key() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let [first, second] = [world.officer_phone(0).await, world.officer_phone(1).await];
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "灭火器过期");
    serve(&worker, hazard, 15);
    feedback(&worker, hazard);
    worker.sync().await;
    first.sync().await;
    let photo = first.photo(hazard, "", PhotoStage::Recheck);
    let passed = RecheckInput::Passed {
        with: vec![second.user],
        photos: vec![photo],
    };
    first.core.recheck(hazard, passed).expect("it is put right");
    let alone = "1人由填报人注明，未经本人确认";
    assert_eq!(on_phone(&first, hazard), alone, "before it is sent");
    first.sync().await;
    second.sync().await;
    let desk = world.officer_desk(0).await;
    assert_eq!(at_desk(&desk, hazard).await, alone);
    assert_eq!(on_phone(&second, hazard), alone);
    let marked = async || {
        let (_, ledger) = desk.get("/api/v1/ledger.csv").await;
        let ledger = ledger.as_str().expect("a table is text").to_owned();
        ledger.contains("（未经本人确认）")
    };
    assert!(marked().await, "the ledger says so too");
    let number = desk.card(hazard).await["close_out_number"].clone();
    assert!(number.is_string(), "{number}");

    // Whoever was not named has nothing to confirm, the first one least of all.
    assert!(!may_confirm(&first, hazard) && may_confirm(&second, hazard));
    assert!(to_confirm(&first).is_empty() && to_confirm(&worker).is_empty());
    assert_eq!(to_confirm(&second), [hazard]);
    let waits = second.core.to_confirm().expect("it is enrolled");
    assert_eq!((waits[0].by, waits[0].record), (first.user, hazard));
    assert_eq!(waits[0].event, "recheck_passed");
    assert_eq!(waits[0].title, "小店：灭火器过期");
    // And at the desk, of the second one alone.
    let own_desk = world.desk(second.user).await;
    let told = own_desk.read("/api/v1/to-confirm").await;
    assert_eq!(told[0]["record"], hazard.to_string(), "{told}");
    let expected = ("rectification", "recheck_passed", "小店");
    for (field, value) in [("kind", expected.0), ("event", expected.1)] {
        assert_eq!(told[0][field], value, "{told}");
    }
    assert_eq!(told[0]["premises_name"], expected.2);
    assert_eq!(told.as_array().map(Vec::len), Some(1));
    let none = json!([]);
    assert_eq!(desk.read("/api/v1/to-confirm").await, none, "the first one");
    let nothing = StepInput::default();
    let refused = first.core.step(hazard, CONFIRM, &nothing);
    assert_eq!(reason(refused.expect_err("by oneself")), "not_named");
    assert_eq!(
        desk.step_refused(hazard, json!({"step": CONFIRM})).await,
        "not_named"
    );

    second
        .core
        .step(hazard, CONFIRM, &nothing)
        .expect("the one who was named");
    assert_eq!(on_phone(&second, hazard), "已由本人确认");
    assert!(to_confirm(&second).is_empty());
    let again = second.core.step(hazard, CONFIRM, &nothing);
    assert_eq!(reason(again.expect_err("once is enough")), "not_named");
    second.sync().await;
    first.sync().await;
    assert_eq!(on_phone(&first, hazard), "已由本人确认");
    assert_eq!(at_desk(&desk, hazard).await, "已由本人确认");
    assert!(!marked().await);
    assert_eq!(
        own_desk.read("/api/v1/to-confirm").await,
        none,
        "it is done"
    );

    // The closing is what it was.
    let closed = first.core.get_record(hazard).expect("it is here").state;
    assert_eq!(closed.status, Status::Closed);
    assert_eq!(closed.close_out_number.as_deref(), number.as_str());
    assert_eq!(desk.card(hazard).await["close_out_number"], number);
}
