use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::entry::{FigureView, Heading};
use super::params::PeriodParams;
use crate::http::{ApiError, App, SupervisorCaller};

/// Which hazards.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SourceParams {
    /// Only what came by this channel, e.g. `unannounced_visit`（暗访）.
    source: Option<String>,
}

/// Closed in time, of what fell due and is decided.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OnTimeView {
    /// Period, grid and point of the logs.
    #[serde(flatten)]
    heading: Heading,
    /// Closed in time, of what fell due in the period: what is open and has time is not counted.
    figure: FigureView,
    /// Overdue today, the longest first.
    #[schema(value_type = Vec<String>)]
    overdue: Vec<Uuid>,
}

/// On-time rate（按时办结率）of S0-20, by channel if asked for, with what is overdue today.
#[utoipa::path(
    get, path = "/api/v1/on-time", tag = "figures", params(PeriodParams, SourceParams),
    responses(
        (status = 200, body = OnTimeView),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    when: Result<Query<PeriodParams>, QueryRejection>,
    which: Result<Query<SourceParams>, QueryRejection>,
) -> Result<Json<OnTimeView>, ApiError> {
    let Query(when) =
        when.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let Query(which) =
        which.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    when.check_open(&["timely_close"])?;
    let scope = when.scope(&app, &caller, "record_read")?;
    let view = app
        .blocking(move |app| {
            let (standing, now) = (app.tenant.standing()?, app.tenant.now());
            let period = when.period(now);
            let (counted, source) = (&app.tenant.figures.counted, which.source.as_deref());
            let found = standing.counted_on_time(counted, scope, period, source, now);
            let (figure, overdue) = found;
            Ok(OnTimeView {
                heading: Heading::of(&period, scope, &standing, &app.tenant),
                figure: FigureView::of(&figure, when.opens("timely_close")),
                overdue,
            })
        })
        .await?;
    Ok(Json(view))
}
