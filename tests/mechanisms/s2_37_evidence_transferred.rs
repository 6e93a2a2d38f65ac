//! S2-37 火灾调查: 一案双查、移送、行刑衔接: the evidence of a premises as one file with hashes, and the record of where it went,
//! who received it and when an answer is due. Investigating is not the software's.

use reqwest::StatusCode;
use serde_json::json;
use wangge_protocol::sha256;

use crate::sheet_kit::{Kit, faults, line, row};
use crate::support::{found_hazard, shop};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_37_evidence_transferred() {
    let mut kit = Kit::start().await;
    let premises = shop(&kit.worker, kit.grid, "起火小店", &[]);
    found_hazard(&kit.worker, premises);
    kit.worker.sync().await;
    let (status, _, bundle) = kit.desk.file(&format!("/api/v1/evidence/{premises}")).await;
    assert_eq!(status, StatusCode::OK);
    let digest = sha256(&bundle).to_string();
    let transfer = |digest: &str, answer_by: &str, answered: Option<&str>, by: Option<&str>| {
        let entry = json!({
            "number": "移2026-1", "premises": premises, "kind": "criminal", "bundle": digest,
            "receiver": "公安分局", "sent_on": "2026-09-01", "answer_by": answer_by,
            "answered_on": answered, "received_by": by,
        });
        row(&[&"移2026-1"], entry)
    };
    let desk = &kit.desk;
    let code = desk.set_refused(
        "evidence_transfer",
        transfer("无", "2026-09-15", None, None),
    );
    assert_eq!(code.await, "field_of_wrong_kind", "which evidence?");
    let code = desk.set_refused(
        "evidence_transfer",
        transfer(&digest, "2026-08-15", None, None),
    );
    assert_eq!(code.await, "dates_reversed");
    let silent = transfer(&digest, "2026-09-15", Some("2026-09-10"), None);
    assert_eq!(
        desk.set_refused("evidence_transfer", silent).await,
        "field_missing",
        "by whom?"
    );
    desk.set(
        "evidence_transfer",
        transfer(&digest, "2026-09-15", None, None),
    )
    .await;
    kit.days_later(16).await;
    let view = kit.at_desk("evidence_transfer").await;
    let late = line(&view, &[&"移2026-1"]);
    assert_eq!(
        (late["state"].as_str(), faults(late)),
        (Some("overdue"), vec!["按期回复".into()])
    );
    assert_eq!(
        late["entry"]["bundle"],
        digest.as_str(),
        "the file can be told from any other"
    );
    let done = transfer(&digest, "2026-09-15", Some("2026-09-17"), Some("李警官"));
    kit.desk.set("evidence_transfer", done).await;
    assert_eq!(
        kit.at_desk("evidence_transfer").await["basis_points"],
        10_000
    );
}
