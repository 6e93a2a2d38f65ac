use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use wangge_domain::sheet::SheetRules;

use crate::http::{ApiError, App, SupervisorCaller};

/// The sheets of the policy pack（登记表目录）as data a screen can draw: fields, keys, what each is measured
/// by.
#[utoipa::path(
    get, path = "/api/v1/sheets", tag = "registers",
    responses(
        (status = 200, body = Object),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn list_sheets(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<SheetRules>, ApiError> {
    caller.require(&app, "record_read")?;
    std::future::ready(Ok(Json(caller.policy.sheets.clone()))).await
}
