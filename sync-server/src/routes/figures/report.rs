use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::entry::{FigureView, Heading};
use super::params::PeriodParams;
use crate::http::{ApiError, App, SupervisorCaller};

/// All figures of a grid in a period.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FiguresView {
    /// Period, grid and point of the logs.
    #[serde(flatten)]
    heading: Heading,
    /// By code: `coverage`, `timely_close`, `recheck`, `repeat`, `training`, `major`, `records`,
    /// `public_reports`, `organization`.
    figures: BTreeMap<String, FigureView>,
    /// True: the period is still running, the figures will change.
    running: bool,
}

/// All figures（考核指标）of S0-40 and S4-19 as they stand now; `open` shows the records behind one.
#[utoipa::path(
    get, path = "/api/v1/figures", tag = "figures", params(PeriodParams),
    responses(
        (status = 200, body = FiguresView),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    when: Result<Query<PeriodParams>, QueryRejection>,
) -> Result<Json<FiguresView>, ApiError> {
    let Query(when) =
        when.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let scope = when.scope(&app, &caller, "record_read")?;
    let view = app
        .blocking(move |app| {
            let (standing, now) = (app.tenant.standing()?, app.tenant.now());
            let period = when.period(now);
            let figures = standing.figures(scope, period, now);
            Ok(FiguresView {
                heading: Heading::of(&period, scope, &standing.cut, &standing.control),
                running: now.china_date() <= period.last,
                figures: figures
                    .iter()
                    .map(|(code, ratio)| (code.clone(), FigureView::of(ratio, when.opens(code))))
                    .collect(),
            })
        })
        .await?;
    Ok(Json(view))
}
