//! S3-09 火灾隐患整改工作流程: one table for phone, relay and the drawing of it.

use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::{LifecycleTables, render_markdown};
use wangge_domain::people::Role;
use wangge_domain::record::RecordKind;
use wangge_mobile_core::RecheckInput;

use crate::quick_hazard::quick_hazard;
use crate::support::{feedback, reason, serve, shop};
use crate::world::{Desk, Phone, World};

/// What the phone offers is what the relay's card offers.
async fn offered(officer: &Phone, desk: &Desk, record: RecordId) -> Vec<String> {
    officer.sync().await;
    let here = officer.core.allowed_actions(record).expect("it is here");
    let here: Vec<String> = here.into_iter().map(|action| action.0).collect();
    let card = desk.card(record).await;
    assert_eq!(
        card["allowed_actions"],
        json!(here),
        "status {}",
        card["status"]
    );
    here
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_09_one_state_machine_for_all() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let officer = world.officer_phone(0).await;
    let desk = world.officer_desk(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "通道堆物");
    worker.sync().await;

    offered(&officer, &desk, premises).await;
    let found = offered(&officer, &desk, hazard).await;
    assert!(found.iter().any(|action| action == "notice_issued"));
    assert!(!found.iter().any(|action| action == "urged"));
    let refused = officer
        .core
        .urge(hazard, 3)
        .expect_err("nothing is overdue");
    assert_eq!(reason(refused), "not_in_this_state");
    let event = json!({"urged": {"days": 3}});
    assert_eq!(desk.act_refused(hazard, event).await, "not_in_this_state");

    serve(&worker, hazard, 7);
    worker.sync().await;
    let served = offered(&officer, &desk, hazard).await;
    assert!(served.iter().any(|action| action == "feedback"));

    world.clock.advance_days(8);
    world.run_jobs().await;
    // A session at a desk does not last for days.
    let desk = world.officer_desk(0).await;
    let overdue = offered(&officer, &desk, hazard).await;
    assert!(overdue.iter().any(|action| action == "urged"));

    worker.sync().await;
    feedback(&worker, hazard);
    worker.sync().await;
    let rechecking = offered(&officer, &desk, hazard).await;
    assert!(rechecking.iter().any(|action| action == "recheck_passed"));

    let photo = officer.photo(hazard, "", PhotoStage::Recheck);
    let second = world.person(Role::StationOfficer, 1);
    let passed = RecheckInput::Passed {
        with: vec![second],
        photos: vec![photo],
    };
    officer
        .core
        .recheck(hazard, passed)
        .expect("two officers may close it");
    officer.sync().await;
    let closed = offered(&officer, &desk, hazard).await;
    assert!(
        !closed.iter().any(|action| action == "recheck_passed"),
        "{closed:?}"
    );

    // The drawing is made of the same table.
    let drawn = include_str!("../../docs/LIFECYCLE.md");
    for kind in [
        RecordKind::Premises,
        RecordKind::Inspection,
        RecordKind::Rectification,
    ] {
        let table = LifecycleTables::standard()
            .of(&kind)
            .expect("it has a table");
        assert!(drawn.contains(render_markdown(table).trim_end()), "{kind}");
    }
}
