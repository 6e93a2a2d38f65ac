//! S0-20 逾期撤销: a feedback made in time without network arrives when the case has been handed on; the mark is
//! annulled by a later row, and those who received the escalation are told which case, and why.

use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;
use wangge_domain::people::Role;

use crate::quick_hazard::quick_hazard;
use crate::support::{code_and_rule, feedback, serve, shop};
use crate::world::{Desk, Phone, World};

/// The cases of which this person is told, on the phone.
fn told(phone: &Phone) -> Vec<RecordId> {
    let told = phone.core.annulled_escalations().expect("it is enrolled");
    told.into_iter().map(|one| one.hazard.record).collect()
}

/// The same at the desk.
async fn told_at(desk: &Desk) -> Vec<Value> {
    let told = desk.read("/api/v1/annulled-escalations").await;
    told.as_array().expect("a list").clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_20_who_received_an_escalation_is_told_that_it_was_annulled() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let kept = quick_hazard(&worker, premises, "通道堆物");
    let taken = quick_hazard(&worker, premises, "安全出口上锁");
    let late = quick_hazard(&worker, premises, "灭火器过期");
    for hazard in [kept, taken, late] {
        serve(&worker, hazard, 7);
    }
    worker.sync().await;

    // Put right in time, with no network to say so.
    world.clock.advance_days(5);
    feedback(&worker, kept);
    feedback(&worker, taken);
    world.clock.advance_days(4);
    world.run_jobs().await;
    let desk = world.officer_desk(0).await;
    for hazard in [kept, taken, late] {
        desk.act_ok(hazard, json!({"urged": {"days": 3}})).await;
    }
    world.clock.advance_days(5);
    world.run_jobs().await;
    let police_user = world.person(Role::Police, 0);
    let police = world.phone(police_user).await;
    let accept = Event::EscalationAccepted {
        case_number: "青派〔2026〕2号".to_owned(),
    };
    let refused = worker.core.act(taken, accept.clone());
    assert_eq!(
        code_and_rule(refused.expect_err("it was not handed to the grid")),
        ("no_permission".to_owned(), "handbook 1.3".to_owned())
    );
    police.core.act(taken, accept).expect("the police take it");
    police.sync().await;
    assert_eq!(told(&police), [], "nothing has been annulled");

    // The feedback arrives: the mark goes by a row of its own, and the police hear of it.
    worker.sync().await;
    world.clock.advance_hours(1);
    world.run_jobs().await;
    police.sync().await;
    let heard = police.core.annulled_escalations().expect("it is enrolled");
    let mut cases: Vec<RecordId> = heard.iter().map(|one| one.hazard.record).collect();
    cases.sort();
    let mut expected = vec![kept, taken];
    expected.sort();
    assert_eq!(cases, expected, "not the one that is late");
    for one in &heard {
        let cause = one.cause.as_ref().expect("the feedback is here");
        let due = one.annulment.due.expect("a deadline was marked");
        assert!(cause.done_at <= due && cause.received_at > due, "{one:?}");
        assert_eq!((cause.by, cause.note.as_str()), (worker.user, "已整改"));
        assert!(cause.on_behalf, "the worker wrote it for the owner");
        assert_eq!(one.annulment.told[0].to, "PSB");
    }
    let desk = world.desk(police_user).await;
    let at_desk = told_at(&desk).await;
    assert_eq!(at_desk.len(), 2, "{at_desk:?}");
    for one in &at_desk {
        assert_eq!(one["premises_name"], "小店");
        assert_eq!(one["departments"], json!(["PSB"]));
        assert_eq!(
            (&one["note"], &one["on_behalf"]),
            (&json!("已整改"), &json!(true))
        );
        assert!(one["number"].as_str().expect("a number").contains("第"));
        assert!(one["done_at"].as_i64() < one["due"].as_i64(), "{one}");
        assert_ne!(one["by"], "");
    }

    // Nobody else is told, and nothing of the log was taken back.
    assert_eq!(told(&worker), []);
    let station = world.officer_desk(0).await;
    assert_eq!(told_at(&station).await, Vec::<Value>::new());
    let card = station.card(taken).await;
    assert_eq!(
        card["status"], "enforcement",
        "the police end it themselves"
    );
    let events = card["history"].as_array().expect("a list").iter();
    let events: Vec<&str> = events.filter_map(|entry| entry["event"].as_str()).collect();
    for event in [
        "overdue_marked",
        "escalated",
        "feedback",
        "overdue_annulled",
    ] {
        assert!(events.contains(&event), "{event}: {events:?}");
    }

    // It is news for the days of the policy.
    let days = police.core.policy().expect("a pack");
    let days = i64::from(days.rectification.escalation.annulment_told_days);
    world.clock.advance_days(days - 1);
    police.sync().await;
    assert_eq!(told(&police).len(), 2);
    world.clock.advance_days(2);
    police.sync().await;
    assert_eq!(told(&police), []);
    let desk = world.desk(police_user).await;
    assert_eq!(told_at(&desk).await, Vec::<Value>::new());
}
