use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wangge_domain::GridId;
use wangge_domain::register::may_issue;

use crate::http::{ApiError, App, SupervisorCaller};

/// What is asked.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct PowerParams {
    /// Code of the power.
    power: String,
    /// The body that would issue the paper: an issuer code.
    body: String,
    /// Where: id of a grid.
    grid: String,
    /// On this day; today if absent.
    #[param(value_type = Option<String>)]
    on: Option<NaiveDate>,
}

/// The delegation that allows a paper.
#[derive(Serialize, ToSchema)]
pub(crate) struct PowerView {
    /// Name of the power.
    zh: String,
    /// The document to cite.
    basis: String,
    /// Conferred on the township (`true`), or entrusted to it.
    conferred: bool,
}

/// Whether a body may issue an enforcement paper（执法文书出具许可）of S0-03.
#[utoipa::path(
    get, path = "/api/v1/may-issue", tag = "registers",
    params(PowerParams),
    responses(
        (status = 200, body = PowerView),
        (status = 403, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody, description = "no such power, with the rule"),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Query(params): Query<PowerParams>,
) -> Result<Json<PowerView>, ApiError> {
    caller.require(&app, "record_read")?;
    let grid: GridId = params
        .grid
        .parse()
        .map_err(|_| ApiError::bad_request("`grid` is not an id"))?;
    let on = params.on.unwrap_or_else(|| app.tenant.now().china_date());
    let found = may_issue(&caller.control, &params.power, &params.body, grid, on);
    std::future::ready(match found {
        Ok(power) => Ok(Json(PowerView {
            zh: power.zh,
            basis: power.basis,
            conferred: power.source == wangge_domain::register::PowerSource::Conferred,
        })),
        Err(refusal) => Err(ApiError::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            refusal.code(),
            &format!("{}（S0-03）", refusal.zh()),
            &refusal.to_string(),
        )),
    })
    .await
}
