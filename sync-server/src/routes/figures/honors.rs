use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::tally::FollowUp;
use wangge_domain::{GridId, UserId};

use super::entry::{Heading, name_of};
use super::params::PeriodParams;
use crate::figures::{FigureError, Standing};
use crate::http::{ApiError, App, SupervisorCaller};

/// A worker on the honors list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HonoredView {
    /// Id of the worker.
    worker: String,
    /// Name.
    name: String,
    /// Points of the period.
    points: i64,
    /// A person is to look into the worker's records first.
    review: bool,
    /// Names of the townships that the worker answers for a grid of.
    townships: Vec<String>,
}

/// What is to be followed up in a grid.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FollowUpView {
    /// Id of the grid.
    grid: String,
    /// Its name.
    name: String,
    /// Open hazards.
    open: u64,
    /// Of these, overdue.
    overdue: u64,
    /// Of these, reported upward.
    escalated: u64,
}

/// What the honors list and the follow-up board hold of one township.
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct TownshipHonors {
    /// Id of the township.
    grid: String,
    /// Its name.
    name: String,
    /// Its workers on the honors list; who answers for grids of two townships is one of each.
    honored: u64,
    /// Open hazards.
    open: u64,
    /// Of these, overdue.
    overdue: u64,
    /// Of these, reported upward.
    escalated: u64,
}

/// The honors list and the follow-up board.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HonorsView {
    /// Period, grid and point of the logs.
    #[serde(flatten)]
    heading: Heading,
    /// By points, the most first.
    honored: Vec<HonoredView>,
    /// The most overdue first.
    follow_up: Vec<FollowUpView>,
    /// Both by township, each of them, if it is of all townships together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    townships: Vec<TownshipHonors>,
}

/// The honors list from figures（表彰建议）and the follow-up board（跟踪督办）of S2-44.
#[utoipa::path(
    get, path = "/api/v1/honors", tag = "figures", params(PeriodParams),
    responses(
        (status = 200, body = HonorsView),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    when: Result<Query<PeriodParams>, QueryRejection>,
) -> Result<Json<HonorsView>, ApiError> {
    let Query(when) =
        when.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let scope = when.scope(&app, &caller, "ledger_export")?;
    let view = app
        .blocking(move |app| {
            let (standing, now) = (app.tenant.standing()?, app.tenant.now());
            let (period, control) = (when.period(now), &standing.control);
            let answering = standing.workers(scope, now);
            let workers: Vec<UserId> = answering.keys().copied().collect();
            let counted = &app.tenant.figures.counted;
            let told = standing.counted_honors(counted, scope, &workers, period, now);
            let (honored, board) = told.map_err(FigureError::from)?;
            let name = |user: UserId| {
                let person = control.people.get(&user);
                person.map(|person| person.name.clone()).unwrap_or_default()
            };
            let mut board: Vec<_> = board.into_iter().collect();
            board.sort_by_key(|(grid, it)| (std::cmp::Reverse((it.overdue, it.open)), *grid));
            let home = |worker: UserId| {
                let grids = answering.get(&worker).into_iter().flatten();
                let townships = grids.map(|grid| standing.township_of(*grid));
                townships.collect::<BTreeSet<GridId>>()
            };
            let townships = match scope {
                None => by_township(&standing, &board, honored.iter().map(|it| home(it.worker))),
                Some(_) => Vec::new(),
            };
            Ok(HonorsView {
                heading: Heading::of(&period, scope, &standing, &app.tenant),
                honored: honored
                    .into_iter()
                    .map(|it| HonoredView {
                        worker: it.worker.to_string(),
                        name: name(it.worker),
                        points: it.points,
                        review: it.review,
                        townships: home(it.worker)
                            .into_iter()
                            .map(|township| name_of(control, township))
                            .collect(),
                    })
                    .collect(),
                follow_up: board
                    .into_iter()
                    .map(|(grid, it)| FollowUpView {
                        grid: grid.to_string(),
                        name: name_of(control, grid),
                        open: it.open,
                        overdue: it.overdue,
                        escalated: it.escalated,
                    })
                    .collect(),
                townships,
            })
        })
        .await?;
    Ok(Json(view))
}

/// Every township with what the list and the board hold of it, in id order: one without anything has
/// its line too. `honored` gives for each worker on the list the townships answered for.
fn by_township(
    standing: &Standing,
    board: &[(GridId, FollowUp)],
    honored: impl Iterator<Item = BTreeSet<GridId>>,
) -> Vec<TownshipHonors> {
    let lines = standing.townships().into_iter().map(|township| {
        let line = TownshipHonors {
            grid: township.to_string(),
            name: name_of(&standing.control, township),
            ..TownshipHonors::default()
        };
        (township, line)
    });
    let mut lines: BTreeMap<GridId, TownshipHonors> = lines.collect();
    for (grid, it) in board {
        if let Some(line) = lines.get_mut(&standing.township_of(*grid)) {
            line.open += it.open;
            line.overdue += it.overdue;
            line.escalated += it.escalated;
        }
    }
    for township in honored.flatten() {
        if let Some(line) = lines.get_mut(&township) {
            line.honored += 1;
        }
    }
    lines.into_values().collect()
}
