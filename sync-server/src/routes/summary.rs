use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::{ApiError, App, SupervisorCaller};

/// Numbers at a glance.
#[derive(Serialize, ToSchema)]
pub(crate) struct Summary {
    /// Records by kind and status.
    counts: BTreeMap<String, BTreeMap<String, u64>>,
    /// Hazards whose overdue mark stands.
    overdue: u64,
    /// Visits that wait for review.
    to_review: u64,
    /// The relay's clock, milliseconds since 1970.
    now: i64,
    /// Time is made up（演示时间）.
    demo: bool,
}

/// Numbers at a glance（概况）, of what the caller may read.
#[utoipa::path(
    get, path = "/api/v1/summary", tag = "lists",
    responses(
        (status = 200, body = Summary),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<Summary>, ApiError> {
    let reach = caller.require(&app, "record_read")?;
    let summary = app
        .blocking(move |app| {
            let mut summary = Summary {
                counts: BTreeMap::new(),
                overdue: 0,
                to_review: 0,
                now: app.tenant.now().0,
                demo: app.tenant.row.demo,
            };
            for one in app.tenant.database.count(app.tenant.id(), &reach)? {
                if one.kind == "rectification" {
                    summary.overdue += one.overdue;
                }
                if one.kind == "inspection" && one.status == "submitted" {
                    summary.to_review += one.count;
                }
                summary
                    .counts
                    .entry(one.kind)
                    .or_default()
                    .insert(one.status, one.count);
            }
            Ok(summary)
        })
        .await?;
    Ok(Json(summary))
}
