use std::sync::Arc;

use axum::Json;
use axum::extract::State;

use crate::http::{ApiError, App, SupervisorCaller};
use crate::quarantine::QuarantineItem;

/// What waits for a person（待定箱）: envelopes in no log, newest first, with the reason.
#[utoipa::path(
    get, path = "/api/v1/quarantine", tag = "quarantine",
    responses(
        (status = 200, body = Vec<QuarantineItem>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn list(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<Vec<QuarantineItem>>, ApiError> {
    let reach = caller.require(&app, "quarantine_admit")?;
    let items = app
        .blocking(move |app| Ok(app.tenant.quarantine(Some(&reach.streams))?))
        .await?;
    Ok(Json(items))
}
