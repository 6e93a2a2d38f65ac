//! S4-07 下旬统一复查: from the 21st on, what is due this month, with photo, pass or fail each.

use chrono::NaiveDate;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::people::Role;
use wangge_mobile_core::RecheckInput;

use crate::quick_hazard::{quick_hazard, quick_report};
use crate::support::{feedback, reason, serve, shop};
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
    let failed = RecheckInput::Failed {
        reason: "仍然锁闭".to_owned(),
        photos: vec![],
    };
    officer
        .core
        .recheck(grave, failed)
        .expect("failed, with a reason");
    officer.sync().await;
    worker.sync().await;
    assert_eq!(listed(&worker), vec![grave]);
}
