//! S2-25 消防生命通道、一区一策: each village has a plan with its lanes, renewed yearly; a worker has it at hand without
//! network where a lane is blocked, and raises the hazard there. Gates that open at a touch are hardware.

use serde_json::json;
use wangge_domain::sheet::LineState;

use crate::sheet_kit::{Kit, digest, missing, row};
use crate::support::{item_that, shop};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_25_life_lanes() {
    let mut kit = Kit::start().await;
    let (village, person) = (kit.village, kit.villager(0));
    let plan = |lanes: &[&str], reviewed: &str| {
        let entry = json!({
            "area": village, "title": "老街一区一策", "file": digest('d'), "lanes": lanes,
            "person": person, "reviewed_on": reviewed,
        });
        row(&[&village], entry)
    };
    let before = missing(&kit.at_desk("area_plan").await);
    assert_eq!(
        kit.desk
            .set_refused("area_plan", plan(&[], "2026-01-05"))
            .await,
        "field_missing"
    );
    kit.desk
        .set("area_plan", plan(&["东门巷", "学校路"], "2025-10-01"))
        .await;
    assert_eq!(missing(&kit.at_desk("area_plan").await), before - 1);
    let premises = shop(&kit.worker, kit.grid, "巷口小店", &[]);
    kit.worker.sync().await;

    let seen = kit
        .worker
        .core
        .sheet_entries_for("area_plan", premises)
        .expect("on file");
    assert!(
        seen[0].row.entry.contains("东门巷"),
        "the plan of the village, offline"
    );
    let lane = item_that(&kit.worker, premises, |item| {
        ["LANE", "EXIT"].contains(&item.common_key.as_str())
    });
    let (_, submitted) = kit.worker.inspect(premises, &[&lane]);
    assert_eq!(
        submitted.hazards.len(),
        1,
        "a blocked way is a hazard like any other"
    );
    kit.worker.sync().await;
    kit.days_later(32).await;
    let own = kit.on_phone("area_plan");
    let own = own
        .lines
        .iter()
        .find(|line| line.area == Some(village) && line.key.is_some());
    assert_eq!(
        own.map(|line| line.state),
        Some(LineState::Overdue),
        "a year is over"
    );
}
