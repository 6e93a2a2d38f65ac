use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::GridId;
use wangge_domain::evaluation::{CoverageFigure, Ratio};
use wangge_domain::tally::CoverageFilter;

use super::entry::{FigureView, Heading, name_of};
use super::params::PeriodParams;
use crate::figures::{CoverageAsked, Standing};
use crate::http::{ApiError, App, SupervisorCaller};

/// How a coverage is taken apart and of what.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CoverageParams {
    /// Parts: `grid`, `village`, `township` or `department`; without it by township for all
    /// townships together, else by grid.
    by: Option<String>,
    /// Only these categories, separated by commas.
    category: Option<String>,
    /// Only the key types of the policy (S4-16).
    key_types: Option<bool>,
    /// Only what this department supervises (S3-13).
    department: Option<String>,
}

/// A part of a coverage.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CoveragePart {
    /// Id of the grid, or code of the department.
    key: String,
    /// Its name.
    name: String,
    /// Visited, of all.
    figure: FigureView,
}

/// A premises that was never visited.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NeverVisited {
    /// Id of the premises.
    id: String,
    /// Its name.
    name: String,
    /// Its address.
    address: String,
    /// Id of its grid.
    grid: String,
}

/// Coverage against its target.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CoverageView {
    /// Period, grid and point of the logs.
    #[serde(flatten)]
    heading: Heading,
    /// Visited, of all on file at the end of the period.
    figure: FigureView,
    /// Target of the year in hundredths of a percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<u32>,
    /// Whether it is reached; absent without a target or without premises.
    #[serde(skip_serializing_if = "Option::is_none")]
    reached: Option<bool>,
    /// The parts.
    parts: Vec<CoveragePart>,
    /// Premises that were never visited up to the end of the period.
    never_visited: Vec<NeverVisited>,
}

/// Coverage（检查覆盖率）of S0-01, S3-13 and S4-16: premises with an accepted inspection in the period,
/// of all on file, against the target of the year; by grid, village, township or department; with
/// the list of those never visited. A county's figure is of all its premises, never a mean of its
/// townships.
#[utoipa::path(
    get, path = "/api/v1/coverage", tag = "figures", params(PeriodParams, CoverageParams),
    responses(
        (status = 200, body = CoverageView),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    when: Result<Query<PeriodParams>, QueryRejection>,
    how: Result<Query<CoverageParams>, QueryRejection>,
) -> Result<Json<CoverageView>, ApiError> {
    let Query(when) =
        when.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let Query(how) =
        how.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    when.check_open(&["coverage"])?;
    let scope = when.scope(&app, &caller, "record_read")?;
    let view = app
        .blocking(move |app| {
            let (standing, now) = (app.tenant.standing()?, app.tenant.now());
            refuse_unknown(&how, &standing)?;
            let period = when.period(now);
            let open = when.opens("coverage");
            let asked = CoverageAsked {
                period,
                filter: filter(&how, &standing),
                open,
            };
            let counted = &app.tenant.figures.counted;
            let mut found = standing.counted_coverage(counted, scope, &asked, now);
            if !period.has_begun(now.china_date()) {
                found.by.clear();
                found.never.clear();
            }
            let rules = &standing.pack.accounting().evaluation;
            let figure = CoverageFigure::of(Ratio::sum(found.by.values()), &period, rules);
            let by = how.by.as_deref().or(scope.is_none().then_some("township"));
            let mut parts: BTreeMap<(String, String), Vec<&Ratio>> = BTreeMap::new();
            for ((grid, department), ratio) in &found.by {
                let part = part(*grid, department, by, &standing);
                parts.entry(part).or_default().push(ratio);
            }
            let never = found.never.into_iter().filter_map(|id| {
                let it = standing.measures.premises.get(&id)?;
                Some(NeverVisited {
                    id: id.to_string(),
                    name: it.name.clone(),
                    address: it.address.clone(),
                    grid: it.grid.to_string(),
                })
            });
            Ok(CoverageView {
                heading: Heading::of(&period, scope, &standing, &app.tenant),
                figure: FigureView::of(&figure.ratio, open),
                target: figure.target,
                reached: figure.reached,
                parts: parts
                    .into_iter()
                    .map(|((key, name), ratios)| CoveragePart {
                        key,
                        name,
                        figure: FigureView::of(&Ratio::sum(ratios), open),
                    })
                    .collect(),
                never_visited: never.collect(),
            })
        })
        .await?;
    Ok(Json(view))
}

/// A misspelled filter would read as "there are none".
fn refuse_unknown(how: &CoverageParams, standing: &Standing) -> Result<(), ApiError> {
    let unknown = |what: &str| Err(ApiError::bad_request(what));
    if let Some(by) = how.by.as_deref()
        && !["grid", "village", "township", "department"].contains(&by)
    {
        return unknown("`by` is none of grid, village, township, department");
    }
    let categories = how.category.as_deref().unwrap_or_default();
    let mut categories = categories.split(',').filter(|code| !code.is_empty());
    if categories.any(|code| standing.pack.categories.get(code).is_none()) {
        return unknown("`category` is not in the policy pack");
    }
    let departments = &standing.pack.routing.departments;
    if how
        .department
        .as_ref()
        .is_some_and(|code| !departments.contains_key(code))
    {
        return unknown("`department` is not in the policy pack");
    }
    Ok(())
}

fn filter(how: &CoverageParams, standing: &Standing) -> CoverageFilter {
    let split = |text: &str| text.split(',').map(str::to_owned).collect();
    let mut categories: BTreeSet<String> = how.category.as_deref().map(split).unwrap_or_default();
    if how.key_types == Some(true) {
        categories.extend(standing.pack.accounting().gaps.key_categories.clone());
    }
    CoverageFilter {
        categories,
        department: how.department.clone(),
    }
}

/// The part that a small grid, or what a department supervises in it, belongs to: its key and its name.
pub(super) fn part(
    grid: GridId,
    department: &str,
    by: Option<&str>,
    standing: &Standing,
) -> (String, String) {
    let control = &standing.control;
    match by {
        Some("department") => {
            let found = standing.pack.routing.departments.get(department);
            let name = found.map_or_else(|| department.to_owned(), |it| it.zh.clone());
            (department.to_owned(), name)
        }
        Some("village") => {
            let above = control.grids.get(&grid).and_then(|grid| grid.parent);
            let village = above.unwrap_or(grid);
            (village.to_string(), name_of(control, village))
        }
        Some("township") => {
            let township = standing.township_of(grid);
            (township.to_string(), name_of(control, township))
        }
        _ => (grid.to_string(), name_of(control, grid)),
    }
}
