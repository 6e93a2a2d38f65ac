//! S0-20 预警与暂停: alerts on the tenth and the thirteenth day; a pause with its reason moves the deadline by its
//! days, ends by itself, and is not for what is overdue; clocks wrong by ten years change no deadline.

use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::{Status, Timing};
use wangge_mobile_core::StepInput;

use crate::officials::say;
use crate::quick_hazard::{quick_hazard, quick_report};
use crate::support::{feedback, reason, serve, shop};
use crate::world::{Desk, Phone, World};

const TEN_YEARS_MS: i64 = 3_652 * 86_400_000;

fn due_of(phone: &Phone, hazard: RecordId) -> (String, String) {
    let due = phone.core.get_record(hazard).expect("it is here").state.due;
    let due = due.expect("a deadline");
    (due.china_date().to_string(), due.0.to_string())
}

/// The alert a hazard stands under, on the phone and at the desk: the day and the days left.
async fn alert(phone: &Phone, desk: &Desk, hazard: RecordId) -> Option<(u32, u32)> {
    let mine = phone.core.deadline_alerts().expect("it is enrolled");
    let mine = mine.iter().find(|(record, _)| *record == hazard);
    let mine = mine.map(|(_, alert)| (alert.day, alert.days_left));
    let theirs = desk.read("/api/v1/deadline-alerts").await;
    let theirs = theirs.as_array().expect("a list").clone();
    let number = |alert: &Value, name: &str| {
        u32::try_from(alert[name].as_u64().expect("a number")).expect("small")
    };
    let theirs = theirs
        .iter()
        .find(|alert| alert["hazard"] == hazard.to_string())
        .map(|alert| (number(alert, "day"), number(alert, "days_left")));
    assert_eq!(mine, theirs, "phone and relay ask the same function");
    mine
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_20_alerts_and_pauses() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let plain = quick_hazard(&worker, premises, "通道堆物");
    let paused = quick_hazard(&worker, premises, "线路整改");
    let short = quick_hazard(&worker, premises, "灭火器过期");
    let grave = worker
        .core
        .quick_report(&quick_report(premises, "安全出口封死", true))
        .expect("a photo and a few words are enough");
    serve(&worker, plain, 15);
    serve(&worker, paused, 15);
    serve(&worker, short, 7);
    serve(&worker, grave, 15);
    worker.sync().await;
    let pause = |due: &str, reason: &str| {
        say(
            "rectification.pause",
            json!({"reason": reason, "text": "等待检测报告", "due": due}),
        )
    };
    let (day, due) = due_of(&worker, paused);
    assert_eq!(day, "2026-09-16");

    // A pause is an officer's, wants a reason of the list, and cites the deadline it stops.
    let mine = StepInput::saying(&[("reason", "appraisal"), ("text", "等报告"), ("due", &due)]);
    let refused = worker.core.step(paused, "rectification.pause", &mine);
    assert_eq!(
        reason(refused.expect_err("not a worker's")),
        "no_permission"
    );
    let desk = world.officer_desk(0).await;
    for (tried, code) in [
        (pause(&due, "no_mood"), "not_in_list"),
        (pause("1790000000000", "appraisal"), "deadline_moved"),
        (pause(&due, " "), "field_missing"),
    ] {
        assert_eq!(desk.step_refused(paused, tried).await, code);
    }
    let (_, urgent) = due_of(&worker, grave);
    assert_eq!(
        desk.step_refused(grave, pause(&urgent, "supplies")).await,
        "life_threat_not_paused"
    );
    // One of seven days has as many left on its first day as one of fifteen on its eighth.
    assert_eq!(alert(&worker, &desk, plain).await, None);
    assert_eq!(alert(&worker, &desk, short).await, None);

    world.clock.advance_days(10);
    let desk = world.officer_desk(0).await;
    assert_eq!(alert(&worker, &desk, plain).await, Some((10, 5)));
    assert_eq!(alert(&worker, &desk, short).await, None, "it is overdue");
    desk.step_ok(paused, pause(&due, "appraisal")).await;
    worker.sync().await;
    let state = worker.core.get_record(paused).expect("it is here").state;
    assert_eq!(state.status, Status::Paused);
    assert_eq!(alert(&worker, &desk, paused).await, None, "it stands still");

    // Ten days later it goes on, ten days longer: 26 September is a Saturday, 27 a make-up... the
    // calendar of the pack decides.
    world.clock.advance_days(3);
    let desk = world.officer_desk(0).await;
    assert_eq!(alert(&worker, &desk, plain).await, Some((13, 2)));
    world.clock.advance_days(7);
    world.run_jobs().await;
    let desk = world.officer_desk(0).await;
    assert_eq!(desk.card(plain).await["status"], "overdue");
    assert_eq!(desk.card(paused).await["status"], "paused");
    let resumed = desk
        .step_ok(paused, say("rectification.resume", json!({})))
        .await;
    assert_eq!(resumed["status"], "served");
    worker.sync().await;
    let policy = worker.core.policy().expect("a pack");
    let from = "2026-09-16".parse().expect("a day");
    let ten = wangge_domain::calendar::DeadlineSpec::Days {
        days: 10,
        calendar: wangge_domain::calendar::DayKind::Natural,
    };
    let expected = policy.working_calendar().due_date(from, ten, true).date;
    assert_eq!(due_of(&worker, paused).0, expected.to_string());
    let (_, late) = due_of(&worker, plain);
    assert_eq!(
        desk.step_refused(plain, pause(&late, "appraisal")).await,
        "not_in_this_state",
        "what is overdue is not paused"
    );

    // As often as the policy allows, which is once.
    let (_, due) = due_of(&worker, paused);
    assert_eq!(
        desk.step_refused(paused, pause(&due, "supplies")).await,
        "paused_before"
    );

    // Nobody ends it: the relay does when the longest pause of the policy is over.
    let left = quick_hazard(&worker, premises, "更换配电箱");
    serve(&worker, left, 15);
    worker.sync().await;
    let (_, due) = due_of(&worker, left);
    desk.step_ok(left, pause(&due, "supplies")).await;
    world.clock.advance_days(62);
    world.run_jobs().await;
    let desk = world.officer_desk(0).await;
    assert_eq!(desk.card(left).await["status"], "served");
    worker.sync().await;
    assert!(due_of(&worker, left).0.as_str() > "2026-11-20");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clocks_wrong_by_ten_years_move_no_deadline() {
    for wrong_by in [-TEN_YEARS_MS, TEN_YEARS_MS] {
        let world = World::start().await;
        let (worker, grid) = world.worker_phone(0).await;
        let premises = shop(&worker, grid, "小店", &[]);
        worker.sync().await;
        worker.clock.set_wrong_by_ms(wrong_by);
        let hazard = quick_hazard(&worker, premises, "通道堆物");
        serve(&worker, hazard, 15);
        assert_eq!(due_of(&worker, hazard).0, "2026-09-16", "offline already");
        worker.sync().await;
        assert_eq!(due_of(&worker, hazard).0, "2026-09-16");

        // Fed back in time without a network; the relay hears of it after the deadline.
        world.clock.advance_days(14);
        worker.photo(hazard, "", PhotoStage::After);
        feedback(&worker, hazard);
        world.clock.advance_days(3);
        world.run_jobs().await;
        worker.sync().await;
        world.clock.advance_hours(1);
        world.run_jobs().await;
        worker.sync().await;
        let state = worker.core.get_record(hazard).expect("it is here").state;
        let entry = state
            .history
            .iter()
            .rfind(|entry| entry.event == "feedback");
        let entry = entry.expect("it was entered");
        assert!(entry.time.clock_flagged, "ten years are noticed");
        assert_eq!(entry.timing, Some(Timing::Undetermined), "{:?}", entry.time);
        assert!(state.overdue, "a flagged clock has no benefit of the doubt");
        assert_eq!(
            state.status,
            Status::Rechecking,
            "what was done counts all the same"
        );
    }
}

/// What waits for its notice or its service beyond the time of the policy is told like a deadline.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_20_what_is_owed_beyond_its_time_is_told() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "通道堆物");
    worker.sync().await;
    let owed = |list: &Value| {
        let list = list.as_array().expect("a list").clone();
        let found = list
            .into_iter()
            .find(|one| one["hazard"] == hazard.to_string());
        found.map(|one| one["owed"].clone())
    };
    let desk = world.officer_desk(0).await;
    let alerts = desk.read("/api/v1/deadline-alerts").await;
    assert_eq!(owed(&alerts), None, "there is time yet");
    let card = desk.card(hazard).await;
    assert_eq!(card["owed"], "下发整改通知书");
    assert!(worker.core.acts_overdue().expect("here").is_empty());
    world.clock.advance_days(2);
    let desk = world.officer_desk(0).await;
    let alerts = desk.read("/api/v1/deadline-alerts").await;
    assert_eq!(owed(&alerts), Some(json!("下发整改通知书")));
    worker.sync().await;
    let late = worker.core.acts_overdue().expect("it is enrolled");
    assert_eq!(late.len(), 1);
    assert_eq!(late[0].1.action.0, "notice_issued");
    serve(&worker, hazard, 15);
    worker.sync().await;
    let alerts = desk.read("/api/v1/deadline-alerts").await;
    assert_eq!(owed(&alerts), None, "it was served");
}
