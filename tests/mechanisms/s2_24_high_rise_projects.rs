//! S2-24 高层住宅每年1个小区: a line for each project and whether a township has finished one this year. Equipment and
//! funds are not the software's.

use serde_json::json;

use crate::sheet_kit::{Kit, dated, missing};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_24_high_rise_projects() {
    let mut kit = Kit::start().await;
    let town = kit.town;
    let project = |done: Option<&str>, camera: serde_json::Value| {
        let entry = json!({
            "area": town, "place": "锦绣小区", "funds": "维修基金已申请", "lift_camera": camera,
            "pressure_monitor": false, "done_on": done,
        });
        dated(&[&town, &"锦绣小区"], "2026-09-01", "", entry)
    };
    let code = kit
        .desk
        .set_refused("high_rise_project", project(None, json!("装了")))
        .await;
    assert_eq!(code, "field_of_wrong_kind");
    kit.desk
        .set("high_rise_project", project(None, json!(true)))
        .await;
    assert_eq!(
        missing(&kit.at_desk("high_rise_project").await),
        1,
        "begun is not done"
    );
    kit.desk
        .set(
            "high_rise_project",
            project(Some("2026-09-01"), json!(true)),
        )
        .await;
    let view = kit.at_desk("high_rise_project").await;
    assert_eq!(
        (missing(&view), view["basis_points"].as_u64()),
        (0, Some(10_000))
    );
    kit.days_later(130).await;
    assert_eq!(
        missing(&kit.at_desk("high_rise_project").await),
        1,
        "every year one"
    );
}
