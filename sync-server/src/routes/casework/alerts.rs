use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::record::RecordKind;
use wangge_domain::schedule::deadline_alert;

use super::lines::{by_deadline, read_all, state_of};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::ListQuery;

/// A hazard whose deadline draws near.
#[derive(Serialize, ToSchema)]
pub(crate) struct Alert {
    /// Id of the hazard.
    hazard: String,
    /// Its words.
    title: String,
    /// Which alert day of the policy has come.
    day: u32,
    /// Days left until the deadline.
    days_left: u32,
    /// The deadline, milliseconds since 1970.
    due: i64,
}

/// The hazards whose deadline draws near（办结预警）of S0-20, those with the fewest days first.
#[utoipa::path(
    get, path = "/api/v1/deadline-alerts", tag = "cases",
    responses(
        (status = 200, body = [Alert]),
        (status = 401, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn alerts(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<Vec<Alert>>, ApiError> {
    let found = app.blocking(move |app| near(app, &caller)).await?;
    Ok(Json(found))
}

fn near(app: &App, caller: &SupervisorCaller) -> Result<Vec<Alert>, ApiError> {
    let reach = caller.require(app, "record_read")?;
    let now = app.tenant.now();
    let store = app.tenant.database.turn(app.tenant.id())?;
    let mut found = Vec::new();
    // What is over has a deadline still: it is not looked at.
    let query = ListQuery {
        open: true,
        due_after: Some(now),
        ..by_deadline(&RecordKind::Rectification, &reach)
    };
    for listed in read_all(app, query)? {
        if listed.due.is_none() {
            continue;
        }
        let state = state_of(store.as_ref(), &caller.control, &listed)?;
        if let Some(alert) = deadline_alert(&caller.policy, &state, now) {
            found.push(Alert {
                hazard: listed.record.to_string(),
                title: listed.title,
                day: alert.day,
                days_left: alert.days_left,
                due: alert.due.0,
            });
        }
    }
    found.sort_by_key(|alert| alert.days_left);
    Ok(found)
}
