//! S2-33 每镇一支培训团队，每年覆盖重点人群: which audiences of a township had none this year, and the share of people
//! trained.

use serde_json::json;

use crate::sheet_kit::{Kit, dated, missing};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_33_audiences_trained() {
    let kit = Kit::start().await;
    let (desk, town, trainer) = (&kit.desk, kit.town, kit.officer(0));
    let trained = |audience: &str, headcount: u64, trained: u64| {
        let entry = json!({
            "area": town, "audience": audience, "trainers": [trainer],
            "headcount": headcount, "trained": trained,
        });
        dated(&[&town, &audience], "2026-09-01", "", entry)
    };
    assert_eq!(missing(&kit.at_desk("audience_training").await), 5);
    let code = desk
        .set_refused("audience_training", trained("grid_worker", 10, 11))
        .await;
    assert_eq!(code, "more_than_whole");
    let mut alone = trained("grid_worker", 10, 9);
    alone["entry"]["trainers"] = json!([]);
    assert_eq!(
        desk.set_refused("audience_training", alone).await,
        "field_missing",
        "no team"
    );
    desk.set("audience_training", trained("grid_worker", 13, 13))
        .await;
    desk.set("audience_training", trained("landlord", 47, 32))
        .await;
    let view = kit.at_desk("audience_training").await;
    assert_eq!(missing(&view), 3);
    assert_eq!(view["share"], 7500, "45 of 60");
    assert_eq!(view["findings"][0]["zh"], "培训覆盖率");
    kit.worker.sync().await;
    assert_eq!(kit.on_phone("audience_training").share, Some(7500));
}
