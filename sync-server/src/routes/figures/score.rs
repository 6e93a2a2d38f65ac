use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::evaluation::{EvaluationPeriod, WorkerCard};
use wangge_domain::tally::{
    Answering, CardInput, ObjectionOutcome, objection_outcomes, worker_card,
};
use wangge_domain::{GridId, StreamId, UserId};

use super::params::PeriodParams;
use crate::figures::{FigureError, Standing};
use crate::http::{ApiError, App, SupervisorCaller};

/// A worker's score card.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ScoreView {
    /// Id of the worker.
    worker: String,
    /// Name of the worker.
    name: String,
    /// `2026年9月`.
    period: String,
    /// Points of all months.
    points: i64,
    /// The whole card in Chinese words, line by line: just what the worker sees.
    lines: Vec<String>,
    /// The card with every event, what it gave and why.
    #[schema(value_type = Object)]
    card: WorkerCard,
}

/// A worker's score card（网格员考评卡）of S3-08: for the worker, and for whoever reads the records of
/// the grids that the worker answered for in the period. Of a period in which the worker answered for
/// none, those of the worker's whole time count, so a card stays readable when a role has ended.
#[utoipa::path(
    get, path = "/api/v1/scores/{worker}", tag = "figures",
    params(("worker" = String, Path, description = "id of the worker"), PeriodParams),
    responses(
        (status = 200, body = ScoreView),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(worker): Path<String>,
    when: Result<Query<PeriodParams>, QueryRejection>,
) -> Result<Json<ScoreView>, ApiError> {
    let Query(when) =
        when.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let worker: UserId = worker.parse().map_err(|_| ApiError::not_found())?;
    let reach = caller.reach(&app, "record_read");
    let view = app
        .blocking(move |app| {
            let (standing, now) = (app.tenant.standing()?, app.tenant.now());
            let person = standing.control.people.get(&worker);
            let person = person.ok_or_else(ApiError::not_found)?;
            let (period, today) = (when.period(now), now.china_date());
            let answering = Answering::over(&standing.control, None, &period, today);
            let grids = grids_behind(&standing, &answering, worker, today);
            let may_read = grids
                .iter()
                .all(|grid| reach.streams.contains(&StreamId::of_grid(*grid)));
            if caller.user != worker && (grids.is_empty() || !may_read) {
                return Err(ApiError::forbidden());
            }
            let card = card(app, &standing, worker, &answering, period)?;
            Ok(ScoreView {
                worker: worker.to_string(),
                name: person.name.clone(),
                period: period.to_string(),
                points: card.points(),
                lines: card.lines(&standing.pack.accounting().evaluation.worker),
                card,
            })
        })
        .await?;
    Ok(Json(view))
}

/// The small grids whose readers may read a worker's card: those of the period, or, if there are none, of
/// the whole time.
fn grids_behind(
    standing: &Standing,
    answering: &Answering,
    worker: UserId,
    today: NaiveDate,
) -> BTreeSet<GridId> {
    let of_period = answering.grids_of(Some(worker));
    if of_period.is_empty() {
        return Answering::ever(&standing.control, None, today).grids_of(Some(worker));
    }
    of_period
}

/// The card, with what was decided on the worker's objections.
pub(super) fn card(
    app: &App,
    standing: &Standing,
    worker: UserId,
    answering: &Answering,
    period: EvaluationPeriod,
) -> Result<WorkerCard, ApiError> {
    let tenant = &app.tenant;
    let mut decisions = objection_outcomes(&standing.control.registers, worker);
    let older = tenant.database.objection_decisions(tenant.id(), worker)?;
    decisions.extend(older.into_iter().map(|it| ObjectionOutcome {
        record: it.record,
        code: it.code,
        day: None,
        decision: it.decision,
    }));
    let card = worker_card(&CardInput {
        measures: &standing.measures,
        control: &standing.control,
        pack: &standing.pack,
        accounting: standing.pack.accounting(),
        worker,
        answering,
        period,
        today: tenant.now().china_date(),
        decisions: &decisions,
    });
    Ok(card.map_err(FigureError::from)?)
}
