//! S2-05 基层治理四平台增设应急消防管理应用: the numbers of an area as a page that one named site may show within its own, by a
//! link with an end, and the same through the described API. Nobody's name stands on it.

use reqwest::StatusCode;
use serde_json::json;
use wangge_protocol::sha256;

use crate::sheet_kit::{Kit, dated};
use crate::support::{found_hazard, shop};
use crate::world::Desk;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_05_numbers_in_another_console() {
    let mut kit = Kit::start().await;
    let town = kit.town;
    let link = |until: &str, digest: String| {
        let entry = json!({
            "name": "四平台", "secret_digest": digest, "origin": "https://platform.example.cn",
            "area": town,
        });
        dated(&[&"四平台"], "2026-09-01", until, entry)
    };
    let hash = || sha256(b"embed-secret").to_string();
    let code = kit.desk.set_refused("embed_link", link("", hash())).await;
    assert_eq!(code, "end_missing", "no link for ever");
    let code = kit
        .desk
        .set_refused("embed_link", link("2026-09-10", "embed-secret".to_owned()));
    assert_eq!(
        code.await,
        "field_of_wrong_kind",
        "the secret itself is not kept"
    );
    kit.desk.set("embed_link", link("2026-09-10", hash())).await;
    let premises = shop(&kit.worker, kit.grid, "机密小店", &[]);
    found_hazard(&kit.worker, premises);
    kit.worker.sync().await;
    let (status, page) = kit.world.public("/embed/embed-secret").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("<dt>未销号隐患</dt><dd>1</dd>"), "{page}");
    assert!(!page.contains("机密小店"), "{page}");
    let address = &kit.world.relay().address;
    let policy = Desk::content_policy(address, "/embed/embed-secret").await;
    assert!(
        policy.contains("frame-ancestors https://platform.example.cn;"),
        "{policy}"
    );
    assert_eq!(
        kit.world.public("/embed/guessed").await.0,
        StatusCode::NOT_FOUND
    );
    let api = kit.desk.read("/api/v1/openapi.json").await;
    assert!(
        api["paths"]["/api/v1/summary"].is_object(),
        "the same by the described API"
    );
    kit.days_later(10).await;
    assert_eq!(
        kit.world.public("/embed/embed-secret").await.0,
        StatusCode::NOT_FOUND,
        "it has ended"
    );
}
