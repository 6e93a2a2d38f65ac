use std::collections::BTreeSet;
use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use wangge_domain::tally::Answering;
use wangge_domain::{GridId, StreamId};
use wangge_report::table_csv;

use super::entry::name_of;
use super::params::{PeriodParams, narrowed};
use super::score::card;
use crate::http::{ApiError, App, SupervisorCaller};

/// The score cards of all workers as CSV（考评汇总）of S0-36 for the personnel office, the best first: for whoever
/// manages people and reads what they found, and of the grids in charge only: a line for everybody who
/// answered for a grid on a day of the period. Equals share a place; the certificate is that of the last
/// day of the period, or of today while it lasts. Of a `grid` only who did so in it; a card is of all that
/// its worker answered for.
#[utoipa::path(
    get, path = "/api/v1/scores.csv", tag = "figures", params(PeriodParams),
    responses(
        (status = 200, content_type = "text/csv", body = String),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody, description = "there is no such grid"),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    when: Result<Query<PeriodParams>, QueryRejection>,
) -> Result<Response, ApiError> {
    let Query(when) = when.map_err(|error| ApiError::bad_request(&error.body_text()))?;
    let reach = caller.require_both(&app, "person_manage", "record_read")?;
    let top = narrowed(&caller, &reach, when.grid.as_deref())?;
    let file = app
        .blocking(move |app| {
            let (standing, now) = (app.tenant.standing()?, app.tenant.now());
            let period = when.period(now);
            let today = now.china_date();
            // As the figures of the period count it.
            let last = period.last.min(today);
            let answering = Answering::over(&standing.control, None, &period, today);
            let mut rows = Vec::new();
            for worker in answering.workers() {
                let grids = answering.grids_of(Some(worker));
                let mine = |grid| reach.streams.contains(&StreamId::of_grid(grid));
                let here = |grid| top.is_none_or(|top| standing.control.is_within(grid, top));
                let all_mine = grids.iter().all(|grid| mine(*grid));
                if !all_mine || !grids.iter().any(|grid| here(*grid)) {
                    continue;
                }
                let card = card(app, &standing, worker, &answering, period)?;
                let person = standing.control.people.get(&worker);
                let name = person.map(|person| person.name.clone()).unwrap_or_default();
                let certified = standing.control.is_certified(worker, last);
                let homes = grids.iter().map(|grid| standing.township_of(*grid));
                let homes: BTreeSet<GridId> = homes.collect();
                let homes = homes.into_iter().map(|it| name_of(&standing.control, it));
                let homes = homes.collect::<Vec<_>>().join("、");
                rows.push((card.points(), name, worker, certified, grids.len(), homes));
            }
            rows.sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.2.cmp(&other.2)));
            // Equals share a place, as in the ranking, and the next one is left free.
            let all: Vec<i64> = rows.iter().map(|row| row.0).collect();
            let place = |points: i64| 1 + all.partition_point(|better| *better > points);
            let lines: Vec<Vec<String>> = rows
                .into_iter()
                .map(|(points, name, worker, certified, grids, homes)| {
                    vec![
                        place(points).to_string(),
                        name,
                        worker.to_string(),
                        period.to_string(),
                        points.to_string(),
                        grids.to_string(),
                        if certified { "是" } else { "否" }.to_owned(),
                        homes,
                    ]
                })
                .collect();
            let head = [
                "名次",
                "姓名",
                "编号",
                "时段",
                "得分",
                "负责网格数",
                "持证",
                "乡镇",
            ];
            let head = head.map(str::to_owned);
            let mut out = Vec::new();
            // Writing to memory cannot fail.
            let _written = table_csv(&head, &lines, &mut out);
            Ok(out)
        })
        .await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"scores.csv\"",
        ),
    ];
    Ok((headers, file).into_response())
}
