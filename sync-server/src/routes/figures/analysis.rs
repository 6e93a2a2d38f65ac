use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wangge_domain::GridId;
use wangge_domain::evaluation::{EvaluationPeriod, PeriodKind};
use wangge_domain::tally::AnalysisLine;

use super::entry::{FigureView, Heading, name_of};
use super::params::PeriodParams;
use crate::figures::Standing;
use crate::http::{ApiError, App, SupervisorCaller};

/// A line of the analysis.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LineView {
    /// Heading, category id, or id of the grid.
    key: String,
    /// In words.
    name: String,
    /// How many were found in the period.
    found: usize,
    /// How many in the period before.
    before: u64,
    /// Ids of those found.
    #[schema(value_type = Vec<String>)]
    hazards: Vec<Uuid>,
}

/// The analysis sheet of a period.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AnalysisView {
    /// Period, grid and point of the logs.
    #[serde(flatten)]
    heading: Heading,
    /// By heading, the most first.
    by_heading: Vec<LineView>,
    /// By category of the premises.
    by_category: Vec<LineView>,
    /// By small grid.
    by_grid: Vec<LineView>,
    /// By township, if it is of all townships together.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by_township: Vec<LineView>,
    /// Of those found: those that threaten life.
    life_threat: FigureView,
    /// Closed in time, of what fell due and is decided.
    on_time: FigureView,
    /// Overdue on the last day, the longest first.
    #[schema(value_type = Vec<String>)]
    overdue: Vec<Uuid>,
    /// Proposals in Chinese words, for a person to judge.
    proposals: Vec<String>,
}

/// The analysis sheet（火灾风险分析研判）of S3-04 from own data; without `kind` of a month.
#[utoipa::path(
    get, path = "/api/v1/analysis", tag = "figures", params(PeriodParams),
    responses(
        (status = 200, body = AnalysisView),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    when: Result<Query<PeriodParams>, QueryRejection>,
) -> Result<Json<AnalysisView>, ApiError> {
    let Query(when) =
        when.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    when.check_open(&["life_threat", "timely_close"])?;
    let scope = when.scope(&app, &caller, "record_read")?;
    let view = app
        .blocking(move |app| {
            let (standing, now) = (app.tenant.standing()?, app.tenant.now());
            let kind = when.kind.unwrap_or(PeriodKind::Month);
            let day = when.on.unwrap_or_else(|| now.china_date());
            let period = EvaluationPeriod::of(kind, day);
            let counted = &app.tenant.figures.counted;
            let sheet = standing.counted_analysis(counted, scope, period, now);
            let control = &standing.control;
            let category = |id: &str| {
                let found = standing.pack.categories.get(id);
                found.map_or_else(|| id.to_owned(), |it| it.zh.clone())
            };
            let grid = |id: &str| {
                let id = id.parse();
                id.map(|id| name_of(control, id)).unwrap_or_default()
            };
            let by_township = match scope {
                None => by_township(&sheet.by_grid, &standing),
                Some(_) => Vec::new(),
            };
            Ok(AnalysisView {
                heading: Heading::of(&period, scope, &standing, &app.tenant),
                by_heading: lines(sheet.by_heading, str::to_owned),
                by_category: lines(sheet.by_category, category),
                by_grid: lines(sheet.by_grid, grid),
                by_township: lines(by_township, grid),
                life_threat: FigureView::of(&sheet.life_threat, when.opens("life_threat")),
                on_time: FigureView::of(&sheet.on_time, when.opens("timely_close")),
                overdue: sheet.overdue,
                proposals: sheet.proposals,
            })
        })
        .await?;
    Ok(Json(view))
}

/// The lines of the small grids, added up by township, the most first.
fn by_township(lines: &[AnalysisLine], standing: &Standing) -> Vec<AnalysisLine> {
    let mut townships: BTreeMap<GridId, AnalysisLine> = BTreeMap::new();
    for line in lines {
        let Ok(grid) = line.key.parse::<GridId>() else {
            continue;
        };
        let township = standing.township_of(grid);
        let sum = townships.entry(township).or_insert_with(|| AnalysisLine {
            key: township.to_string(),
            found: Vec::new(),
            before: 0,
        });
        sum.found.extend(&line.found);
        sum.before = sum.before.saturating_add(line.before);
    }
    let mut lines: Vec<AnalysisLine> = townships.into_values().collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.found.len()));
    lines
}

fn lines(lines: Vec<AnalysisLine>, name: impl Fn(&str) -> String) -> Vec<LineView> {
    lines
        .into_iter()
        .map(|line| LineView {
            name: name(&line.key),
            key: line.key,
            found: line.found.len(),
            before: line.before,
            hazards: line.found,
        })
        .collect()
}
