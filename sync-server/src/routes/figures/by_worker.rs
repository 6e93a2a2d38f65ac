use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::GridId;
use wangge_domain::tally::{WORKER_FIGURE_CODES, worker_figures};

use super::entry::{FigureView, Heading};
use super::params::PeriodParams;
use crate::http::{ApiError, App, SupervisorCaller};

/// The figures of one worker's grids.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkerFigures {
    /// Id of the worker; absent for the grids that nobody answers for.
    #[serde(skip_serializing_if = "Option::is_none")]
    worker: Option<String>,
    /// Name of the worker; empty for those grids.
    name: String,
    /// Ids of the small grids that are counted here.
    grids: Vec<String>,
    /// By code: `coverage`, `open`, `recheck`, `timely_close`. `open` are the overdue of all that is
    /// open now.
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

/// Figures by worker, for whoever sees a grid whole and may take its ledgers away: of the grids that
/// each worker answers for now, whoever worked in them then. A grid of two workers counts with each of
/// them, one of nobody stands apart: the lines do not add up to the figures of the grid, and none of its
/// records is missing.
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
            let measures = standing.of(scope);
            let figures_of = |grids: &BTreeSet<GridId>| {
                let own = measures.within(grids);
                let figures = worker_figures(&own, &standing.pack, &period, today);
                let shown = figures.iter().map(|(code, ratio)| {
                    let figure = FigureView::of(ratio, when.opens(code));
                    (code.clone(), figure)
                });
                shown.collect::<BTreeMap<_, _>>()
            };
            let parts = standing.by_worker(scope, now).into_iter();
            let mut workers: Vec<WorkerFigures> = parts
                .map(|(worker, grids)| {
                    let person = worker.and_then(|worker| standing.control.people.get(&worker));
                    WorkerFigures {
                        worker: worker.map(|worker| worker.to_string()),
                        name: person.map(|person| person.name.clone()).unwrap_or_default(),
                        figures: figures_of(&grids),
                        grids: grids.iter().map(ToString::to_string).collect(),
                    }
                })
                .collect();
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
