use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::Timestamp;
use wangge_domain::record::RecordKind;

use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::{ListOrder, ListQuery, Reach};

/// Numbers at a glance.
#[derive(Serialize, ToSchema)]
pub(crate) struct Summary {
    /// Records by kind and status.
    counts: BTreeMap<String, BTreeMap<String, u64>>,
    /// Hazards whose overdue mark stands.
    overdue: u64,
    /// Open hazards whose deadline has passed, marked or not.
    past_due: u64,
    /// Open hazards whose deadline is to come, by the end of the seventh day after today.
    due_week: u64,
    /// Visits that wait for review.
    to_review: u64,
    /// Visits with photos whose originals have not arrived.
    awaiting_visits: u64,
    /// Hazards with such photos.
    awaiting_hazards: u64,
    /// The relay's clock, milliseconds since 1970.
    now: i64,
    /// Time is made up（演示时间）.
    demo: bool,
}

const DAY_MS: i64 = 86_400_000;
/// Offices work by the calendar of China.
const CHINA_MS: i64 = 8 * 3_600_000;

/// The end of the seventh day after today.
fn week_after(now: Timestamp) -> Timestamp {
    let today = (now.0 + CHINA_MS).div_euclid(DAY_MS);
    Timestamp((today + 8) * DAY_MS - CHINA_MS)
}

fn open_hazards_due(reach: &Reach, since: Option<Timestamp>, before: Timestamp) -> ListQuery {
    let order = ListOrder::Due { after: None };
    ListQuery {
        open: true,
        due_after: since,
        due_before: Some(before),
        ..ListQuery::of(RecordKind::Rectification, reach.clone(), order, 1)
    }
}

fn awaiting_photos(reach: &Reach, kind: RecordKind) -> ListQuery {
    let order = ListOrder::Newest { after: None };
    ListQuery {
        awaits_photos: true,
        ..ListQuery::of(kind, reach.clone(), order, 1)
    }
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
                past_due: 0,
                due_week: 0,
                to_review: 0,
                awaiting_visits: 0,
                awaiting_hazards: 0,
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
            let now = app.tenant.now();
            let due = |since, before| {
                let query = open_hazards_due(&reach, since, before);
                app.tenant.database.count_listed(app.tenant.id(), &query)
            };
            summary.past_due = due(None, now)?;
            let awaiting = |kind| app.tenant.count_listed(&awaiting_photos(&reach, kind));
            summary.awaiting_visits = awaiting(RecordKind::Inspection)?;
            summary.awaiting_hazards = awaiting(RecordKind::Rectification)?;
            summary.due_week = due(Some(now), week_after(now))?;
            Ok(summary)
        })
        .await?;
    Ok(Json(summary))
}
