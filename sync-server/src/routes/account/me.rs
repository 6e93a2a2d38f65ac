use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::UserId;
use wangge_domain::control::ControlState;
use wangge_domain::people::Scope;
use wangge_domain::policy::PolicyPack;

use crate::http::{ApiError, App, SupervisorCaller};
use crate::second_factor;

/// Who is signed in, and what for.
#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    /// Id of the person.
    #[schema(value_type = String, format = "uuid")]
    user: UserId,
    /// Name as printed on papers.
    name: String,
    /// The body this person belongs to.
    organization: String,
    /// Roles in force.
    grants: Vec<GrantView>,
    /// Operations the roles allow somewhere.
    operations: Vec<String>,
    /// The tenant.
    tenant_name: String,
    /// Time is made up（演示时间）.
    demo: bool,
    /// The relay's clock, milliseconds since 1970.
    now: i64,
    /// Revision of the policy pack in force.
    policy_revision: u32,
    /// A second factor is in force.
    totp: bool,
}

/// A role and where it holds.
#[derive(Serialize, ToSchema)]
pub(crate) struct GrantView {
    /// As what.
    role: String,
    /// `tenant`, `grid` or `premises`.
    scope: String,
    /// Which grid or premises.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// Name of the grid.
    #[serde(skip_serializing_if = "Option::is_none")]
    place_name: Option<String>,
    /// Department code.
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<String>,
}

/// Who is signed in（我是谁）.
#[utoipa::path(
    get, path = "/api/v1/me", tag = "account",
    responses((status = 200, body = Me), (status = 401, body = crate::http::ErrorBody))
)]
pub(crate) async fn me(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<Me>, ApiError> {
    let me = app
        .blocking(move |app| Ok(me_of(app, &caller.control, &caller.policy, caller.user)))
        .await?;
    Ok(Json(me))
}

pub(super) fn me_of(app: &App, control: &ControlState, policy: &PolicyPack, user: UserId) -> Me {
    let now = app.tenant.now();
    let person = control.people.get(&user);
    let mut operations = std::collections::BTreeSet::new();
    let mut grants = Vec::new();
    for grant in control.grants_of(user, now) {
        operations.extend(
            policy
                .permissions
                .actions_of(grant.role)
                .map(|(name, _)| name.to_owned()),
        );
        let (scope, place, place_name) = match grant.scope {
            Scope::Tenant => ("tenant", None, None),
            Scope::Subtree(grid) => {
                let name = control.grids.get(&grid).map(|found| found.name.clone());
                ("grid", Some(grid.to_string()), name)
            }
            Scope::Premises(premises) => ("premises", Some(premises.to_string()), None),
        };
        grants.push(GrantView {
            role: grant.role.to_string(),
            scope: scope.to_owned(),
            place,
            place_name,
            department: grant.department.clone(),
        });
    }
    Me {
        user,
        name: person.map(|person| person.name.clone()).unwrap_or_default(),
        organization: person
            .map(|person| person.organization.clone())
            .unwrap_or_default(),
        grants,
        operations: operations.into_iter().collect(),
        tenant_name: app.tenant.row.name.clone(),
        demo: app.tenant.row.demo,
        now: now.0,
        policy_revision: policy.revision,
        totp: second_factor::find(&app.tenant, user)
            .is_ok_and(|held| held.is_some_and(|held| held.confirmed)),
    }
}
