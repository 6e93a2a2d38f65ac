//! S0-41 谁在何时知道什么: what an act says is shown wherever the act is: on the phone, at the desk, in the ledger;
//! who decides an extension reads why it was asked for, and what was entered for the owner（代填）says so.

use reqwest::StatusCode;
use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::ReturnReason;
use wangge_mobile_core::{PaperKind, RecheckInput};

use crate::officials::say;
use crate::quick_hazard::quick_hazard;
use crate::support::{plain_item, reason, serve, shop};
use crate::world::{Desk, Phone, World};

/// What the last act of this name said, on the phone: field and text.
fn on_phone(phone: &Phone, record: RecordId, event: &str) -> Vec<(String, String)> {
    let history = phone.core.history(record).expect("it is here");
    let entry = history.iter().rev().find(|entry| entry.event == event);
    let entry = entry.unwrap_or_else(|| panic!("{event} happened"));
    let words = entry.words.iter();
    words
        .map(|word| (word.field.clone(), word.text.clone()))
        .collect()
}

/// The same at the desk.
async fn at_desk(desk: &Desk, record: RecordId, event: &str) -> Vec<(String, String)> {
    let card = desk.card(record).await;
    let history = card["history"].as_array().expect("a list").clone();
    let entry = history.iter().rev().find(|entry| entry["event"] == event);
    let entry = entry.unwrap_or_else(|| panic!("{event} happened: {card}"));
    let text = |word: &Value, name: &str| word[name].as_str().expect("a text").to_owned();
    let words = entry["words"].as_array().cloned().unwrap_or_default();
    words
        .iter()
        .map(|word| {
            assert_ne!(text(word, "label"), "", "it has a name people know");
            (text(word, "field"), text(word, "text"))
        })
        .collect()
}

fn pairs(words: &[(&str, &str)]) -> Vec<(String, String)> {
    words
        .iter()
        .map(|(field, text)| ((*field).to_owned(), (*text).to_owned()))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_41_what_an_act_says_is_shown_with_it() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let officer = world.officer_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);

    // An extension: whoever decides it reads why, before and after.
    let hazard = quick_hazard(&worker, premises, "线路老化");
    serve(&worker, hazard, 15);
    let silent = worker.core.request_extension(hazard, 5, " ");
    assert_eq!(reason(silent.expect_err("why?")), "reason_missing");
    let why = "配件要从外地调运";
    worker
        .core
        .request_extension(hazard, 5, why)
        .expect("once, with a reason");
    let asked = pairs(&[("days", "5"), ("reason", why)]);
    assert_eq!(
        on_phone(&worker, hazard, "extension_requested"),
        asked,
        "before it is sent"
    );
    worker.sync().await;
    officer.sync().await;
    let state = officer.core.get_record(hazard).expect("it came").state;
    assert_eq!(state.extension_reason(), Some(why));
    let desk = world.officer_desk(0).await;
    let card = desk.card(hazard).await;
    assert_eq!(card["extension_reason"], why);
    assert_eq!(card["extension_days"], 5);
    assert_eq!(at_desk(&desk, hazard, "extension_requested").await, asked);
    desk.act_ok(hazard, json!({"extension_approved": {"days": 3}}))
        .await;
    let card = desk.card(hazard).await;
    assert!(card.get("extension_reason").is_none(), "it is decided");
    let granted = pairs(&[("days", "3")]);
    assert_eq!(at_desk(&desk, hazard, "extension_approved").await, granted);

    // A pause says why and until what.
    worker.sync().await;
    let due = worker
        .core
        .get_record(hazard)
        .expect("it is here")
        .state
        .due;
    let due = due.expect("a deadline").0.to_string();
    let pause = json!({"reason": "appraisal", "text": "等待检测报告", "due": due});
    desk.step_ok(hazard, say("rectification.pause", pause))
        .await;
    let paused = pairs(&[("text", "等待检测报告")]);
    assert_eq!(at_desk(&desk, hazard, "rectification.pause").await, paused);

    // The worker writes for the owner: it is said so, with what was done.
    worker.sync().await;
    let after = worker.photo(hazard, "", PhotoStage::After);
    worker
        .core
        .feedback(hazard, "已更换线路", vec![after], true)
        .expect("a pause does not bar it");
    worker.sync().await;
    let done = on_phone(&worker, hazard, "feedback");
    assert_eq!(done[0], ("note".to_owned(), "已更换线路".to_owned()));
    assert_eq!(done[1].0, "on_behalf", "entered for the owner");
    assert_eq!(at_desk(&desk, hazard, "feedback").await, done);
    let (status, ledger) = desk.get("/api/v1/ledger.csv").await;
    assert_eq!(status, StatusCode::OK);
    let ledger = ledger.as_str().expect("a table is text");
    assert!(ledger.contains("已更换线路（代填）"), "{ledger}");

    // A recheck that fails says what is still wrong.
    officer.sync().await;
    let still = RecheckInput::Failed {
        reason: "仍有一处裸露".to_owned(),
        photos: Vec::new(),
        with: Vec::new(),
    };
    officer
        .core
        .recheck(hazard, still)
        .expect("one may fail it");
    officer.sync().await;
    let wrong = pairs(&[("reason", "仍有一处裸露")]);
    assert_eq!(at_desk(&desk, hazard, "recheck_failed").await, wrong);

    // A false alarm is voided with its reason.
    let none = quick_hazard(&worker, premises, "误看");
    worker.sync().await;
    desk.act_ok(none, json!({"voided": {"reason": "现场没有此项"}}))
        .await;
    let void = pairs(&[("reason", "现场没有此项")]);
    assert_eq!(at_desk(&desk, none, "voided").await, void);
    worker.sync().await;
    assert_eq!(on_phone(&worker, none, "voided"), void);

    // A visit goes back with what is to be mended, item by item.
    let item = plain_item(&worker, premises);
    let (visit, _) = worker.inspect(premises, &[&item]);
    worker.sync().await;
    officer.sync().await;
    let mend = vec![ReturnReason {
        item: Some(item.clone()),
        text: "照片看不清".to_owned(),
    }];
    officer
        .core
        .return_record(visit, mend)
        .expect("it may go back");
    officer.sync().await;
    worker.sync().await;
    let mend = vec![("to_mend".to_owned(), format!("{item}：照片看不清"))];
    assert_eq!(on_phone(&worker, visit, "returned"), mend);
    assert_eq!(at_desk(&desk, visit, "returned").await, mend);

    // The dossier tells the same on the phone and at the relay, words and all.
    let mine = worker.core.paper(premises, PaperKind::Dossier);
    let mine = mine.expect("made on the phone");
    let path = format!("/api/v1/papers/dossier/{premises}");
    let (status, hash, _) = desk.file(&path).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(hash, mine.content_hash.to_string());
}
