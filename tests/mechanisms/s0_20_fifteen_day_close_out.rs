//! S0-20 暗访督办 15日办结: a clock over fifteen days, the overdue list, the annulment of a late mark.

use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::hazard::HazardSource;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::Status;
use wangge_mobile_core::{HazardFilter, HazardInput, NoticeInput};

use crate::support::{feedback, notice, premises_of, reason, serve};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_20_fifteen_day_close_out() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = premises_of(&world, &worker, grid);
    let unannounced = || {
        let input = HazardInput {
            source: HazardSource::UnannouncedVisit,
            ..HazardInput::new(premises, "安全出口上锁")
        };
        let hazard = worker.core.draft_hazard(&input).expect("it can be drafted");
        worker.photo(hazard, "", PhotoStage::Found);
        worker.core.raise_hazard(hazard).expect("it is complete");
        hazard
    };
    // The default of the policy is fifteen natural days.
    let policy = worker.core.policy().expect("a pack");
    let fifteen = DeadlineSpec::Days {
        days: 15,
        calendar: DayKind::Natural,
    };
    assert_eq!(policy.rectification.supervision_deadline, fifteen);
    let (late, kept) = (unannounced(), unannounced());
    serve(&worker, late, 15);
    serve(&worker, kept, 15);
    worker.sync().await;
    let due = worker
        .core
        .get_record(late)
        .expect("it is here")
        .state
        .due
        .expect("a deadline");
    // 1 September + 15 = 16 September 2026, a working day.
    assert_eq!(due.china_date().to_string(), "2026-09-16");

    // The second is put right in time, but its phone has no signal before the deadline.
    world.clock.advance_days(14);
    feedback(&worker, kept);
    world.clock.advance_days(3);
    world.run_jobs().await;
    let desk = world.officer_desk(0).await;
    assert_eq!(desk.card(late).await["status"], "overdue");
    assert_eq!(
        desk.card(kept).await["status"],
        "overdue",
        "the relay cannot know yet"
    );

    worker.sync().await;
    world.clock.advance_hours(1);
    world.run_jobs().await;
    worker.sync().await;
    let kept = worker.core.get_record(kept).expect("it is here").state;
    assert_eq!(
        kept.status,
        Status::Rechecking,
        "made in time: {:?}",
        kept.history
    );
    assert!(!kept.overdue, "the mark is annulled by a later row");
    assert!(
        kept.history
            .iter()
            .any(|entry| entry.event == "overdue_marked"),
        "and never erased"
    );
    let overdue = HazardFilter {
        open_only: true,
        due_before: Some(world.clock.now()),
        ..HazardFilter::default()
    };
    let list = worker.core.list_hazards(&overdue, 10).expect("a list");
    assert!(list.iter().any(|row| row.record == late && row.overdue));
    let beyond = NoticeInput {
        deadline: DeadlineSpec::Days {
            days: 500,
            calendar: DayKind::Natural,
        },
        ..notice(1)
    };
    let refused = worker.core.issue_notice(unannounced(), &beyond);
    let refused = refused.expect_err("no endless deadlines");
    assert_eq!(reason(refused), "deadline_out_of_limits");
}
