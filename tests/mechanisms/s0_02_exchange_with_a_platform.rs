//! S0-02 融入“141”基层智治: what concerns another platform goes out as a file, its case numbers and states come back by
//! one, each line once. The platform's own interface is not known; this is the exchange of files in its place.

use reqwest::StatusCode;
use serde_json::json;

use crate::support::{api_refusal, found_hazard, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_02_exchange_with_a_platform() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let one = found_hazard(&worker, premises);
    let two = found_hazard(&worker, shop(&worker, grid, "另一店", &[]));
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let path = "/api/v1/exchange/platform_141";
    let (status, file) = desk.get(path).await;
    assert_eq!(status, StatusCode::OK);
    let file = file.as_str().expect("a file").to_owned();
    let line_of = |file: &str, record: wangge_domain::RecordId| {
        let mut lines = file.lines();
        let found = lines.find(|line| line.contains(&record.to_string()));
        found.unwrap_or_default().to_owned()
    };
    assert!(
        !line_of(&file, one).is_empty() && !line_of(&file, two).is_empty(),
        "{file}"
    );
    let nobody = desk.get("/api/v1/exchange/nobody").await;
    assert_eq!(api_refusal(nobody), "404 not_found");

    let back = format!(
        "记录,案件编号,状态\n{one},141-7,taken\n{two},141-7,taken\n{premises}x,141-8,taken\n\
         {two},141-9,lost\n"
    );
    let (status, report) = desk.send(path, "text/csv", back.clone()).await;
    assert_eq!(status, StatusCode::OK, "{report}");
    assert_eq!(report["taken"], json!([one]));
    assert_eq!(
        report["bad"],
        json!([
            {"line": 3, "code": "number_of_another"},
            {"line": 4, "code": "record_unknown"},
            {"line": 5, "code": "not_in_list"},
        ])
    );
    let (_, again) = desk.send(path, "text/csv", back).await;
    assert_eq!(
        (&again["taken"], &again["already"]),
        (&json!([]), &json!([one]))
    );
    let done = format!("记录,案件编号,状态\n{one},141-7,done\n");
    let (_, later) = desk.send(path, "text/csv", done).await;
    assert_eq!(later["taken"], json!([one]), "its state went on");
    let (_, file) = desk.get(path).await;
    let line = line_of(file.as_str().unwrap_or_default(), one);
    assert!(line.contains("141-7") && line.contains("done"), "{line}");
    worker.sync().await;
    let rows = worker
        .core
        .register_lines("external_case", None)
        .expect("enrolled");
    assert!(
        rows[0].row.entry.contains("141-7"),
        "the worker sees the number offline"
    );
}
