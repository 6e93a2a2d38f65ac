use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::evaluation::{EvaluationPeriod, Ratio};
use wangge_domain::tally::{BreakdownBy, BreakdownMeasure, BreakdownQuestion};
use wangge_domain::{GridId, UserId};

use super::coverage::part;
use super::entry::{FigureView, Heading};
use super::params::PeriodParams;
use crate::figures::Standing;
use crate::http::{ApiError, App, SupervisorCaller};

/// `open` names all lines together by this word.
const SUM: &str = "sum";

/// Which figure, and in which parts.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct BreakdownParams {
    /// `open` (open now), `timely_close`, `recheck`, `recheck_in_time` (within the time of the
    /// policy) or `coverage`; without it `open`.
    #[param(value_type = Option<String>)]
    measure: Option<BreakdownMeasure>,
    /// `township`, `village`, `grid`, `category`, `heading`, `severity`, `worker` (who found it) or
    /// `period`; without it `grid`. Coverage has no `heading`, `severity` or `worker`.
    #[param(value_type = Option<String>)]
    by: Option<By>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum By {
    Township,
    Village,
    Grid,
    Category,
    Heading,
    Severity,
    Worker,
    Period,
}

impl By {
    /// As finely as it is counted.
    fn counted(self) -> BreakdownBy {
        match self {
            Self::Township | Self::Village | Self::Grid => BreakdownBy::Grid,
            Self::Category => BreakdownBy::Category,
            Self::Heading => BreakdownBy::Heading,
            Self::Severity => BreakdownBy::Severity,
            Self::Worker => BreakdownBy::Worker,
            Self::Period => BreakdownBy::Period,
        }
    }
}

/// A part of a figure.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BreakdownLine {
    /// Id of a grid or person, code, word of a heading, first day of a period; empty: what belongs to
    /// none.
    key: String,
    /// In words; of a severity its code.
    name: String,
    /// What counts, of all.
    figure: FigureView,
}

/// A figure in parts.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BreakdownView {
    /// Period, grid and point of the logs.
    #[serde(flatten)]
    heading: Heading,
    /// All of them together; by period, of a rate, that of the period asked for.
    figure: FigureView,
    /// The most first, what belongs to none last; periods the latest first.
    lines: Vec<BreakdownLine>,
}

/// A figure in parts（分项统计）over all records, however many: what is open now, or coverage, on-time rate
/// and recheck rate of a period. `open` names the key of a line, or `sum`, and shows the records behind
/// it.
#[utoipa::path(
    get, path = "/api/v1/figures/breakdown", tag = "figures", params(PeriodParams, BreakdownParams),
    responses(
        (status = 200, body = BreakdownView),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    when: Result<Query<PeriodParams>, QueryRejection>,
    how: Result<Query<BreakdownParams>, QueryRejection>,
) -> Result<Json<BreakdownView>, ApiError> {
    let Query(when) =
        when.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let Query(how) =
        how.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let by = how.by.unwrap_or(By::Grid);
    let scope = when.scope(&app, &caller, "record_read")?;
    let view = app
        .blocking(move |app| {
            let (standing, now) = (app.tenant.standing()?, app.tenant.now());
            let asked = BreakdownQuestion {
                measure: how.measure.unwrap_or(BreakdownMeasure::Open),
                by: by.counted(),
                period: when.period(now),
            };
            if !asked.has_parts() {
                return Err(ApiError::bad_request("coverage has no such parts"));
            }
            let counted = &app.tenant.figures.counted;
            let mut found = standing.counted_breakdown(counted, scope, &asked, now);
            let (is_rate, today) = (asked.measure != BreakdownMeasure::Open, now.china_date());
            // Of a period that has not begun there is no rate.
            if by == By::Period {
                let begins = |first: &str| first.parse::<NaiveDate>().ok();
                found.retain(|first, _| begins(first).is_none_or(|first| first <= today));
            } else if is_rate && !asked.period.has_begun(today) {
                found.clear();
            }
            let mut parts: BTreeMap<(String, String), Vec<&Ratio>> = BTreeMap::new();
            for (key, ratio) in &found {
                let part = line(key, by, &asked, &standing);
                parts.entry(part).or_default().push(ratio);
            }
            if let Some(open) = &when.open
                && ![SUM, "all"].contains(&open.as_str())
                && !parts.keys().any(|(key, _)| key == open)
            {
                return Err(ApiError::bad_request(
                    "`open` is all, sum, or the key of a line",
                ));
            }
            let figure = if by == By::Period && is_rate {
                let of_now = found.get(&asked.period.first.to_string());
                of_now.cloned().unwrap_or_default()
            } else {
                Ratio::sum(found.values())
            };
            let mut lines: Vec<BreakdownLine> = parts
                .into_iter()
                .map(|((key, name), ratios)| BreakdownLine {
                    figure: FigureView::of(&Ratio::sum(ratios), when.opens(&key)),
                    key,
                    name,
                })
                .collect();
            if by == By::Period {
                lines.reverse();
            } else {
                lines.sort_by_cached_key(|it| {
                    let size = it.figure.denominator();
                    (it.key.is_empty(), Reverse(size), it.name.clone())
                });
            }
            Ok(BreakdownView {
                heading: Heading::of(&asked.period, scope, &standing, &app.tenant),
                figure: FigureView::of(&figure, when.opens(SUM)),
                lines,
            })
        })
        .await?;
    Ok(Json(view))
}

/// The line that what was counted under a key stands in: its key and its name.
fn line(key: &str, by: By, asked: &BreakdownQuestion, standing: &Standing) -> (String, String) {
    let own = |name: String| (key.to_owned(), name);
    let place = |level: &str| match key.parse::<GridId>() {
        Ok(grid) => part(grid, "", Some(level), standing),
        Err(_) => own(String::new()),
    };
    match by {
        By::Township => place("township"),
        By::Village => place("village"),
        By::Grid => place("grid"),
        By::Category => {
            let found = standing.pack.categories.get(key);
            own(found.map_or_else(|| key.to_owned(), |it| it.zh.clone()))
        }
        By::Heading | By::Severity => own(key.to_owned()),
        By::Worker => {
            let worker = key.parse::<UserId>().ok();
            let person = worker.and_then(|worker| standing.control.people.get(&worker));
            own(person.map(|person| person.name.clone()).unwrap_or_default())
        }
        By::Period => {
            let day = key.parse::<NaiveDate>().ok();
            let period = day.map(|day| EvaluationPeriod::of(asked.period.kind, day));
            own(period.map(|period| period.to_string()).unwrap_or_default())
        }
    }
}
