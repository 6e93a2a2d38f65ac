use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::control::GridLevel;
use wangge_domain::evaluation::{
    Circular, EvaluationError, EvaluationPeriod, FailedRun, PeriodKind, Ranked, Snapshot,
    circular_draft,
};
use wangge_domain::{GridId, RecordId};

use super::entry::name_of;
use super::params::{PeriodParams, narrowed, scope};
use super::snapshots::{may_read, of_kind};
use crate::figures::{FigureError, RankedPeriod, failed_until, failed_with, ranked, ranked_grids};
use crate::http::{ApiError, App, SupervisorCaller, partly_read};
use crate::paper::CircularAsked;

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
    /// Years in a row in which it failed, with what follows（S2-02）: years that were over when the period was.
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
    /// Id under which the draft is a paper, `/api/v1/papers/circular/{paper}`; absent to who does not see
    /// all that is ranked.
    #[serde(skip_serializing_if = "Option::is_none")]
    paper: Option<String>,
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
            let partly = partly_read(&caller.control, &reach);
            let readable = |it: &Snapshot| {
                // The county as such stands beside nobody.
                let Some(scope) = it.scope else {
                    return false;
                };
                let grid = caller.control.grids.get(&scope);
                let here = top.is_none_or(|top| caller.control.is_within(scope, top));
                here && grid.is_some_and(|grid| grid.level == level) && may_read(&partly, it)
            };
            let years = of_kind(app, PeriodKind::Year)?;
            // Read once: a county's snapshots of a year are hundreds.
            let others = match period.kind {
                PeriodKind::Year => None,
                kind => Some(of_kind(app, kind)?),
            };
            let all = others.as_ref().unwrap_or(&years).iter();
            let all: Vec<&Snapshot> = all.filter(|it| readable(it)).collect();
            let mut expected = ranked_grids(&caller.control, &period, level, top);
            expected.retain(|grid| !partly.contains(grid));
            let is_frozen = all.iter().any(|it| it.period == period);
            if !expected.is_empty() && !is_frozen {
                return Err(FigureError::from(EvaluationError::NotFrozen { period }).into());
            }
            let rules = &caller.policy.accounting().evaluation.township;
            let ranked = ranked(&all, &expected, period, rules);
            // Over what the caller sees whole: a circular over a part would pass for the whole.
            let whole = scope(&caller, &reach, when.grid.as_deref()).ok();
            let asked = whole.map(|top| CircularAsked { period, level, top });
            let paper = asked.filter(|_| is_frozen).and_then(|asked| asked.id());
            Ok(view(&caller, ranked, &years, period, paper))
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
    ranked: RankedPeriod,
    years: &[Snapshot],
    period: EvaluationPeriod,
    paper: Option<RecordId>,
) -> RankingView {
    let rules = &caller.policy.accounting().evaluation.township;
    let name = |grid| name_of(&caller.control, grid);
    let failed = |scope: GridId| failed_until(years, scope, &period, rules);
    let RankedPeriod {
        lines, circular, ..
    } = ranked;
    let years_of_all: Vec<&Snapshot> = years.iter().collect();
    let told = failed_with(&years_of_all, &lines, &period, rules);
    RankingView {
        period: period.to_string(),
        draft: circular_draft(&circular, &lines, rules, &told, name),
        paper: paper.map(|paper| paper.to_string()),
        lines: lines
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
