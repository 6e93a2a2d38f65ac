//! S4-03 有部署、有检查、有总结: the three papers of each period under a leader; a summary without a check is refused,
//! and one that does not come in time is overdue.

use serde_json::json;

use crate::sheet_kit::{Kit, digest, line, missing, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_03_plan_check_summary() {
    let mut kit = Kit::start().await;
    let (town, leader) = (kit.town, kit.officer(0));
    let papers = |check: Option<String>, summary: Option<String>| {
        let entry = json!({
            "area": town, "period": "2026年三季度", "leader": leader, "plan": digest('1'),
            "check": check, "summary": summary, "due_on": "2026-09-30",
        });
        row(&[&town, &"2026年三季度"], entry)
    };
    assert_eq!(missing(&kit.at_desk("period_papers").await), 1, "no plan");
    kit.desk.set("period_papers", papers(None, None)).await;
    let bare = papers(None, Some(digest('3')));
    assert_eq!(
        kit.desk.set_refused("period_papers", bare).await,
        "field_missing"
    );
    kit.days_later(33).await;
    let view = kit.at_desk("period_papers").await;
    let late = line(&view, &[&town, &"2026年三季度"]);
    assert_eq!(late["state"], "overdue");
    kit.desk
        .set(
            "period_papers",
            papers(Some(digest('2')), Some(digest('3'))),
        )
        .await;
    assert_eq!(kit.at_desk("period_papers").await["basis_points"], 10_000);
}
