use std::collections::BTreeMap;

use axum::http::StatusCode;
use wangge_domain::record::RecordKind;
use wangge_domain::{RecordId, StreamId};

use super::lines::{all_of, state_of};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::Reach;

/// A village reports a week in one case（每周汇总）of S4-10: what was sent back is reported again there, and
/// in no second one.
///
/// # Errors
/// 422 `week_reported`.
pub(crate) fn check_week(
    app: &App,
    caller: &SupervisorCaller,
    (stream, record): (StreamId, Option<RecordId>),
    step: &str,
    fields: &BTreeMap<String, String>,
) -> Result<(), ApiError> {
    let week = fields.get("week").map_or("", |week| week.trim());
    if step != "rollup.report" || week.is_empty() {
        return Ok(());
    }
    caller.require(app, "record_read")?;
    let there = Reach {
        streams: [stream].into(),
        ..Reach::default()
    };
    let store = app.tenant.database.turn(app.tenant.id())?;
    for listed in all_of(app, &RecordKind::Rollup, &there)? {
        if record == Some(listed.record) {
            continue;
        }
        let state = state_of(store.as_ref(), &caller.control, &listed)?;
        if state.case.field("week") == week {
            return Err(ApiError::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "week_reported",
                "这一周已由本村另一件汇总上报（S4-10）",
                "another case of this village reports the week",
            ));
        }
    }
    Ok(())
}
