use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use bytes::Bytes;
use serde::Deserialize;
use utoipa::IntoParams;
use wangge_domain::GridId;

use crate::http::{ApiError, App, SupervisorCaller};
use crate::premises_import::{
    ImportPlan, PlanError, Planned, Planning, PremisesImportError, SET_MARKS, plan,
};

/// How a list is read.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckParams {
    /// Id of the small grid for rows that name none.
    #[serde(default)]
    pub(super) grid: Option<String>,
}

/// Checks a list of premises（场所名单核对）of S3-12 in an XLSX file: every row's problems, the counts per
/// village beside those of the sheet 汇总. A dry run: nothing is changed.
#[utoipa::path(
    post, path = "/api/v1/premises-imports", tag = "records",
    params(CheckParams, ("Wangge-CSRF" = String, Header, description = "must be 1")),
    request_body(
        content = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    responses(
        (status = 200, body = ImportPlan),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 413, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn check(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    params: Result<Query<CheckParams>, QueryRejection>,
    body: Bytes,
) -> Result<Json<ImportPlan>, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    caller.require(&app, "premises_create")?;
    let permit = permit(&app)?;
    let planned = app
        .blocking(move |app| {
            let planned = planned(app, &caller, params.grid.as_deref(), &body);
            drop(permit);
            planned
        })
        .await?;
    Ok(Json(planned.report))
}

/// A workbook is unpacked by one at a time: it bounds memory.
pub(super) fn permit(app: &App) -> Result<tokio::sync::OwnedSemaphorePermit, ApiError> {
    let permits = Arc::clone(&app.photo_permits);
    permits
        .try_acquire_owned()
        .map_err(|_| ApiError::busy(2_000))
}

pub(super) fn planned(
    app: &App,
    caller: &SupervisorCaller,
    grid: Option<&str>,
    bytes: &[u8],
) -> Result<Planned, ApiError> {
    let reach = caller.require(app, "premises_create")?;
    let marks = caller.reach(app, SET_MARKS);
    let grid = grid
        .map(str::parse::<GridId>)
        .transpose()
        .map_err(|_| ApiError::bad_request("`grid` is not an id"))?;
    let planning = Planning {
        tenant: &app.tenant,
        control: &caller.control,
        policy: &caller.policy,
        reach: &reach,
        marks: &marks,
        grid,
    };
    plan(&planning, bytes).map_err(|error| match error {
        PlanError::File(error) => refusal(&error),
        PlanError::Store(error) => error.into(),
    })
}

/// What a browser is told.
pub(super) fn refusal(error: &PremisesImportError) -> ApiError {
    let status = match error {
        PremisesImportError::TooLarge(_) => return ApiError::too_large(),
        PremisesImportError::Changed => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let text = error.to_string();
    ApiError::new(status, error.code(), &text, &text)
}
