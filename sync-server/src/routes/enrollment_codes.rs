use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wangge_domain::UserId;
use wangge_domain::people::{Role, Scope};

use super::people::is_within;
use crate::admin::{MOST_HOURS, issue_code};
use crate::http::{ApiError, App, SupervisorCaller};

/// For whom, and for how long.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CodeRequest {
    /// Id of the person.
    user: String,
    /// Hours from now, 1 to 72.
    valid_hours: u32,
}

/// A one-time code.
#[derive(Serialize, ToSchema)]
pub(crate) struct CodeView {
    /// What the QR says.
    link: String,
    /// Until when, milliseconds since 1970.
    expires_at: i64,
}

/// Makes a one-time code that enrolls a phone for a person（登记码）. Only who manages devices of the
/// whole tenant makes one for others than field workers: a code opens all that its person may do.
#[utoipa::path(
    post, path = "/api/v1/enrollment-codes", tag = "grids",
    params(("Wangge-CSRF" = String, Header, description = "must be 1")),
    request_body = CodeRequest,
    responses(
        (status = 200, body = CodeView),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    body: Result<Json<CodeRequest>, JsonRejection>,
) -> Result<Json<CodeView>, ApiError> {
    let Json(request) = body.map_err(|error| ApiError::bad_request(&error.body_text()))?;
    let reach = caller.require(&app, "device_manage")?;
    let user: UserId = request.user.parse().map_err(|_| ApiError::not_found())?;
    if !(1..=MOST_HOURS).contains(&request.valid_hours) {
        return Err(ApiError::bad_request("`valid_hours` is 1 to 72"));
    }
    let view = app
        .blocking(move |app| {
            let control = &caller.control;
            if !control.people.contains_key(&user) || !is_within(app, control, &reach, user) {
                return Err(ApiError::not_found());
            }
            if !is_tenant_wide(app, &caller) && !is_field_worker(app, &caller, user) {
                return Err(ApiError::forbidden());
            }
            let valid_ms = i64::from(request.valid_hours) * 3_600_000;
            let code = issue_code(&app.tenant, app.pin, user, valid_ms)
                .map_err(|error| ApiError::bad_request(&error.to_string()))?;
            Ok(CodeView {
                link: code.link,
                expires_at: code.expires_at.0,
            })
        })
        .await?;
    Ok(Json(view))
}

fn is_tenant_wide(app: &App, caller: &SupervisorCaller) -> bool {
    let mut grants = caller.control.grants_of(caller.user, app.tenant.now());
    grants.any(|grant| {
        grant.scope == Scope::Tenant && caller.policy.permits(grant.role, "device_manage").is_some()
    })
}

fn is_field_worker(app: &App, caller: &SupervisorCaller, user: UserId) -> bool {
    let field = [
        Role::GridWorker,
        Role::VillageAdmin,
        Role::EnterpriseSafetyOfficer,
    ];
    let mut grants = caller.control.grants_of(user, app.tenant.now());
    grants.all(|grant| field.contains(&grant.role) && grant.scope != Scope::Tenant)
}
