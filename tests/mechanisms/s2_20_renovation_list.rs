//! S2-20 城中村、老旧小区、园中园等改造: areas by their kind with what is to be done by when. The works are not the
//! software's.

use serde_json::json;

use crate::sheet_kit::{Kit, line, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_20_renovation_list() {
    let mut kit = Kit::start().await;
    let village = kit.village;
    let area = |tag: &str, done: Option<&str>| {
        let entry = json!({
            "area": village, "place": "东门老街", "tag": tag, "works": "增设消火栓、打通通道",
            "due_on": "2026-10-20", "done_on": done,
        });
        row(&[&village, &"东门老街"], entry)
    };
    let code = kit
        .desk
        .set_refused("renovation", area("castle", None))
        .await;
    assert_eq!(code, "not_in_list");
    kit.desk
        .set("renovation", area("urban_village", None))
        .await;
    kit.worker.sync().await;
    // Offline: the worker of a grid in that village sees what is to come.
    let seen = kit
        .worker
        .core
        .sheet_entries("renovation", kit.grid)
        .expect("known");
    assert!(seen[0].row.entry.contains("打通通道"));
    let state = |view: &serde_json::Value| line(view, &[&village, &"东门老街"])["state"].clone();
    kit.days_later(25).await;
    assert_eq!(state(&kit.at_desk("renovation").await), "soon");
    kit.days_later(30).await;
    assert_eq!(state(&kit.at_desk("renovation").await), "overdue");
    assert_eq!(kit.on_phone("renovation").met, 0);
    kit.desk
        .set("renovation", area("urban_village", Some("2026-10-25")))
        .await;
    assert_eq!(kit.at_desk("renovation").await["basis_points"], 10_000);
}
