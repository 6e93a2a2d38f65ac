use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wangge_domain::inspection::keys::PREMISES;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{GridId, RecordId, StreamId};

use super::super::casework::{check_call, check_draw, check_meeting, check_week};
use super::super::public_reports::refuse_named;
use super::super::records::{ActResult, readable};
use super::list::register;
use super::write::{Place, StepBody, fresh_record, write_and_step};
use crate::http::{ApiError, App, SupervisorCaller, refuse_bad_texts};
use crate::public_reports::take_reporter;

/// A case to open: about a premises, for another record, or of a grid as a whole.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenBody {
    /// Id of the premises or of the record that it is for.
    #[serde(default)]
    pub(crate) about: Option<String>,
    /// Id of the grid, of any level, if it is about none.
    #[serde(default)]
    pub(crate) grid: Option<String>,
    /// What is written: flat keys with scalar values.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub(crate) content: BTreeMap<String, Scalar>,
    /// Its first step.
    pub(crate) first: StepBody,
}

/// A case that was opened.
#[derive(Serialize, ToSchema)]
pub(crate) struct Opened {
    /// Id of the case; absent if its first step was refused: then nothing is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) record: Option<String>,
    /// What came of its first step.
    #[serde(flatten)]
    pub(crate) result: ActResult,
}

/// Opens a case（登记）: answers 200 with `applied: false` where the rules refuse its first step.
///
/// The case and its first step are one envelope.
#[utoipa::path(
    post, path = "/api/v1/cases/{kind}", tag = "cases",
    params(
        ("kind" = String, Path, description = "register, e.g. `call`"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body = OpenBody,
    responses(
        (status = 200, body = Opened),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn open(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(kind): Path<String>,
    body: Result<Json<OpenBody>, JsonRejection>,
) -> Result<Json<Opened>, ApiError> {
    let kind = register(kind)?;
    let Json(body) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    refuse_bad_texts(&body.content)?;
    refuse_bad_texts(&body.first.fields)?;
    let opened = app
        .blocking(move |app| open_one(app, &caller, &kind, &body))
        .await?;
    Ok(Json(opened))
}

fn open_one(
    app: &App,
    caller: &SupervisorCaller,
    kind: &RecordKind,
    body: &OpenBody,
) -> Result<Opened, ApiError> {
    let mut content = body.content.clone();
    let mut first = body.first.clone();
    content.remove("reporter");
    let reporter = take_reporter(&mut first.fields);
    let stream = match (&body.about, &body.grid) {
        (Some(about), None) => {
            let about: RecordId = about.parse().map_err(|_| ApiError::not_found())?;
            let listed = readable(app, caller, about)?;
            let premises = match listed.kind {
                RecordKind::Premises => Some(about),
                _ => {
                    content.insert("parent".to_owned(), about.to_string().into());
                    listed.premises
                }
            };
            if let Some(premises) = premises {
                content.insert(PREMISES.to_owned(), premises.to_string().into());
            }
            listed.stream
        }
        (None, Some(grid)) => grid_stream(app, caller, grid)?,
        _ => return Err(ApiError::bad_request("either `about` or `grid`")),
    };
    if content.is_empty() {
        content.insert("kind".to_owned(), kind.as_str().into());
    }
    let place = Place {
        stream,
        record: fresh_record(app),
        kind: kind.clone(),
    };
    let about: Option<RecordId> = body.about.as_ref().and_then(|about| about.parse().ok());
    // Of a case that is about no other one only who is named now.
    let about = about.unwrap_or(place.record);
    let known = app
        .reports
        .reporters_of(&app.tenant, &caller.policy, about)?
        .with(reporter.as_ref());
    refuse_named(&known, &content)?;
    refuse_named(&known, &first.fields)?;
    check_draw(app, caller, stream, &first.step, &mut first.fields)?;
    check_week(app, caller, (stream, None), &first.step, &first.fields)?;
    check_call(&first.step, &first.fields)?;
    if *kind == RecordKind::Meeting {
        check_meeting(app, caller, (stream, None), &first.step, &first.fields)?;
    }
    // Who reported it is kept first: a relay that ends in between leaves a sealed name that no case
    // has, and no case without the name.
    let is_named = reporter.is_some();
    app.reports.keep(&app.tenant, place.record, reporter)?;
    let acted = write_and_step(app, caller, &place, &content, &first);
    let result = ActResult::of(acted);
    if is_named && !result.as_ref().is_ok_and(ActResult::is_applied) {
        app.reports.take_back(&app.tenant, place.record)?;
    }
    let result = result?;
    Ok(if result.is_applied() {
        Opened {
            record: Some(place.record.to_string()),
            result,
        }
    } else {
        Opened {
            record: None,
            result: result.not_logged(),
        }
    })
}

/// The log of a grid within the caller's reach.
pub(crate) fn grid_stream(
    app: &App,
    caller: &SupervisorCaller,
    grid: &str,
) -> Result<StreamId, ApiError> {
    let grid: GridId = grid
        .parse()
        .map_err(|_| ApiError::bad_request("`grid` is not an id"))?;
    let stream = StreamId::of_grid(grid);
    let reach = caller.require(app, "record_read")?;
    if reach.streams.contains(&stream) {
        Ok(stream)
    } else {
        Err(ApiError::not_found())
    }
}
