use std::sync::Arc;

use axum::extract::State;

use crate::http::{ApiError, App};

/// The process answers.
pub(crate) async fn live() -> &'static str {
    std::future::ready("ok").await
}

/// The store can be read and written.
pub(crate) async fn ready(State(app): State<Arc<App>>) -> Result<&'static str, ApiError> {
    // A load balancer sends nobody here who would meet a closing door.
    if *app.draining.borrow() || *app.stopping.borrow() {
        return Err(ApiError::busy(10_000));
    }
    app.blocking(|app| Ok(app.tenant.database.check()?)).await?;
    Ok("ready")
}
