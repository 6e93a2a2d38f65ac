use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wangge_domain::control::ControlEvent;
use wangge_sync_engine::relay::control_many;
use wangge_sync_engine::store::RelayCommit;

use super::change::OrganizationChange;
use super::judge::judge_all;
use super::problem::ChangeProblem;
use crate::http::{ApiError, App, SupervisorCaller};

/// Changes of one request.
const MOST: usize = 2_000;

/// Changes to judge, and to make if all are good.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangesRequest {
    /// Only say what would become of them.
    #[serde(default)]
    dry_run: bool,
    /// In their order; each is judged on those before it.
    changes: Vec<OrganizationChange>,
}

/// What became of changes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ChangesResult {
    /// They are made: all of them. With a problem, none is.
    pub(crate) applied: bool,
    /// What is wrong, at its change and field.
    pub(crate) problems: Vec<ChangeProblem>,
    /// Id of what each change is about, of a person or grid that it made.
    pub(crate) ids: Vec<String>,
}

/// Changes people, roles, certificates, grids or devices（组织与设备变更）: all of a request, or none.
/// A township's manager gives roles of the field within the own area, and lends an own role for 92
/// days at most; every other role is given by who manages the whole tenant. Nobody changes their
/// own roles.
#[utoipa::path(
    post, path = "/api/v1/organization/changes", tag = "grids",
    params(("Wangge-CSRF" = String, Header, description = "must be 1")),
    request_body = ChangesRequest,
    responses(
        (status = 200, body = ChangesResult),
        (status = 400, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody, description = "outside of what the caller manages"),
    )
)]
pub(crate) async fn apply_changes(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    body: Result<Json<ChangesRequest>, JsonRejection>,
) -> Result<Json<ChangesResult>, ApiError> {
    let Json(request) =
        body.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    if request.changes.is_empty() || request.changes.len() > MOST {
        return Err(ApiError::bad_request("`changes` holds 1 to 2000 entries"));
    }
    for change in &request.changes {
        caller.require(&app, change.operation())?;
    }
    let result = app
        .blocking(move |app| apply(app, &caller, &request.changes, request.dry_run))
        .await?;
    if !request.dry_run && result.problems.iter().any(ChangeProblem::is_forbidden) {
        return Err(forbidden(&result.problems));
    }
    Ok(Json(result))
}

fn forbidden(problems: &[ChangeProblem]) -> ApiError {
    let first = problems.iter().find(|problem| problem.is_forbidden());
    let (zh, en) = first.map_or(("没有权限", "not allowed"), |first| {
        (first.message.as_str(), first.message_en.as_str())
    });
    ApiError::new(axum::http::StatusCode::FORBIDDEN, "out_of_reach", zh, en)
}

/// Judges, and makes the changes if all are good and it is not a rehearsal. They are judged once
/// more where nobody else writes: two desks may change the same at once.
pub(super) fn apply(
    app: &App,
    caller: &SupervisorCaller,
    changes: &[OrganizationChange],
    dry_run: bool,
) -> Result<ChangesResult, ApiError> {
    let judged = judge_all(app, caller, &caller.control, changes);
    if dry_run || !judged.problems.is_empty() {
        return Ok(ChangesResult {
            applied: false,
            ids: judged.firsts.iter().map(subject).collect(),
            problems: judged.problems,
        });
    }
    let result = app.tenant.turn(|context| {
        let judged = judge_all(app, caller, context.control, changes);
        let applied = judged.problems.is_empty();
        let result = ChangesResult {
            applied,
            ids: judged.firsts.iter().map(subject).collect(),
            problems: judged.problems,
        };
        if !applied {
            return Ok((result, RelayCommit::default()));
        }
        Ok((result, control_many(context, &judged.events)?))
    })?;
    Ok(result)
}

/// Whom or what an event is about.
fn subject(event: &ControlEvent) -> String {
    match event {
        ControlEvent::PersonSet(person) => person.user.to_string(),
        ControlEvent::RoleGranted(grant) => grant.user.to_string(),
        ControlEvent::RoleRevoked { user, .. } | ControlEvent::CredentialRevoked { user, .. } => {
            user.to_string()
        }
        ControlEvent::CredentialIssued(credential) => credential.user.to_string(),
        ControlEvent::GridSet(grid) => grid.grid.to_string(),
        ControlEvent::GridClosed { grid, .. } => grid.to_string(),
        ControlEvent::PremisesMoved { premises, .. } => premises.to_string(),
        ControlEvent::DeviceOrdered { device, .. } | ControlEvent::DeviceRevoked { device, .. } => {
            device.to_string()
        }
        _ => String::new(),
    }
}
