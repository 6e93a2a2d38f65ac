//! A supervisor at a browser accepts what a worker submitted.

use wangge_domain::RecordId;

use crate::world::Desk;

/// Accepts an inspection in the version that was submitted.
pub(crate) async fn accept_visit(desk: &Desk, visit: RecordId) {
    let version = desk.card(visit).await["submitted"].clone();
    let event = serde_json::json!({"accepted": {"version": version}});
    desk.act_ok(visit, event).await;
}
