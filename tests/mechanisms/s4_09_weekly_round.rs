//! S4-09 社区每周检查, 检查组下发通知书: the week's round of a village, and its own notices.

use chrono::NaiveDate;
use wangge_domain::lifecycle::Status;
use wangge_domain::people::Role;
use wangge_mobile_core::RecheckInput;

use crate::quick_hazard::quick_hazard;
use crate::support::{feedback, reason, serve, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_09_a_village_walks_every_week_and_issues_notices() {
    let world = World::start().await;
    let village = world.township.villages[0].grid;
    let grid = world
        .township
        .small_grids()
        .find(|grid| grid.parent == Some(village));
    let grid = grid.expect("a village has small grids").grid;
    let manager = world.phone(world.person(Role::VillageAdmin, 0)).await;
    let week = || {
        manager
            .core
            .village_week(None)
            .expect("the phone is enrolled")
    };
    let day = |day| NaiveDate::from_ymd_opt(2026, 9, day).expect("a day of the calendar");

    // 1 September is a Tuesday.
    assert_eq!((week().done_on, week().weeks_missed), (None, None));
    let premises = shop(&manager, grid, "小店", &[]);
    manager.inspect(premises, &[]);
    assert_eq!(week().done_on, Some(day(1)));
    assert_eq!(week().until, day(6));

    let hazard = quick_hazard(&manager, premises, "灭火器过期");
    serve(&manager, hazard, 7);
    manager.sync().await;
    let state = manager.core.get_record(hazard).expect("it is here").state;
    assert_eq!(state.status, Status::Served);
    assert!(
        state
            .notice_number
            .is_some_and(|number| number.contains("第0001号"))
    );

    // Who issues it does not close it.
    feedback(&manager, hazard);
    manager.sync().await;
    let passed = RecheckInput::Passed {
        with: vec![],
        photos: vec![],
    };
    let refused = manager
        .core
        .recheck(hazard, passed)
        .expect_err("the township rechecks");
    assert_eq!(reason(refused), "no_permission");

    world.clock.advance_days(7);
    assert_eq!((week().done_on, week().weeks_missed), (None, Some(0)));
    world.clock.advance_days(7);
    assert_eq!(
        (week().done_on, week().weeks_missed),
        (None, Some(1)),
        "a week was left out"
    );
}
