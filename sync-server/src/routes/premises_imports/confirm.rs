use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use bytes::Bytes;
use serde::Deserialize;
use utoipa::IntoParams;

use super::check::{permit, planned, refusal};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::premises_import::{Confirmation, EnterError, EnteredPremises, enter};

/// What the person says to what was checked.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConfirmParams {
    /// Id of the small grid for rows that name none, as it was checked.
    #[serde(default)]
    grid: Option<String>,
    /// Leave out the rows with problems.
    #[serde(default)]
    skip_bad: bool,
    /// The counts differ, and that is known.
    #[serde(default)]
    accept_differences: bool,
}

/// Enters a checked list of premises（确认导入）of S3-12: the same file again, under the hash that the check
/// gave. Confirmed twice it changes nothing the second time; broken off, the same request goes on.
#[utoipa::path(
    post, path = "/api/v1/premises-imports/{import}/confirm", tag = "records",
    params(
        ("import" = String, Path, description = "`import` of the check"),
        ConfirmParams,
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    request_body(
        content = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    responses(
        (status = 200, body = EnteredPremises),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 409, body = crate::http::ErrorBody),
        (status = 413, body = crate::http::ErrorBody),
        (status = 422, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn confirm(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(import): Path<String>,
    params: Result<Query<ConfirmParams>, QueryRejection>,
    body: Bytes,
) -> Result<Json<EnteredPremises>, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    caller.require(&app, "premises_create")?;
    let permit = permit(&app)?;
    let confirmation = Confirmation {
        import,
        skip_bad: params.skip_bad,
        accept_differences: params.accept_differences,
    };
    let entered = app
        .blocking(move |app| {
            let planned = planned(app, &caller, params.grid.as_deref(), &body)?;
            drop(permit);
            enter(&app.tenant, caller.user, &planned, &confirmation).map_err(|error| match error {
                EnterError::Import(error) => refusal(&error),
                EnterError::Relay(error) => error.into(),
            })
        })
        .await?;
    Ok(Json(entered))
}
