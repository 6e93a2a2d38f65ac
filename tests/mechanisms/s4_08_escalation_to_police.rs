//! S4-08 没有整改到位的建立档案、上报派出所: overdue, urged, then handed over with the whole file.

use reqwest::StatusCode;
use serde_json::json;
use wangge_domain::lifecycle::{Event, Status};
use wangge_domain::people::Role;

use crate::officials::seated;
use crate::quick_hazard::quick_hazard;
use crate::support::{code_and_rule, feedback, reason, responsible, serve, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_08_what_is_not_put_right_goes_to_the_police() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let desk = world.officer_desk(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "通道堆物");
    serve(&worker, hazard, 7);
    worker.sync().await;
    let hand_over = json!({"escalated": {"to": "PSB", "reason": "逾期未改"}});
    assert_eq!(
        desk.act_refused(hazard, hand_over.clone()).await,
        "not_in_this_state"
    );

    world.clock.advance_days(6);
    world.run_jobs().await;
    // A session at a desk does not last for days.
    let desk = world.officer_desk(0).await;
    assert_eq!(
        desk.card(hazard).await["status"],
        "served",
        "the seventh day is not over"
    );
    world.clock.advance_days(2);
    world.run_jobs().await;
    let desk = world.officer_desk(0).await;
    let card = desk.card(hazard).await;
    assert_eq!(
        (&card["status"], &card["overdue"]),
        (&json!("overdue"), &json!(true))
    );

    worker.sync().await;
    let refused = worker
        .core
        .urge(hazard, 3)
        .expect_err("not a worker's to urge");
    assert_eq!(reason(refused), "no_permission");
    // Where nobody works nobody receives it; a phone can tell before it hands the case on.
    let unstaffed = |to: &str| worker.core.is_unstaffed(hazard, to).expect("it is here");
    assert!(unstaffed("HEALTH") && !unstaffed("PSB"));
    let nowhere = json!({"escalated": {"to": "HEALTH", "reason": "逾期未改"}});
    assert_eq!(desk.act_refused(hazard, nowhere).await, "nobody_there");
    let mute = json!({"escalated": {"to": "PSB", "reason": "."}});
    assert_eq!(desk.act_refused(hazard, mute).await, "says_nothing");
    // The reason stands on the letter: a word of compulsion is asked at the act, by phone and relay
    // alike, and no letter is numbered that could not be printed.
    let harsh = "已责令停业仍拒不整改";
    let said = json!({"escalated": {"to": "PSB", "reason": harsh}});
    assert_eq!(desk.act_refused(hazard, said).await, "word_of_compulsion");
    let officer = world.officer_phone(0).await;
    let refused = officer.core.escalate(hazard, "PSB", harsh);
    assert_eq!(
        code_and_rule(refused.expect_err("it would stand on the letter")),
        ("word_of_compulsion".to_owned(), "S0-03".to_owned())
    );
    desk.act_ok(hazard, json!({"urged": {"days": 3}})).await;
    assert_eq!(desk.act_refused(hazard, hand_over).await, "urge_still_runs");
    world.run_jobs().await;
    assert_eq!(desk.card(hazard).await["status"], "urged");

    // Nothing happens; the relay hands the case over by itself.
    world.clock.advance_days(7);
    world.run_jobs().await;
    let desk = world.officer_desk(0).await;
    assert_eq!(desk.card(hazard).await["status"], "escalated");
    let police = world.phone(world.person(Role::Police, 0)).await;
    let file = police
        .core
        .get_record(hazard)
        .expect("the case is with the police");
    assert_eq!(file.state.status, Status::Escalated);
    assert_eq!(file.state.escalated_to.as_deref(), Some("PSB"));
    assert!(file.state.notice_number.is_some());
    assert_eq!(file.state.responsible, responsible());
    assert_eq!(file.photos.len(), 1, "the photo goes with the file");
    let past: Vec<&str> = file
        .state
        .history
        .iter()
        .map(|entry| entry.event.as_str())
        .collect();
    for step in [
        "found",
        "notice_issued",
        "served",
        "overdue_marked",
        "urged",
        "escalated",
    ] {
        assert!(past.contains(&step), "{step} is missing in {past:?}");
    }

    // The receipt is theirs to give.
    let receipt = Event::EscalationAccepted {
        case_number: "青派〔2026〕1号".to_owned(),
    };
    worker.sync().await;
    let refused = worker
        .core
        .act(hazard, receipt.clone())
        .expect_err("not the police");
    assert_eq!(reason(refused), "no_permission");
    let (_, brigade) = seated(&world, "大队", Role::FireOfficer, None).await;
    let taken = json!({"escalation_accepted": {"case_number": "青救〔2026〕1号"}});
    assert_eq!(
        brigade.act_refused(hazard, taken).await,
        "body_not_competent",
        "it was not handed to the brigade"
    );
    police
        .core
        .act(hazard, receipt)
        .expect("the police take it");
    police.sync().await;
    assert_eq!(desk.card(hazard).await["status"], "enforcement");
}

/// A recheck in vain behind the deadline of the urge: the case goes to the police by a letter with a number,
/// not to whoever comes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_08_a_recheck_that_fails_late_goes_to_the_police_by_a_letter() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "通道堆物");
    serve(&worker, hazard, 7);
    worker.sync().await;
    world.clock.advance_days(8);
    world.run_jobs().await;
    let desk = world.officer_desk(0).await;
    desk.act_ok(hazard, json!({"urged": {"days": 3}})).await;
    worker.sync().await;
    feedback(&worker, hazard);
    worker.sync().await;
    world.clock.advance_days(7);
    let desk = world.officer_desk(0).await;
    let failed = json!({"recheck_failed": {"reason": "仍未清理", "photos": []}});
    desk.act_ok(hazard, failed).await;
    world.run_jobs().await;
    let card = desk.card(hazard).await;
    assert_eq!(card["status"], "escalated");

    let police = world.phone(world.person(Role::Police, 0)).await;
    let file = police.core.get_record(hazard).expect("it is theirs");
    assert_eq!(file.state.escalated_to.as_deref(), Some("PSB"));
    let mut history = file.state.history.iter();
    let letter = history.find(|entry| entry.event == "escalated");
    let number = letter.and_then(|entry| entry.number.as_deref());
    assert!(number.is_some(), "the letter of transfer has a number");
    let (status, _, _) = desk
        .file(&format!("/api/v1/papers/transfer/{hazard}"))
        .await;
    assert_eq!(status, StatusCode::OK, "and is printed");
    let (_, ledger) = desk.get("/api/v1/ledger.csv").await;
    let ledger = ledger.as_str().expect("a table is text");
    assert!(ledger.contains("\"公安派出所\""), "{ledger}");

    let (_, brigade) = seated(&world, "大队", Role::FireOfficer, None).await;
    let taken = json!({"escalation_accepted": {"case_number": "青救〔2026〕1号"}});
    assert_eq!(
        brigade.act_refused(hazard, taken).await,
        "body_not_competent"
    );
    let receipt = Event::EscalationAccepted {
        case_number: "青派〔2026〕1号".to_owned(),
    };
    police
        .core
        .act(hazard, receipt)
        .expect("the police take it");
    police.sync().await;
    assert_eq!(desk.card(hazard).await["status"], "enforcement");
}
