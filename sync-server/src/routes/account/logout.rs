use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::http::{ApiError, App, COOKIE, SupervisorCaller};

/// Signs out（退出）: the session is gone on the relay too.
#[utoipa::path(
    post, path = "/api/v1/logout", tag = "account",
    params(("Wangge-CSRF" = String, Header, description = "must be 1")),
    responses((status = 204), (status = 401, body = crate::http::ErrorBody))
)]
pub(crate) async fn logout(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Response, ApiError> {
    app.blocking(move |app| Ok(app.tenant.database.end_session(caller.session)?))
        .await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    let text = format!("{COOKIE}=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
    let value = HeaderValue::from_str(&text).map_err(|_| ApiError::internal())?;
    response.headers_mut().insert(header::SET_COOKIE, value);
    Ok(response)
}
