//! S1-09 有培训演练: each township at least once a year, planned and held; a plan alone is no drill, and one that
//! was not held in time is overdue.

use serde_json::json;

use crate::sheet_kit::{Kit, dated, faults, line, missing};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_09_yearly_drills() {
    let mut kit = Kit::start().await;
    let town = kit.town;
    let drill = |held: Option<&str>, attended: Option<u64>| {
        let entry = json!({
            "area": town, "title": "秋季演练", "planned_on": "2026-09-10",
            "held_on": held, "attended": attended,
        });
        dated(&[&town, &"秋季演练"], "2026-09-01", "", entry)
    };
    assert_eq!(missing(&kit.at_desk("drill").await), 1);
    let bare = drill(Some("2026-09-10"), None);
    assert_eq!(
        kit.desk.set_refused("drill", bare).await,
        "field_missing",
        "how many came?"
    );
    kit.desk.set("drill", drill(None, None)).await;
    assert_eq!(
        missing(&kit.at_desk("drill").await),
        1,
        "a plan is no drill"
    );
    kit.days_later(12).await;
    let view = kit.at_desk("drill").await;
    let shown = line(&view, &[&town, &"秋季演练"]);
    assert_eq!(
        (shown["state"].as_str(), faults(shown)),
        (Some("overdue"), vec!["按计划举办".into()])
    );
    kit.desk
        .set("drill", drill(Some("2026-09-12"), Some(60)))
        .await;
    kit.worker.sync().await;
    assert_eq!(kit.on_phone("drill").basis_points, Some(10_000));
    kit.days_later(120).await;
    let next = kit.on_phone("drill");
    assert_eq!(next.met, 0, "a new year begins with nothing: {next:?}");
}
