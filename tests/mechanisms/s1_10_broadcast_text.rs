//! S1-10 村村响、应急广播: the text of a warning for the loudspeaker, ready to be read out; one that is over is not given
//! out again, and no text names a number of a person. Video conference and hardware are not the software's.

use reqwest::StatusCode;
use serde_json::json;

use crate::sheet_kit::{Kit, dated};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_10_broadcast_text() {
    let mut kit = Kit::start().await;
    let village = kit.village;
    let warning = |text: &str| {
        let entry = json!({
            "number": "W2", "title": "森林火险红色预警", "level": "red", "area": village,
            "text": text, "within_minutes": 30,
        });
        dated(&[&"W2"], "2026-09-01", "2026-09-03", entry)
    };
    let named = warning("有事拨打13800000000。");
    assert_eq!(
        kit.desk.set_refused("early_warning", named).await,
        "personal_data"
    );
    kit.desk
        .set(
            "early_warning",
            warning("禁止一切野外用火，发现火情拨打119。"),
        )
        .await;
    let path = "/api/v1/warnings/W2/broadcast";
    let (status, text) = kit.desk.get(path).await;
    assert_eq!(status, StatusCode::OK);
    let text = text.as_str().expect("plain text").to_owned();
    assert_eq!(
        text.matches("禁止一切野外用火").count(),
        2,
        "read twice: {text}"
    );
    assert!(text.contains("红色预警"), "{text}");
    assert!(
        text.lines().all(|line| line.chars().count() <= 40),
        "short lines: {text}"
    );
    kit.days_later(4).await;
    let (status, body) = kit.desk.get(path).await;
    assert_eq!(
        (status, body["code"].as_str()),
        (StatusCode::CONFLICT, Some("warning_over"))
    );
}
