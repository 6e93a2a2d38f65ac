//! S4-05 每月上旬确定一个工作日为检查日: the day is worked, and a month without it is missed.

use chrono::NaiveDate;
use wangge_domain::lifecycle::Status;
use wangge_domain::schedule::{CheckDayState, MonthPlan};
use wangge_mobile_core::{CoreError, SubmitInspection};

use crate::support::{refused_pack, shop, to_mend};
use crate::world::World;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a day of the calendar")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_05_the_check_day_is_worked_and_missed_if_nobody_came() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let (idle, idle_grid) = world.worker_phone(4).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let plan = || -> MonthPlan { worker.core.month_plan(Some(grid)).expect("enrolled") };
    let calendar = worker.core.policy().expect("enrolled").working_calendar();

    // 5 September is a Saturday.
    assert_eq!(plan().check_day, Some(day(9, 7)));
    assert!(calendar.is_working_day(day(9, 7)) && !calendar.is_working_day(day(9, 5)));
    assert!(plan().calendar_known);
    assert_eq!(plan().check_day_state, CheckDayState::Upcoming);
    world.clock.advance_days(6);
    assert_eq!(plan().check_day_state, CheckDayState::Today);
    world.clock.advance_days(1);
    assert_eq!(plan().check_day_state, CheckDayState::Missed);

    // A day late, and still in the first ten.
    worker.inspect(premises, &[]);
    assert_eq!(plan().check_day_state, CheckDayState::Done(day(9, 8)));
    let other = idle.core.month_plan(Some(idle_grid)).expect("enrolled");
    assert_eq!(
        other.check_day_state,
        CheckDayState::Missed,
        "it counts for one grid only"
    );
    let foreign = worker.core.month_plan(Some(idle_grid));
    assert_eq!(
        foreign.err(),
        Some(CoreError::UnknownGrid),
        "of another's grid nothing is known here: that is not the same as missed"
    );
    worker.sync().await;
    assert_eq!(
        plan().check_day_state,
        CheckDayState::Done(day(9, 8)),
        "also once it is synced"
    );

    // In October the holiday takes seven days of the first ten.
    world.clock.advance_days(28);
    worker.sync().await;
    assert_eq!(plan().check_day, Some(day(10, 8)));
    assert_eq!(plan().check_day_state, CheckDayState::Upcoming);
    world.clock.advance_days(6);
    worker.inspect(premises, &[]);
    assert_eq!(
        plan().check_day_state,
        CheckDayState::Missed,
        "the twelfth is too late"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_05_refuses_a_visit_that_looked_at_nothing() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let plan = || -> MonthPlan { worker.core.month_plan(Some(grid)).expect("enrolled") };

    // A county cannot put the day outside the first ten, nor the rechecks within them.
    let in_force = worker.core.policy().expect("enrolled");
    let mut late = in_force.as_ref().clone();
    late.calendar.check_day.last_day = 12;
    let said = refused_pack(&world, late);
    assert!(said.contains("calendar.check_day.last_day"), "{said}");
    let mut early = in_force.as_ref().clone();
    early.calendar.recheck_from_day = 9;
    let said = refused_pack(&world, early);
    assert!(said.contains("calendar.recheck_from_day"), "{said}");
    worker.sync().await;
    assert_eq!(plan().check_day, Some(day(9, 7)));

    // Going there is no check: the day stays open until something was answered.
    world.clock.advance_days(6);
    let visit = worker.start(premises).expect("the visit may begin");
    let submit = SubmitInspection::default();
    let refused = worker.core.submit_inspection(visit, &submit);
    let missing = to_mend(refused.expect_err("nothing was looked at"));
    assert!(
        !missing.is_empty() && missing.iter().all(|(code, _)| code == "answer_missing"),
        "{missing:?}"
    );
    assert_eq!(plan().check_day_state, CheckDayState::Today);
    let draft = worker.core.get_record(visit).expect("the draft is kept");
    assert_eq!(draft.state.status, Status::Draft);
    worker.answer_all(premises, visit, &[]);
    worker
        .core
        .submit_inspection(visit, &submit)
        .expect("it was looked at");
    assert_eq!(plan().check_day_state, CheckDayState::Done(day(9, 7)));
}
