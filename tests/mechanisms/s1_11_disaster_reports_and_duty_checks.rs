//! S1-11 四有: 值守、风险定期排查、灾情报送制度: a disaster is reported without network and received by somebody else
//! in time; the periodic check of a village's systems goes through the whole list.

use wangge_domain::people::Role;
use wangge_domain::record::RecordKind;
use wangge_mobile_core::CaseSubject;

use crate::household_kit::{refused, take};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_11_disaster_reports_and_duty_checks() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let open = |kind: RecordKind| {
        let fields = [("title".to_owned(), "九月".into())].into();
        let opened = worker
            .core
            .open_case(&kind, CaseSubject::Grid(grid), &fields);
        opened.expect("the own grid")
    };
    let disaster = open(RecordKind::Disaster);
    let told = |kind: &'static str| {
        [
            ("matter", "柴房起火"),
            ("type", kind),
            ("place", "4组"),
            ("happened_at", "2026-09-01 07:40"),
            ("affected", "3"),
        ]
    };
    assert_eq!(
        refused(&worker, disaster, "disaster.report", &told("war")),
        "not_in_list"
    );
    take(&worker, disaster, "disaster.report", &told("fire"));
    take(
        &worker,
        disaster,
        "disaster.update",
        &[("note", "火已扑灭，无伤亡")],
    );

    let check = open(RecordKind::Patrol);
    let part = [("title", "制度检查"), ("kept", "duty_watch,risk_check")];
    assert_eq!(
        refused(&worker, check, "patrol.duty_check", &part),
        "list_incomplete"
    );
    let both = [
        ("title", "制度检查"),
        ("kept", "duty_watch,risk_check,village_rules"),
        ("missed", "disaster_report,village_rules"),
    ];
    assert_eq!(
        refused(&worker, check, "patrol.duty_check", &both),
        "counted_twice"
    );
    let whole = [
        ("title", "制度检查"),
        ("kept", "duty_watch,risk_check,village_rules"),
        ("missed", "disaster_report"),
    ];
    take(&worker, check, "patrol.duty_check", &whole);
    worker.sync().await;

    // Nobody received it: the relay marks it. Then the village receives it, not the reporter.
    world.clock.advance_days(2);
    world.run_jobs().await;
    let desk = world.officer_desk(0).await;
    assert_eq!(desk.card(disaster).await["overdue"], true);
    worker.sync().await;
    assert_eq!(
        refused(&worker, disaster, "disaster.receive", &[]),
        "no_permission"
    );
    let village = world.phone(world.person(Role::VillageAdmin, 0)).await;
    let reached = [("note", "已派人")];
    take(&village, disaster, "disaster.receive", &reached);
    assert_eq!(
        refused(&village, disaster, "disaster.receive", &reached),
        "not_in_this_state",
        "once"
    );
    village.sync().await;
    let card = desk.card(disaster).await;
    assert_eq!(card["status"], "received");
    assert_eq!(card["overdue"], true, "that it came late is not undone");
}
