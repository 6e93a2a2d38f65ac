use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use chrono::Datelike;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::GridId;
use wangge_domain::control::GridLevel;
use wangge_domain::evaluation::{
    Circular, EvaluationError, EvaluationPeriod, FailedRun, PeriodKind, RankEntry, Ranked,
    Snapshot, circular, circular_draft, failed_runs, rank,
};

use super::entry::name_of;
use super::params::{PeriodParams, narrowed};
use super::snapshots::{may_read, of_kind};
use crate::figures::FigureError;
use crate::http::{ApiError, App, SupervisorCaller, streams_below};

/// Which grids are ranked.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct LevelParams {
    /// `large`（乡镇）, `medium`（村）or `small`; without it villages.
    level: Option<String>,
}

/// One line of the ranking.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RankView {
    /// Id of the grid.
    grid: String,
    /// Its name.
    name: String,
    /// Place, score, grade, difference to the period before.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    line: Ranked,
    /// Years in a row in which it failed, with what follows（S2-02）.
    #[schema(value_type = Vec<Object>)]
    failed_runs: Vec<FailedRun>,
}

/// A ranking with the draft of its circular.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RankingView {
    /// `2026年上半年`.
    period: String,
    /// The best first; the vetoed and those without a score last, without a place.
    lines: Vec<RankView>,
    /// Who is praised and who is criticized, and the snapshots it rests on.
    #[schema(value_type = Object)]
    circular: Circular,
    /// The draft in Chinese words; a person signs it or does not.
    draft: String,
}

/// The ranking（考核排名）of a period from its frozen figures, with the draft of the circular（通报）:
/// S0-40, S4-19; two failed years in a row are flagged（S2-02）. A period that is not over, or of which
/// nothing was frozen, has neither; a grid without frozen figures stands in `without_result`. Of a
/// `grid` only what lies in it is ranked; without one all that the caller sees.
#[utoipa::path(
    get, path = "/api/v1/ranking", tag = "figures", params(PeriodParams, LevelParams),
    responses(
        (status = 200, body = RankingView),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody, description = "there is no such grid"),
        (status = 409, body = crate::http::ErrorBody, description = "not over yet, or never frozen"),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    when: Result<Query<PeriodParams>, QueryRejection>,
    which: Result<Query<LevelParams>, QueryRejection>,
) -> Result<Json<RankingView>, ApiError> {
    let Query(when) =
        when.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let Query(which) =
        which.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let level = level(which.level.as_deref())?;
    let reach = caller.require(&app, "record_read")?;
    let top = narrowed(&caller, &reach, when.grid.as_deref())?;
    let view = app
        .blocking(move |app| {
            let now = app.tenant.now();
            let period = when.period(now);
            if now.china_date() <= period.last {
                return Err(FigureError::from(EvaluationError::PeriodNotOver { period }).into());
            }
            let readable = |it: &Snapshot| {
                let grid = caller.control.grids.get(&it.scope);
                let here = top.is_none_or(|top| caller.control.is_within(it.scope, top));
                here && grid.is_some_and(|grid| grid.level == level)
                    && may_read(&caller, &reach, it)
            };
            let mut all = of_kind(app, period.kind)?;
            all.retain(|it| readable(it));
            let years = of_kind(app, PeriodKind::Year)?;
            let grids = caller.control.grids.values();
            let mut unfrozen: Vec<GridId> = grids
                .filter(|grid| grid.level == level)
                .map(|grid| grid.grid)
                .filter(|grid| top.is_none_or(|top| caller.control.is_within(*grid, top)))
                .filter(|grid| {
                    streams_below(&caller.control, Some(*grid)).is_subset(&reach.streams)
                })
                .collect();
            let seen = !unfrozen.is_empty();
            let of_period = all.iter().filter(|it| it.period == period);
            let frozen: BTreeSet<GridId> = of_period.map(|it| it.scope).collect();
            if seen && frozen.is_empty() {
                return Err(FigureError::from(EvaluationError::NotFrozen { period }).into());
            }
            unfrozen.retain(|grid| !frozen.contains(grid));
            Ok(view(&caller, &all, &years, &unfrozen, period))
        })
        .await?;
    Ok(Json(view))
}

fn level(word: Option<&str>) -> Result<GridLevel, ApiError> {
    match word {
        None | Some("medium") => Ok(GridLevel::Medium),
        Some("large") => Ok(GridLevel::Large),
        Some("small") => Ok(GridLevel::Small),
        Some(_) => Err(ApiError::bad_request("`level` is large, medium or small")),
    }
}

fn view(
    caller: &SupervisorCaller,
    all: &[Snapshot],
    years: &[Snapshot],
    unfrozen: &[GridId],
    period: EvaluationPeriod,
) -> RankingView {
    let rules = &caller.policy.accounting().evaluation.township;
    let scores = |of: &EvaluationPeriod| -> BTreeMap<GridId, &Snapshot> {
        let found = all.iter().filter(|it| it.period == *of);
        found.map(|it| (it.scope, it)).collect()
    };
    let (now, before) = (scores(&period), scores(&period.before()));
    let score = |it: &Snapshot| it.score.as_ref().and_then(|score| score.hundredths);
    let entries: Vec<RankEntry> = now
        .iter()
        .map(|(scope, it)| RankEntry {
            scope: *scope,
            hundredths: score(it),
            grade: it.score.as_ref().and_then(|score| score.grade.clone()),
            before: before.get(scope).and_then(|it| score(it)),
            vetoed: it
                .score
                .as_ref()
                .is_some_and(|score| !score.vetoes.is_empty()),
        })
        .collect();
    let ranking = rank(&entries);
    let hashes = now.values().map(|it| it.hash()).collect();
    let circular = circular(period, &ranking, unfrozen, hashes, rules);
    let name = |grid| name_of(&caller.control, grid);
    let failed = |scope: GridId| {
        let mut by_year = BTreeMap::new();
        for it in years.iter().filter(|it| it.scope == scope) {
            if let Some(score) = it.score.as_ref().filter(|score| score.grade.is_some()) {
                by_year.insert(it.period.first.year(), score.failed);
            }
        }
        failed_runs(&by_year, rules)
    };
    RankingView {
        period: period.to_string(),
        draft: circular_draft(&circular, &ranking, rules, name),
        lines: ranking
            .into_iter()
            .map(|line| RankView {
                grid: line.scope.to_string(),
                name: name(line.scope),
                failed_runs: failed(line.scope),
                line,
            })
            .collect(),
        circular,
    }
}
