use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wangge_domain::evaluation::{EvaluationError, ObjectionDecision};
use wangge_domain::lifecycle::Effect;
use wangge_domain::record::RecordKind;
use wangge_domain::{GridId, RecordId, StreamId, UserId};
use wangge_sync_engine::store::StoreError;

use super::super::casework::state_of;
use crate::figures::{FigureError, Standing};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::DecidedObjection;

/// What is decided on an objection.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decide {
    /// Id of the record it is about.
    record: String,
    /// Code of the award that was deducted.
    code: String,
    /// True: the deduction is taken back.
    upheld: bool,
    /// Why.
    reason: String,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Decided {
    /// When it was decided, milliseconds since 1970.
    at: i64,
}

/// Decides on an objection（申诉处理）of S3-08: once, with a reason, never on one's own, and never
/// on a deduction that one made oneself.
#[utoipa::path(
    post, path = "/api/v1/scores/{worker}/objections", tag = "figures",
    params(
        ("worker" = String, Path, description = "id of the worker"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body = Decide,
    responses(
        (status = 200, body = Decided),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
        (status = 409, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(worker): Path<String>,
    body: Result<Json<Decide>, JsonRejection>,
) -> Result<Json<Decided>, ApiError> {
    let Json(decide) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let worker: UserId = worker.parse().map_err(|_| ApiError::not_found())?;
    let record: RecordId = decide.record.parse().map_err(|_| ApiError::not_found())?;
    // Whoever reviews the work of a grid decides on objections from it.
    let reach = caller.reach(&app, "accepted");
    let decided = app
        .blocking(move |app| {
            let (standing, now) = (app.tenant.standing()?, app.tenant.now());
            let grid = raised_in(&standing, worker, record, &decide.code);
            let grid = grid.ok_or_else(ApiError::not_found)?;
            if caller.user == worker {
                return Err(FigureError::from(EvaluationError::OwnObjection { worker }).into());
            }
            if !reach.streams.contains(&StreamId::of_grid(grid)) {
                return Err(ApiError::forbidden());
            }
            if decide.reason.trim().is_empty() {
                return Err(FigureError::from(EvaluationError::ObjectionNeedsReason).into());
            }
            if deducted_by(app, &standing, record)? == Some(caller.user) {
                return Err(FigureError::from(EvaluationError::OwnDeduction).into());
            }
            let decided = DecidedObjection {
                record,
                worker,
                code: decide.code,
                at: now,
                decision: ObjectionDecision {
                    by: caller.user,
                    on: now.china_date(),
                    upheld: decide.upheld,
                    reason: decide.reason,
                },
            };
            let tenant = &app.tenant;
            match tenant
                .database
                .add_objection_decision(tenant.id(), &decided)
            {
                Err(StoreError::HeadMoved) => Err(ApiError::conflict(
                    "objection_decided",
                    "该申诉已处理",
                    "S3-08: this objection was decided before",
                )),
                other => Ok(other.map(|()| Decided { at: now.0 })?),
            }
        })
        .await?;
    Ok(Json(decided))
}

/// Who made the deduction: whoever declared the hazard void.
fn deducted_by(
    app: &App,
    standing: &Standing,
    record: RecordId,
) -> Result<Option<UserId>, ApiError> {
    let tenant = &app.tenant;
    let Some(listed) = tenant.database.listed(tenant.id(), record)? else {
        return Ok(None);
    };
    if listed.kind != RecordKind::Rectification || listed.status != "voided" {
        return Ok(None);
    }
    let store = tenant.database.turn(tenant.id())?;
    let state = state_of(store.as_ref(), &standing.control, &listed)?;
    let mut acts = state.history.iter().rev();
    let voided = acts.find(|act| act.effect == Effect::Applied && act.event == "voided");
    Ok(voided.map(|act| act.user))
}

/// The grid of a record in which this worker's objection stands.
fn raised_in(standing: &Standing, worker: UserId, record: RecordId, code: &str) -> Option<GridId> {
    let hazard = standing.measures.hazards.get(&record);
    let premises = standing.measures.premises.get(&record);
    let (grid, raised) = hazard
        .map(|it| (it.grid, &it.objections))
        .or_else(|| premises.map(|it| (it.grid, &it.objections)))?;
    let is_it = |it: &wangge_domain::tally::RaisedObjection| it.worker == worker && it.code == code;
    raised.iter().any(is_it).then_some(grid)
}
