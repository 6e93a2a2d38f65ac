use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::evaluation::Ratio;
use wangge_domain::tally::{Answering, WORKER_FIGURE_CODES};
use wangge_domain::{GridId, UserId};

use super::entry::{FigureView, Heading};
use super::params::PeriodParams;
use crate::http::{ApiError, App, SupervisorCaller};

/// From when to when a worker answered for a grid, within the period.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AnsweredFor {
    /// Id of the small grid.
    grid: String,
    /// First day.
    first: String,
    /// Last day, inclusive.
    last: String,
}

/// The figures of one worker's grids.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkerFigures {
    /// Id of the worker; absent for what nobody answered for.
    #[serde(skip_serializing_if = "Option::is_none")]
    worker: Option<String>,
    /// Name of the worker; empty for those grids.
    name: String,
    /// Ids of the small grids that are counted here, on some days or on all; of nobody's those that
    /// nobody answers for at the end.
    grids: Vec<String>,
    /// On which days the worker answered for them.
    answered: Vec<AnsweredFor>,
    /// By code: `coverage`, `open`, `recheck`, `recheck_in_time`, `timely_close`. `open` are the
    /// overdue of all that is open now.
    figures: BTreeMap<String, FigureView>,
}

/// Figures by worker.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkersView {
    /// Period, grid and point of the logs.
    #[serde(flatten)]
    heading: Heading,
    /// By name; the grids of nobody last.
    workers: Vec<WorkerFigures>,
    /// True: the period is still running, the figures will change.
    running: bool,
}

/// Figures by worker, for whoever sees a grid whole and may take its ledgers away. What was due on a day
/// of the period counts for who answered for its grid on that day, whoever acted; coverage, and what is
/// open now, for who answers for the grid on the last day of the period, or does today. A grid of two
/// workers counts with each of them, one of nobody stands apart: the lines do not add up to the figures
/// of the grid, and none of its records is missing.
#[utoipa::path(
    get, path = "/api/v1/figures/workers", tag = "figures", params(PeriodParams),
    responses(
        (status = 200, body = WorkersView),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    when: Result<Query<PeriodParams>, QueryRejection>,
) -> Result<Json<WorkersView>, ApiError> {
    let Query(when) =
        when.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    when.check_open(&WORKER_FIGURE_CODES)?;
    let scope = when.scope(&app, &caller, "ledger_export")?;
    let view = app
        .blocking(move |app| {
            let (standing, now) = (app.tenant.standing()?, app.tenant.now());
            let (period, today) = (when.period(now), now.china_date());
            let answering = Answering::over(&standing.control, scope, &period, today);
            let counted = &app.tenant.figures.counted;
            let mut all = standing.counted_workers(counted, scope, &answering, period, now);
            // Who has nothing that is counted has each figure all the same, of nothing.
            let mut figures_of = |worker: Option<UserId>| {
                let mut figures = all.remove(&worker).unwrap_or_default();
                for code in WORKER_FIGURE_CODES {
                    figures.entry(code.to_owned()).or_default();
                }
                figures
            };
            let shown = |figures: BTreeMap<String, Ratio>| -> BTreeMap<String, FigureView> {
                let views = figures.into_iter().map(|(code, ratio)| {
                    let figure = FigureView::of(&ratio, when.opens(&code));
                    (code, figure)
                });
                views.collect()
            };
            let ids = |grids: BTreeSet<GridId>| -> Vec<String> {
                grids.iter().map(ToString::to_string).collect()
            };
            let line = |worker: UserId, figures: BTreeMap<String, Ratio>| {
                let person = standing.control.people.get(&worker);
                WorkerFigures {
                    worker: Some(worker.to_string()),
                    name: person.map(|person| person.name.clone()).unwrap_or_default(),
                    grids: ids(answering.grids_of(Some(worker))),
                    answered: days(&answering, worker),
                    figures: shown(figures),
                }
            };
            let mut workers: Vec<WorkerFigures> = answering
                .workers()
                .into_iter()
                .map(|worker| line(worker, figures_of(Some(worker))))
                .collect();
            let (vacant, rest) = (answering.grids_at_close(None), figures_of(None));
            if !vacant.is_empty() || rest.values().any(|ratio| ratio.denominator > 0) {
                workers.push(WorkerFigures {
                    worker: None,
                    name: String::new(),
                    grids: ids(vacant),
                    answered: Vec::new(),
                    figures: shown(rest),
                });
            }
            workers.sort_by_cached_key(|it| (it.worker.is_none(), it.name.clone()));
            Ok(WorkersView {
                heading: Heading::of(&period, scope, &standing, &app.tenant),
                workers,
                running: today <= period.last,
            })
        })
        .await?;
    Ok(Json(view))
}

fn days(answering: &Answering, worker: UserId) -> Vec<AnsweredFor> {
    let spans = answering.spans_of(worker);
    spans
        .map(|(grid, span)| AnsweredFor {
            grid: grid.to_string(),
            first: span.first.to_string(),
            last: span.last.to_string(),
        })
        .collect()
}
