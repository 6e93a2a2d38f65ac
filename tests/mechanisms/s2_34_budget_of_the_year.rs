//! S2-34 举报奖励: the budget is that of the year in which a report was found true, whenever its reward is
//! granted.

use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::public_report::PublicReportRules;
use wangge_mobile_core::StepInput;

use crate::officials::say;
use crate::quick_hazard::quick_hazard;
use crate::s2_34_reports_by_the_public::{Visitor, id};
use crate::support::shop;
use crate::world::{Desk, Phone, World, WorldClock};

/// A report that was found true: its id.
async fn verified(
    world: &World,
    visitor: &Visitor<'_>,
    worker: &Phone,
    premises: RecordId,
    place: &str,
) -> RecordId {
    let desk = world.officer_desk(0).await;
    let fields = [("category", "exit"), ("place", place), ("text", place)];
    let (status, page) = visitor.send(&fields, 0).await;
    assert_eq!(status, 200, "{page}");
    world.run_jobs().await;
    let groups = desk.read("/api/v1/public-reports").await;
    let report = id(&groups[0][0]["report"]);
    let settle = format!("/api/v1/public-reports/{report}/settle");
    let take = json!({"take": {"severity": "general", "premises": premises.to_string()}});
    let (status, taken) = desk.post(&settle, take).await;
    assert_eq!(status.as_u16(), 200, "{taken}");
    let case = id(&taken["record"]);
    worker.sync().await;
    let hazard = quick_hazard(worker, premises, place);
    let found = StepInput::saying(&[("hazard", &hazard.to_string())]);
    worker
        .core
        .step(case, "report.match", &found)
        .expect("it is true");
    worker.sync().await;
    let reply = json!({"reply": "已核实", "channel": "platform"});
    desk.step_ok(case, say("report.reply_verified", reply))
        .await;
    report
}

async fn grant(desk: &Desk, report: RecordId) -> (u16, serde_json::Value) {
    let path = format!("/api/v1/public-rewards/{report}");
    let (status, answer) = desk.post(&path, json!({"approve": true})).await;
    (status.as_u16(), answer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_34_a_reward_falls_in_the_year_of_its_verification() {
    let world = World::start_at(WorldClock::at_china(2026, 12, 29, 8)).await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "便民超市", &[]);
    worker.sync().await;
    // The whole budget of a year is one reward.
    let mut rules = PublicReportRules::standard();
    for tariff in &mut rules.reward.tariff {
        tariff.fen = 5_000;
    }
    rules.reward.person_year_fen = 5_000;
    rules.reward.budget_year_fen = 5_000;
    let county = world.county_desk().await;
    county
        .set(
            "public_report_rule",
            json!({"key": "default", "entry": rules}),
        )
        .await;
    let mut wild = rules.clone();
    wild.reward.budget_year_fen = 4_999;
    let wild = json!({"key": "default", "entry": wild});
    let refused = county.set_refused("public_report_rule", wild).await;
    assert_eq!(refused, "rules_invalid", "a person gets more than all");

    let visitor = Visitor::of(&world).await;
    let old = verified(&world, &visitor, &worker, premises, "青峰路1号楼道").await;
    world.clock.advance_days(4);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let (status, granted) = grant(&desk, old).await;
    assert_eq!((status, &granted["fen"]), (200, &json!(5_000)), "{granted}");
    let new = verified(&world, &visitor, &worker, premises, "城南巷3号后门").await;
    let (status, granted) = grant(&desk, new).await;
    assert_eq!((status, &granted["fen"]), (200, &json!(5_000)), "{granted}");
    let more = verified(&world, &visitor, &worker, premises, "桥头街9号仓库").await;
    let (status, answer) = grant(&desk, more).await;
    assert_eq!(
        (status, &answer["code"]),
        (422, &json!("report_earns_nothing")),
        "{answer}"
    );
}
