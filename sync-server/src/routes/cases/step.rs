use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use wangge_domain::RecordId;
use wangge_domain::record::RecordKind;

use super::super::casework::{check_draw, check_meeting, check_week};
use super::super::public_reports::refuse_named;
use super::super::records::{ActResult, readable};
use super::write::{Place, StepBody, write_and_step};
use crate::http::{ApiError, App, SupervisorCaller, refuse_bad_texts};
use crate::public_reports::take_reporter;

/// Takes a step in a case（办理）: answers 200 with `applied: false` where the rules refuse it.
///
/// It is about the content of the case as it stands. A step that the table does not allow is logged and
/// changes nothing: `reason` says why and `rule` by which rule.
#[utoipa::path(
    post, path = "/api/v1/records/{record}/steps", tag = "cases",
    params(
        ("record" = String, Path, description = "id of the case"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body = StepBody,
    responses(
        (status = 200, body = ActResult),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn step(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(record): Path<String>,
    body: Result<Json<StepBody>, JsonRejection>,
) -> Result<Json<ActResult>, ApiError> {
    let record: RecordId = record.parse().map_err(|_| ApiError::not_found())?;
    let Json(mut body) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    refuse_bad_texts(&body.fields)?;
    let reporter = take_reporter(&mut body.fields);
    let result = app
        .blocking(move |app| {
            let listed = readable(app, &caller, record)?;
            let known = app
                .reports
                .reporters_of(&app.tenant, &caller.policy, record)?;
            refuse_named(&known.with(reporter.as_ref()), &body.fields)?;
            let place = Place {
                stream: listed.stream,
                record,
                kind: listed.kind,
            };
            check_draw(app, &caller, place.stream, &body.step, &mut body.fields)?;
            let here = (place.stream, Some(record));
            check_week(app, &caller, here, &body.step, &body.fields)?;
            if place.kind == RecordKind::Meeting {
                check_meeting(app, &caller, here, &body.step, &body.fields)?;
            }
            let acted = write_and_step(app, &caller, &place, &BTreeMap::new(), &body);
            let result = ActResult::of(acted)?;
            if result.is_applied() {
                app.reports.keep(&app.tenant, record, reporter)?;
            }
            Ok(result.into_logged())
        })
        .await?;
    Ok(Json(result))
}
