use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use wangge_domain::UserId;

use crate::http::{ApiError, App, SupervisorCaller};
use crate::routes::administration::touchable;
use crate::routes::people::is_within;

/// Ends every session of a person（强制下线）: a lost laptop, a password that others know. Devices are revoked
/// apart. Whose account the caller may not touch, their sessions neither.
#[utoipa::path(
    delete, path = "/api/v1/sessions/{user}", tag = "account",
    params(
        ("user" = String, Path, description = "id of the person"),
        ("Wangge-CSRF" = String, Header, description = "must be 1"),
    ),
    responses(
        (status = 204),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn revoke(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(user): Path<String>,
) -> Result<StatusCode, ApiError> {
    let reach = caller.require(&app, "person_manage")?;
    let user: UserId = user.parse().map_err(|_| ApiError::not_found())?;
    app.blocking(move |app| {
        let control = &caller.control;
        // Of those whom the caller manages: somebody elsewhere is not known here.
        if !control.people.contains_key(&user) || !is_within(app, control, &reach, user) {
            return Err(ApiError::not_found());
        }
        // Over one township everybody of the county is within reach, and still not below its officer.
        let user = touchable(app, &caller, &user.to_string())?;
        let tenant = &app.tenant;
        Ok(tenant.database.end_sessions_of(tenant.id(), user)?)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
