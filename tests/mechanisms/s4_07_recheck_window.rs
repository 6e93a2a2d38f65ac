//! S4-07 下旬统一复查: from the 21st on, what is due this month, with photo, pass or fail each.

use chrono::NaiveDate;
use serde_json::json;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::people::Role;
use wangge_mobile_core::{HazardFilter, RecheckInput};

use crate::quick_hazard::{quick_hazard, quick_report};
use crate::support::{api_refusal, code_and_rule, feedback, reason, serve, shop};
use crate::world::{Phone, World};

fn listed(phone: &Phone) -> Vec<wangge_domain::RecordId> {
    let list = phone.core.recheck_list().expect("the phone is enrolled");
    list.into_iter()
        .map(|notice| notice.rectification)
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_07_the_last_ten_days_are_for_rechecks() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let plain = quick_hazard(&worker, premises, "灭火器过期");
    let later = quick_hazard(&worker, premises, "线路需要整体改造");
    let report = quick_report(premises, "安全出口锁闭", true);
    let grave = worker.core.quick_report(&report).expect("it is complete");
    let bare = quick_hazard(&worker, premises, "没有发通知书");
    serve(&worker, plain, 25);
    serve(&worker, later, 60);
    serve(&worker, grave, 28);
    feedback(&worker, plain);
    worker.sync().await;

    let day = |day| NaiveDate::from_ymd_opt(2026, 9, day).expect("a day of the calendar");
    let plan = worker
        .core
        .month_plan(Some(grid))
        .expect("the phone is enrolled");
    assert_eq!(
        (plan.recheck_day, plan.recheck_until),
        (Some(day(21)), Some(day(30)))
    );
    assert_eq!(
        listed(&worker),
        vec![grave, plain],
        "life first; {later} is not due, {bare} never"
    );

    world.clock.advance_days(20);
    let officer = world.officer_phone(0).await;
    assert_eq!(
        listed(&officer),
        vec![grave, plain],
        "every phone shows the same list"
    );
    let second = world.person(Role::StationOfficer, 1);
    let unseen = RecheckInput::Passed {
        with: vec![second],
        photos: vec![],
    };
    let refused = officer.core.recheck(plain, unseen);
    let refused = refused.expect_err("an after photo makes the pair");
    assert_eq!(reason(refused), "photo_after_missing");
    let photo = officer.photo(plain, "", PhotoStage::Recheck);
    let passed = RecheckInput::Passed {
        with: vec![second],
        photos: vec![photo],
    };
    officer
        .core
        .recheck(plain, passed)
        .expect("passed, with a photo");
    officer.sync().await;
    worker.sync().await;
    assert_eq!(listed(&worker), vec![grave], "what passed is off the list");

    // The one that fails stays on it.
    feedback(&worker, grave);
    worker.sync().await;
    officer.sync().await;
    // What the opinion would say to its addressee is asked at the act (S0-03): a paper that cannot be
    // made out is not numbered, neither by the phone nor by the relay.
    let harsh = |words: &str| RecheckInput::Failed {
        reason: words.to_owned(),
        photos: vec![],
        with: Vec::new(),
    };
    for words in ["责令停业，罚款5000元", "責·令停业"] {
        let refused = officer.core.recheck(grave, harsh(words));
        assert_eq!(
            code_and_rule(refused.expect_err(words)),
            ("word_of_compulsion".to_owned(), "S0-03".to_owned())
        );
    }
    let desk = world.officer_desk(0).await;
    let said = json!({"recheck_failed": {"reason": "责令停业", "photos": []}});
    assert_eq!(desk.act_refused(grave, said).await, "word_of_compulsion");
    officer.sync().await;
    // Who came along stands on the opinion, and must be able to recheck.
    let unfit = RecheckInput::Failed {
        reason: "仍然锁闭".to_owned(),
        photos: vec![],
        with: vec![world.person(Role::VillageAdmin, 0)],
    };
    let refused = officer.core.recheck(grave, unfit);
    assert_eq!(
        reason(refused.expect_err("a village rechecks nothing")),
        "unqualified_checker"
    );
    let failed = RecheckInput::Failed {
        reason: "仍然锁闭".to_owned(),
        photos: vec![],
        with: vec![second],
    };
    officer
        .core
        .recheck(grave, failed)
        .expect("failed, with a reason");
    officer.sync().await;
    worker.sync().await;
    assert_eq!(listed(&worker), vec![grave]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_07_a_recheck_that_nobody_does_is_marked() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "灭火器过期");
    let waiting = quick_hazard(&worker, premises, "通道堵塞");
    serve(&worker, hazard, 25);
    serve(&worker, waiting, 25);
    feedback(&worker, hazard);
    worker.sync().await;
    let list = "/api/v1/hazards?recheck_overdue=true";
    let desk = world.officer_desk(0).await;
    assert_eq!(desk.read(list).await["items"], json!([]), "there is time");
    let shown = worker.core.get_record(hazard).expect("it is here");
    assert_eq!(shown.recheck_overdue, None);

    // The three working days of the policy are over, and nobody looked.
    world.clock.advance_days(10);
    let desk = world.officer_desk(0).await;
    let found = desk.read(list).await;
    assert_eq!(found["items"].as_array().map(Vec::len), Some(1), "{found}");
    assert_eq!(found["items"][0]["id"], hazard.to_string());
    assert_eq!(found["items"][0]["recheck_body"], "station");
    let since = found["items"][0]["recheck_overdue_since"].clone();
    let card = desk.card(hazard).await;
    assert_eq!(card["recheck_overdue_since"], since);
    assert_eq!(card["status"], "rechecking", "it waits for a person");
    let officer = world.officer_phone(0).await;
    let shown = officer.core.get_record(hazard).expect("it is here");
    let overdue = shown.recheck_overdue.expect("it is overdue");
    assert_eq!(json!(overdue.since.0), since);
    for path in [
        "/api/v1/premises?recheck_overdue=true",
        "/api/v1/hazards?recheck_overdue=true&status=served",
        "/api/v1/ledger.csv?recheck_overdue=true&status=served",
        "/api/v1/ledger.xlsx?recheck_overdue=true&status=served",
    ] {
        let refused = api_refusal(desk.get(path).await);
        assert!(refused.starts_with("400"), "{path}: {refused}");
    }

    // The list goes out as a ledger, with those alone.
    let (_, ledger) = desk.get("/api/v1/ledger.csv?recheck_overdue=true").await;
    let ledger = ledger.as_str().expect("a table is text").to_owned();
    assert!(ledger.contains("灭火器过期"), "{ledger}");
    assert!(!ledger.contains("通道堵塞"), "{ledger}");
    // The phone's list bears the mark, too.
    let marks = |phone: &Phone| -> Vec<wangge_domain::RecordId> {
        let rows = phone.core.list_hazards(&HazardFilter::default(), 10);
        let rows = rows.expect("a list").into_iter();
        let overdue = rows.filter(|row| {
            let mark = phone.core.recheck_overdue(row).expect("it is enrolled");
            mark.is_some()
        });
        overdue.map(|row| row.record).collect()
    };
    assert_eq!(marks(&officer), [hazard]);
    // The figure counts it as late, and opens it.
    let rate = "/api/v1/figures/breakdown?measure=recheck_in_time&by=grid&open=sum&kind=month";
    let counted = desk.read(rate).await;
    assert_eq!(counted["figure"]["unmet"], json!([hazard]), "{counted}");
    let workers = "/api/v1/figures/workers?open=recheck_in_time&kind=month";
    let counted = desk.read(workers).await.to_string();
    assert!(counted.contains(&hazard.to_string()), "{counted}");

    // Whoever looks ends it.
    let photo = officer.photo(hazard, "", PhotoStage::Recheck);
    let passed = RecheckInput::Passed {
        with: vec![world.person(Role::StationOfficer, 1)],
        photos: vec![photo],
    };
    officer
        .core
        .recheck(hazard, passed)
        .expect("passed, with a photo");
    officer.sync().await;
    assert_eq!(desk.read(list).await["items"], json!([]));
    assert_eq!(marks(&officer), []);
    let (_, ledger) = desk.get("/api/v1/ledger.csv?recheck_overdue=true").await;
    let ledger = ledger.as_str().expect("a table is text").to_owned();
    assert!(!ledger.contains("灭火器过期"), "{ledger}");
    let counted = desk.read(rate).await;
    assert_eq!(counted["figure"]["unmet"], json!([hazard]), "late it stays");
}
