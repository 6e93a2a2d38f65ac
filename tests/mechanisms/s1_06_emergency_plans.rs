//! S1-06 有预案、及时修订: plan files with the day of their last review; the reminder comes before the review is
//! overdue, also on a phone without network.

use serde_json::json;

use crate::sheet_kit::{Kit, digest, line, missing, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_06_emergency_plans() {
    let mut kit = Kit::start().await;
    let town = kit.town;
    let plan = |file: &str, reviewed: &str| {
        let entry =
            json!({"area": town, "title": "火灾预案", "file": file, "reviewed_on": reviewed});
        row(&[&town, &"火灾预案"], entry)
    };
    assert_eq!(missing(&kit.at_desk("emergency_plan").await), 1);
    let code = kit
        .desk
        .set_refused("emergency_plan", plan("预案.doc", "2023-10-10"))
        .await;
    assert_eq!(code, "field_of_wrong_kind", "a file is named by its hash");
    kit.desk
        .set("emergency_plan", plan(&digest('a'), "2023-10-10"))
        .await;
    kit.worker.sync().await;
    assert_eq!(kit.on_phone("emergency_plan").met, 1, "five weeks are left");
    let state = |kit: &Kit| kit.on_phone("emergency_plan").lines[0].state;
    kit.days_later(20).await;
    assert_eq!(state(&kit), wangge_domain::sheet::LineState::Soon);
    kit.days_later(30).await;
    assert_eq!(state(&kit), wangge_domain::sheet::LineState::Overdue);
    let view = kit.at_desk("emergency_plan").await;
    let late = line(&view, &[&town, &"火灾预案"]);
    assert_eq!(late["findings"][0]["what"], "2026-10-10");
    kit.desk
        .set("emergency_plan", plan(&digest('b'), "2026-10-15"))
        .await;
    assert_eq!(kit.at_desk("emergency_plan").await["basis_points"], 10_000);
}
