//! A platform of devices that sends alarms.

use reqwest::StatusCode;
use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_protocol::sha256;

use crate::sheet_kit::{Kit, row};
use crate::support::shop;
use crate::world::{Desk, World};

/// A premises with a device in the map, and a platform with the secret `platform-secret-2026`.
pub(crate) async fn mapped(kit: &Kit, device: &str) -> RecordId {
    let premises = shop(&kit.worker, kit.grid, "联网小店", &[]);
    kit.worker.sync().await;
    let gateway = json!({
        "name": "城市平台", "secret_digest": sha256("platform-secret-2026".as_bytes()).to_string(),
        "officer": kit.officer(0),
    });
    kit.desk
        .set("alarm_gateway", row(&[&"城市平台"], gateway))
        .await;
    let entry = json!({"device": device, "kind": "smoke", "premises": premises});
    kit.desk.set("alarm_device", row(&[&device], entry)).await;
    premises
}

/// An alarm as the platform sends it: status and answer.
pub(crate) async fn alarm(world: &World, secret: &str, body: Value) -> (StatusCode, Value) {
    let desk = Desk::stranger(&world.relay().address);
    desk.post_with_secret("/api/v1/alarms", secret, body).await
}
