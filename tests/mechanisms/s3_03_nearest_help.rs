//! S3-03 微型消防站、志愿消防队: a register with telephones and positions; a worker finds the nearest without
//! network. Dispatch is 119's.

use serde_json::json;
use wangge_domain::premises::keys;

use crate::sheet_kit::{Kit, missing, row};
use crate::support::shop;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_03_nearest_help() {
    let kit = Kit::start().await;
    let village = kit.village;
    let station = |title: &str, at: Option<(u64, u64)>| {
        let mut entry = json!({
            "area": village, "title": title, "kind": "micro_station", "contact": "刘站长",
            "phone": "023-00000009", "people": 6,
        });
        if let Some((latitude, longitude)) = at {
            entry["latitude_microdegrees"] = json!(latitude);
            entry["longitude_microdegrees"] = json!(longitude);
        }
        row(&[&village, &title], entry)
    };
    let before = missing(&kit.at_desk("rescue_station").await);
    let mut half = station("半点", Some((29_300_000, 105_900_000)));
    half["entry"]["longitude_microdegrees"] = json!(null);
    assert_eq!(
        kit.desk.set_refused("rescue_station", half).await,
        "field_missing"
    );
    kit.desk
        .set(
            "rescue_station",
            station("东站", Some((29_301_000, 105_900_000))),
        )
        .await;
    kit.desk
        .set(
            "rescue_station",
            station("西站", Some((29_300_000, 105_950_000))),
        )
        .await;
    kit.desk
        .set("rescue_station", station("无址站", None))
        .await;
    assert_eq!(missing(&kit.at_desk("rescue_station").await), before - 1);
    let at = [
        (keys::LATITUDE_MICRODEGREES, 29_300_000.into()),
        (keys::LONGITUDE_MICRODEGREES, 105_900_000.into()),
    ];
    let premises = shop(&kit.worker, kit.grid, "小店", &at);
    kit.worker.sync().await;
    let near = kit.worker.core.nearest_stations(premises).expect("on file");
    let near: Vec<_> = near
        .iter()
        .map(|(line, away)| (line.row.key.rsplit('/').next().unwrap_or_default(), *away))
        .collect();
    assert_eq!(near[0], ("东站", Some(110)), "a hundred and ten meters");
    assert_eq!(near[1].0, "西站");
    assert_eq!(
        near[2],
        ("无址站", None),
        "nobody knows where, so it comes last"
    );
    let standing = kit.on_phone("rescue_station");
    let blank = standing
        .lines
        .iter()
        .filter(|it| it.findings.iter().any(|it| it.zh == "标注位置"));
    assert_eq!(blank.count(), 1);
}
