//! S2-31 行业每半年宣传、隐患曝光: each department once in a half-year; hazards are exposed without a person's name or
//! number. How well people know it is a survey, which is not the software's.

use serde_json::json;

use crate::sheet_kit::{Kit, dated, missing};
use crate::support::{found_hazard, shop};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_31_publicity_and_exposure() {
    let mut kit = Kit::start().await;
    let activity = |department: &str, held: Option<&str>| {
        let attended = held.map(|_| 80);
        let entry = json!({
            "department": department, "title": "秋季宣传", "held_on": held, "attended": attended,
        });
        dated(&[&department, &"秋季宣传"], "2026-09-01", "", entry)
    };
    assert_eq!(missing(&kit.at_desk("publicity_activity").await), 4);
    kit.desk
        .set("publicity_activity", activity("EDU", None))
        .await;
    kit.desk
        .set("publicity_activity", activity("CIVIL", Some("2026-09-01")))
        .await;
    let view = kit.at_desk("publicity_activity").await;
    assert_eq!(missing(&view), 3, "one that is only planned does not count");

    let premises = shop(&kit.worker, kit.grid, "王记店", &[]);
    let hazard = found_hazard(&kit.worker, premises);
    kit.worker.sync().await;
    let expose = |place: &str, until: &str| {
        let entry = json!({
            "number": "曝2026-1", "place": place, "hazard": "楼道堆放电动自行车", "person": "张三丰",
            "record": hazard,
        });
        dated(&[&"曝2026-1"], "2026-09-01", until, entry)
    };
    let told = kit
        .desk
        .set_refused("exposure", expose("王记店 13800000000", "2026-09-30"))
        .await;
    assert_eq!(told, "personal_data");
    let told = kit.desk.set_refused("exposure", expose("王记店", "")).await;
    assert_eq!(told, "end_missing", "nobody stands there for ever");
    kit.desk
        .set("exposure", expose("王记店", "2026-09-30"))
        .await;
    let (_, page) = kit.world.public("/api/v1/public/sheets/exposure").await;
    assert!(
        page.contains("王记店") && page.contains("张**") && !page.contains("张三丰"),
        "{page}"
    );
    kit.days_later(130).await;
    let (_, page) = kit.world.public("/api/v1/public/sheets/exposure").await;
    assert!(!page.contains("王记店"), "over: {page}");
    assert_eq!(
        missing(&kit.at_desk("publicity_activity").await),
        4,
        "a new half-year"
    );
}
