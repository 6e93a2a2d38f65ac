//! S0-34 领导小组、乡镇方案分解任务: the organization as a tree, and the county's plan broken down by township with a
//! unit, a person and a day. Forming the bodies is not the software's.

use serde_json::json;

use crate::sheet_kit::{Kit, faults, line, missing, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_34_plan_broken_down() {
    let mut kit = Kit::start().await;
    let (one, town) = (kit.officer(0), kit.town);
    let unit = |name: &str, parent: Option<&str>| {
        row(
            &[&name],
            json!({"name": name, "parent": parent, "leader": one}),
        )
    };
    let desk = &kit.desk;
    let orphan = unit("应急委办公室", Some("应急委"));
    assert_eq!(
        desk.set_refused("org_unit", orphan.clone()).await,
        "entry_unknown"
    );
    desk.set("org_unit", unit("应急委", None)).await;
    desk.set("org_unit", orphan).await;

    let item = |unit: &str, done: Option<&str>| {
        let entry = json!({
            "plan": "方案第三条", "area": town, "unit": unit, "person": one,
            "due_on": "2026-09-30", "done_on": done,
        });
        row(&[&"方案第三条", &town], entry)
    };
    assert_eq!(
        missing(&kit.at_desk("plan_item").await),
        1,
        "nothing broken down"
    );
    let code = desk
        .set_refused("plan_item", item("没有的单位", None))
        .await;
    assert_eq!(code, "entry_unknown");
    desk.set("plan_item", item("应急委办公室", None)).await;
    assert_eq!(missing(&kit.at_desk("plan_item").await), 0);
    kit.worker.sync().await;
    kit.days_later(35).await;
    let late = kit.on_phone("plan_item");
    assert_eq!(late.basis_points, Some(0), "offline it shows as overdue");
    let view = kit.at_desk("plan_item").await;
    let shown = line(&view, &[&"方案第三条", &town]);
    assert_eq!(
        (shown["state"].as_str(), faults(shown)),
        (Some("overdue"), vec!["按期完成".into()])
    );
    kit.desk
        .set("plan_item", item("应急委办公室", Some("2026-10-05")))
        .await;
    assert_eq!(kit.at_desk("plan_item").await["basis_points"], 10_000);
}
