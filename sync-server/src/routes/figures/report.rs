use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::evaluation::Ratio;
use wangge_domain::tally::{FIGURE_CODES, TRUTH_CODE, truth_figure};

use super::entry::{FigureView, Heading, name_of};
use super::params::PeriodParams;
use super::truth::all_verdicts;
use crate::http::{ApiError, App, SupervisorCaller};

/// Whether the townships are shown one by one.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ReportParams {
    /// `township`: beside the figures of all, those of each township.
    by: Option<String>,
}

/// All figures of one township.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TownshipFigures {
    /// Id of the township.
    grid: String,
    /// Its name.
    name: String,
    /// By code.
    figures: BTreeMap<String, FigureView>,
}

/// All figures of a grid in a period.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FiguresView {
    /// Period, grid and point of the logs.
    #[serde(flatten)]
    heading: Heading,
    /// By code: `coverage`, `timely_close`, `recheck`, `repeat`, `training`, `major`, `records`,
    /// `public_reports`, `organization`; and `truth`, which is neither scored nor frozen.
    figures: BTreeMap<String, FigureView>,
    /// Those of each township, if they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    townships: Vec<TownshipFigures>,
    /// True: the period is still running, the figures will change.
    running: bool,
}

/// All figures（考核指标）of S0-40 and S4-19 as they stand now; `open` shows the records behind one. A
/// county's are of all its records: a person who works in two townships is one. Of a period that has not
/// begun none has a value.
#[utoipa::path(
    get, path = "/api/v1/figures", tag = "figures", params(PeriodParams, ReportParams),
    responses(
        (status = 200, body = FiguresView),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    when: Result<Query<PeriodParams>, QueryRejection>,
    how: Result<Query<ReportParams>, QueryRejection>,
) -> Result<Json<FiguresView>, ApiError> {
    let Query(when) =
        when.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let Query(how) =
        how.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let by_township = match how.by.as_deref() {
        None => false,
        Some("township") => true,
        Some(_) => return Err(ApiError::bad_request("`by` is township or nothing")),
    };
    let codes: Vec<&str> = FIGURE_CODES.into_iter().chain([TRUTH_CODE]).collect();
    when.check_open(&codes)?;
    let scope = when.scope(&app, &caller, "record_read")?;
    let view = app
        .blocking(move |app| {
            let (standing, now) = (app.tenant.standing()?, app.tenant.now());
            let period = when.period(now);
            let verdicts = all_verdicts(app, &standing)?;
            let (counted, open) = (&app.tenant.figures.counted, when.open.is_some());
            let shown = |scope| {
                let mut figures = standing.counted_figures(counted, scope, period, now, open);
                let truth = truth_figure(&verdicts, &period, |it| standing.has_hazard(it, scope));
                figures.insert(TRUTH_CODE.to_owned(), truth);
                if !period.has_begun(now.china_date()) {
                    for ratio in figures.values_mut() {
                        *ratio = Ratio::default();
                    }
                }
                shown(&figures, &when)
            };
            let townships = standing.townships().into_iter();
            let townships = townships.filter(|township| {
                let within = |top| standing.control.is_within(*township, top);
                by_township && scope.is_none_or(within)
            });
            Ok(FiguresView {
                heading: Heading::of(&period, scope, &standing, &app.tenant),
                running: now.china_date() <= period.last,
                figures: shown(scope),
                townships: townships
                    .map(|township| TownshipFigures {
                        grid: township.to_string(),
                        name: name_of(&standing.control, township),
                        figures: shown(Some(township)),
                    })
                    .collect(),
            })
        })
        .await?;
    Ok(Json(view))
}

fn shown(figures: &BTreeMap<String, Ratio>, when: &PeriodParams) -> BTreeMap<String, FigureView> {
    figures
        .iter()
        .map(|(code, ratio)| {
            (
                code.clone(),
                FigureView::of_code(code, ratio, when.opens(code)),
            )
        })
        .collect()
}
