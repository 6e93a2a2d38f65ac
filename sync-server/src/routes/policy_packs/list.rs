use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::{ApiError, App, SupervisorCaller};

/// A policy pack that was put into force, or will be.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PackView {
    /// Its revision, growing.
    revision: u32,
    /// Version as its makers call it.
    version: String,
    /// Name.
    name: String,
    /// Hash of its bytes.
    digest: String,
    /// From when, milliseconds since 1970.
    from: i64,
    /// It is in force now.
    in_force: bool,
    /// Its time has not come yet.
    scheduled: bool,
}

/// The policy packs（政策包）that were activated, newest first.
#[utoipa::path(
    get, path = "/api/v1/policy-packs", tag = "policy",
    responses(
        (status = 200, body = Vec<PackView>),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn list_packs(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<Vec<PackView>>, ApiError> {
    may_see(&app, &caller)?;
    let views = app
        .blocking(move |app| {
            let now = app.tenant.now();
            let current = caller.control.policy_at(now).map(|it| it.revision);
            let packs = caller.control.policies.iter().rev();
            Ok(packs
                .map(|(revision, digest, from)| {
                    let pack = app.tenant.policy_of(*revision);
                    PackView {
                        revision: *revision,
                        version: pack
                            .as_ref()
                            .map(|it| it.version.clone())
                            .unwrap_or_default(),
                        name: pack.map(|it| it.name.clone()).unwrap_or_default(),
                        digest: digest.to_string(),
                        from: from.0,
                        in_force: current == Some(*revision),
                        scheduled: *from > now,
                    }
                })
                .collect())
        })
        .await?;
    Ok(Json(views))
}

/// The bytes of a policy pack（政策包原文）, by its revision.
#[utoipa::path(
    get, path = "/api/v1/policy-packs/{revision}", tag = "policy",
    params(("revision" = u32, Path, description = "its revision")),
    responses(
        (status = 200, content_type = "application/json", body = Object),
        (status = 403, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn show_pack(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(revision): Path<String>,
) -> Result<Response, ApiError> {
    may_see(&app, &caller)?;
    let revision: u32 = revision.parse().map_err(|_| ApiError::not_found())?;
    let found = app
        .blocking(move |app| Ok(app.tenant.database.policy(app.tenant.id(), revision)?))
        .await?;
    let policy = found.ok_or_else(ApiError::not_found)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], policy.bytes).into_response())
}

fn may_see(app: &App, caller: &SupervisorCaller) -> Result<(), ApiError> {
    let operations = ["policy_activate", "grid_manage", "log_read"];
    let mut allowed = operations.map(|it| caller.require(app, it)).into_iter();
    allowed
        .find_map(Result::ok)
        .map(drop)
        .ok_or_else(ApiError::forbidden)
}
