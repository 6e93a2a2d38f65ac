use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wangge_domain::control::ControlEvent;
use wangge_domain::evaluation::{EvaluationError, EvaluationPeriod, PeriodKind, ScoreLine};
use wangge_domain::lifecycle::Effect;
use wangge_domain::record::RecordKind;
use wangge_domain::register::{DecidedObjection, RegisterRow};
use wangge_domain::tally::{Answering, RaisedObjection};
use wangge_domain::{GridId, RecordId, StreamId, UserId};

use super::super::casework::state_of;
use super::super::registers::{append, refused};
use super::score::card;
use crate::figures::{FigureError, Standing};
use crate::http::{ApiError, App, SupervisorCaller};

/// What is decided on an objection.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Decide {
    /// Id of the record it is about.
    record: String,
    /// Code of the award that was deducted.
    code: String,
    /// The day of the deduction; without it the latest one of this record and code that waits for a
    /// decision.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    day: Option<NaiveDate>,
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

/// Decides on an objection（申诉处理）of S3-08: once for each deduction, with a reason, never on one's own,
/// and never on a deduction that one made oneself. The worker's phone learns of it.
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
            let found = raised_in(&standing, record).filter(|(_, raised)| {
                let mut raised = raised.iter();
                raised.any(|it| is_about(it, worker, &decide.code))
            });
            let (grid, _) = found.ok_or_else(ApiError::not_found)?;
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
            let lines = objected_lines(app, &standing, worker, record, &decide)?;
            let waits = lines.iter().rev().find(|line| line.disputed);
            let Some(line) = waits else {
                return Err(match lines.is_empty() {
                    true => ApiError::not_found(),
                    false => ApiError::conflict(
                        "objection_decided",
                        "该申诉已处理",
                        "S3-08: this objection was decided before",
                    ),
                });
            };
            let decided = DecidedObjection {
                record,
                worker,
                code: decide.code,
                day: line.event.on,
                by: caller.user,
                upheld: decide.upheld,
                reason: decide.reason,
            };
            let mut row = RegisterRow::of(&decided.key(), now.china_date(), &decided)
                .map_err(|error| refused(&error))?;
            row.set_by = Some(caller.user);
            append(app, &ControlEvent::RegisterSet(row))?;
            Ok(Decided { at: now.0 })
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

/// The deductions that were objected to, by the order of their days: of the day that is named, or of all
/// days on which the objections may be about one.
fn objected_lines(
    app: &App,
    standing: &Standing,
    worker: UserId,
    record: RecordId,
    decide: &Decide,
) -> Result<Vec<ScoreLine>, ApiError> {
    let raised = raised_in(standing, record).map_or(&[][..], |(_, raised)| raised);
    let mut years: BTreeMap<NaiveDate, EvaluationPeriod> = BTreeMap::new();
    for one in raised
        .iter()
        .filter(|it| is_about(it, worker, &decide.code))
    {
        let written = EvaluationPeriod::of(PeriodKind::Year, one.on);
        let of = match decide.day.or(one.day) {
            Some(day) => vec![EvaluationPeriod::of(PeriodKind::Year, day)],
            // Without a day it may be about a deduction of the year before.
            None => vec![written.before(), written],
        };
        years.extend(of.into_iter().map(|year| (year.first, year)));
    }
    let mut lines = Vec::new();
    for year in years.into_values() {
        let today = app.tenant.now().china_date();
        let answering = Answering::over(&standing.control, None, &year, today);
        let card = card(app, standing, worker, &answering, year)?;
        let of_year = card.months.into_iter().flat_map(|month| month.lines);
        lines.extend(of_year.filter(|line| {
            let (event, objected) = (&line.event, line.disputed || line.decision.is_some());
            let same_day = decide.day.is_none_or(|day| day == event.on);
            objected && same_day && event.record == record && event.code == decide.code
        }));
    }
    Ok(lines)
}

/// Whether an objection is this worker's, to a deduction of this code.
fn is_about(raised: &RaisedObjection, worker: UserId, code: &str) -> bool {
    raised.worker == worker && raised.code == code
}

/// The objections that stand in a record, with its grid.
fn raised_in(standing: &Standing, record: RecordId) -> Option<(GridId, &[RaisedObjection])> {
    let hazard = standing.measures.hazards.get(&record);
    let premises = standing.measures.premises.get(&record);
    hazard
        .map(|it| (it.grid, it.objections.as_slice()))
        .or_else(|| premises.map(|it| (it.grid, it.objections.as_slice())))
}
