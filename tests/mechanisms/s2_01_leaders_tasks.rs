//! S2-01 领导干部职责清单和年度任务清单: each leader's tasks of the year; done means with evidence.

use std::fmt::Display;

use reqwest::StatusCode;
use serde_json::json;

use crate::sheet_kit::{Kit, digest, faults, line, row};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_01_leaders_tasks() {
    let mut kit = Kit::start().await;
    let leader = kit.officer(0);
    let task = |done: Option<&str>, evidence: Option<String>| {
        let entry = json!({
            "year": 2026, "leader": leader, "title": "带队检查养老机构",
            "due_on": "2026-09-15", "done_on": done, "evidence": evidence,
        });
        row(&[&2026, &leader, &"带队检查养老机构"], entry)
    };
    let key: [&dyn Display; 3] = [&2026, &leader, &"带队检查养老机构"];
    let told = kit
        .desk
        .set_refused("leader_task", task(Some("2026-09-02"), None))
        .await;
    assert_eq!(told, "field_missing", "a word is no evidence");
    kit.desk.set("leader_task", task(None, None)).await;
    let view = kit.at_desk("leader_task").await;
    assert_eq!(line(&view, &key)["state"], "soon", "two weeks are left");
    kit.days_later(20).await;
    let view = kit.at_desk("leader_task").await;
    assert_eq!(faults(line(&view, &key)), ["按期完成"]);
    assert_eq!(view["basis_points"], 0);
    kit.desk
        .set("leader_task", task(Some("2026-09-20"), Some(digest('c'))))
        .await;
    assert_eq!(kit.at_desk("leader_task").await["basis_points"], 10_000);
    let (status, bytes) = kit.desk.get("/api/v1/sheets/leader_task/export").await;
    assert_eq!(status, StatusCode::OK);
    assert!(bytes.to_string().contains("带队检查养老机构"), "{bytes}");
    let unmet = "/api/v1/sheets/leader_task/export?unmet=true";
    let (status, bytes) = kit.desk.get(unmet).await;
    assert_eq!(status, StatusCode::OK);
    assert!(!bytes.to_string().contains("带队检查养老机构"), "{bytes}");
}
