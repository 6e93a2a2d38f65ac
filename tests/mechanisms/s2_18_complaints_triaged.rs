//! S2-18 隐患分级处理、举报投诉件分解到镇: intake, triage by severity with its own limit, dispatch to the grid, and a reply
//! that says whether it was true.

use serde_json::{Value, json};
use wangge_domain::lifecycle::Status;
use wangge_domain::record::RecordKind;
use wangge_mobile_core::{CaseFilter, CaseSubject, StepInput};

use crate::officials::say;
use crate::quick_hazard::quick_hazard;
use crate::support::{reason, shop};
use crate::world::World;

fn complaint(premises: &str, source: &str) -> Value {
    json!({
        "about": premises,
        "first": say("report.receive", json!({
            "source": source, "text": "楼道堵塞，晚上充电", "place": "青峰路1号",
        })),
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_18_complaints_triaged() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let at = premises.to_string();

    // Intake as a form at the desk, and by a worker in the street, offline.
    assert_eq!(
        desk.open_refused("report", complaint(&at, "pigeon")).await,
        "not_in_list"
    );
    let (report, _) = desk
        .open_case("report", complaint(&at, "hotline_12345"))
        .await;
    let told = worker
        .core
        .open_case(
            &RecordKind::Report,
            CaseSubject::Premises(premises),
            &[].into(),
        )
        .expect("a form can be begun");
    let said = StepInput::saying(&[("source", "walk_in"), ("text", "有人举报占用通道")]);
    worker
        .core
        .step(told, "report.receive", &said)
        .expect("it is complete");
    worker.sync().await;

    // The severity sets the limit.
    let triage = |severity: &str| say("report.triage", json!({"severity": severity}));
    assert_eq!(
        desk.step_refused(report, triage("dreadful")).await,
        "not_in_list"
    );
    let urgent = desk.step_ok(report, triage("urgent")).await["due"].as_i64();
    let general = desk.step_ok(told, triage("general")).await["due"].as_i64();
    assert!(urgent < general, "{urgent:?} {general:?}");
    let list = desk.read("/api/v1/cases/report").await;
    assert_eq!(
        list["items"][0]["id"],
        report.to_string(),
        "the urgent one first"
    );

    // Dispatched to the grid: the worker has it on the phone and finds it true.
    let dispatch = say("report.dispatch", json!({"person": "一网格网格员"}));
    let reply = |step: &str, fields: Value| say(step, fields);
    let verified = json!({"reply": "已责成整改", "channel": "phone"});
    desk.step_ok(report, dispatch.clone()).await;
    assert_eq!(
        desk.step_refused(report, reply("report.reply_verified", verified.clone()))
            .await,
        "step_before_missing",
        "what was found is named first"
    );
    worker.sync().await;
    let rows = worker
        .core
        .list_cases(&RecordKind::Report, &CaseFilter::default(), 10)
        .expect("the list can be read");
    assert_eq!(rows[0].record, report);
    assert_eq!(rows[0].status, Status::Dispatched);
    let elsewhere = shop(&worker, grid, "另一小店", &[]);
    let stray = quick_hazard(&worker, elsewhere, "楼道充电");
    let refused = worker
        .core
        .step(
            report,
            "report.match",
            &StepInput::saying(&[("hazard", &stray.to_string())]),
        )
        .expect_err("that is somebody else's");
    assert_eq!(reason(refused), "other_premises");
    let hazard = quick_hazard(&worker, premises, "楼道充电");
    let found = StepInput::saying(&[("hazard", &hazard.to_string())]);
    worker
        .core
        .step(report, "report.match", &found)
        .expect("it is the same");
    let answer = StepInput::saying(&[("reply", "已处理"), ("channel", "phone")]);
    let refused = worker
        .core
        .step(report, "report.reply_verified", &answer)
        .expect_err("the station replies");
    assert_eq!(reason(refused), "no_permission");
    worker.sync().await;
    let replied = desk
        .step_ok(report, reply("report.reply_verified", verified))
        .await;
    assert!(replied["due"].is_null(), "it is answered");
    desk.step_ok(report, say("report.rate", json!({"rating": "satisfied"})))
        .await;

    // The other one is not answered in time, and that shows.
    world.clock.advance_days(10);
    world.run_jobs().await;
    let desk = world.officer_desk(0).await;
    assert_eq!(desk.card(told).await["overdue"], true);
    assert_eq!(desk.card(report).await["overdue"], false);

    // It counts in the township's figures, and each side of the number opens its complaints.
    let figures = desk
        .read("/api/v1/figures?kind=month&on=2026-09-01&open=public_reports")
        .await;
    let figure = &figures["figures"]["public_reports"];
    assert_eq!(
        (&figure["met"], &figure["unmet"]),
        (&json!([report]), &json!([told])),
        "{figures}"
    );
    assert_eq!(figures["figures"]["organization"]["text"], "未统计");
}
