use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::lifecycle::{Status, owed_act};
use wangge_domain::record::RecordKind;
use wangge_domain::resources::{Language, label};
use wangge_domain::schedule::deadline_alert;

use super::lines::{by_deadline, read_all, state_of};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::{ListQuery, Reach};

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
    /// The act that is owed beyond the time of the policy, in words; then `due` is when that time was
    /// over. Absent for a deadline that draws near.
    #[serde(skip_serializing_if = "Option::is_none")]
    owed: Option<String>,
}

/// The hazards whose deadline draws near（办结预警）of S0-20, those with the fewest days first; before
/// them those that wait for notice, service or judgement beyond the time of the policy.
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
                owed: None,
            });
        }
    }
    found.sort_by_key(|alert| alert.days_left);
    let mut late = owed(app, caller, &reach)?;
    late.append(&mut found);
    Ok(late)
}

/// The hazards that wait for notice, service or judgement beyond the time of the policy（超时未办）, those
/// that wait longest first.
fn owed(app: &App, caller: &SupervisorCaller, reach: &Reach) -> Result<Vec<Alert>, ApiError> {
    let now = app.tenant.now();
    let store = app.tenant.database.turn(app.tenant.id())?;
    let mut found = Vec::new();
    for status in [Status::Found, Status::NoticeIssued, Status::UnderReview] {
        let query = ListQuery {
            status: Some(status.as_str().to_owned()),
            ..by_deadline(&RecordKind::Rectification, reach)
        };
        for listed in read_all(app, query)? {
            let state = state_of(store.as_ref(), &caller.control, &listed)?;
            let owed = owed_act(&caller.policy, &state).filter(|owed| owed.is_late(now));
            let Some(owed) = owed else { continue };
            let key = format!("event.{}", owed.action.0);
            let word = label(Language::Chinese, &key);
            found.push(Alert {
                hazard: listed.record.to_string(),
                title: listed.title,
                day: 0,
                days_left: 0,
                due: owed.by.0,
                owed: Some(word.to_owned()),
            });
        }
    }
    found.sort_by_key(|alert| alert.due);
    Ok(found)
}
