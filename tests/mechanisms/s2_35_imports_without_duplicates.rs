//! S2-35 共享融合数据: a file of devices is entered once however often it is sent, bad rows are named by their line, and
//! an alarm that comes twice counts once.

use reqwest::StatusCode;
use serde_json::json;

use crate::alarm_kit::{alarm, mapped};
use crate::sheet_kit::Kit;
use crate::support::api_refusal;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_35_imports_without_duplicates() {
    let kit = Kit::start().await;
    let premises = mapped(&kit, "D-1").await;
    let path = "/api/v1/sheets/alarm_device/import";
    let file = format!(
        "设备编号,设备类别,场所,安装位置\n\
         D-2,smoke,{premises},厨房\nD-3,rocket,{premises},\nD-2,smoke,{premises},重复\n\
         D-4,water_pressure,{premises},屋顶\n"
    );
    let (status, report) = kit.desk.send(path, "text/csv", file.clone()).await;
    assert_eq!(status, StatusCode::OK, "{report}");
    assert_eq!(report["entered"], json!(["D-2", "D-4"]));
    assert_eq!(
        report["bad"],
        json!([{"line": 3, "code": "not_in_list"}, {"line": 4, "code": "listed_twice"}])
    );
    let (_, again) = kit.desk.send(path, "text/csv", file).await;
    assert_eq!(again["entered"], json!([]));
    assert_eq!(again["already"], json!(["D-2", "D-4"]));
    let rows = kit
        .desk
        .read("/api/v1/registers/alarm_device?history=true")
        .await;
    assert_eq!(rows.as_array().map(Vec::len), Some(3), "nothing twice");
    let odd = kit
        .desk
        .send(path, "text/csv", "型号\nX\n".to_owned())
        .await;
    assert_eq!(api_refusal(odd), "400 bad_request", "a column of no field");

    let told = json!({"alarm": "77", "device": "D-2", "text": "烟雾"});
    let (_, first) = alarm(&kit.world, "platform-secret-2026", told.clone()).await;
    let (_, second) = alarm(&kit.world, "platform-secret-2026", told).await;
    assert_eq!(first["record"], second["record"]);
    assert_eq!(
        (first["already"].as_bool(), second["already"].as_bool()),
        (Some(false), Some(true))
    );
    let page = kit.desk.read("/api/v1/cases/report").await;
    assert_eq!(page["items"].as_array().map(Vec::len), Some(1));
}
