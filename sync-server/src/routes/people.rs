use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::control::{ControlState, EnrolledDevice};
use wangge_domain::people::{Credential, RoleGrant, Scope};
use wangge_domain::policy::PolicyPack;
use wangge_domain::{DeviceId, StreamId, UserId};

use super::people_page::{PeopleParams, people_page};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::Reach;

/// A page of people.
#[derive(Serialize, ToSchema)]
pub(crate) struct PeoplePage {
    /// In the order of their ids.
    items: Vec<PersonView>,
    /// Give this as `after` to get the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A person with roles, certificates and phones.
#[derive(Serialize, ToSchema)]
pub(crate) struct PersonView {
    /// Id.
    id: String,
    /// Name as printed on papers.
    name: String,
    /// The body this person belongs to.
    organization: String,
    /// Telephone; empty if none is kept.
    phone: String,
    /// Name to sign in with.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    /// Roles in force.
    roles: Vec<RoleView>,
    /// Certificates, expired ones too.
    credentials: Vec<CredentialView>,
    /// Enrolled phones.
    devices: Vec<PhoneView>,
}

/// A role and where it holds.
#[derive(Serialize, ToSchema)]
pub(crate) struct RoleView {
    /// As what.
    role: String,
    /// Name of the grid or of the premises; empty: the whole tenant.
    place: String,
    /// Id of the grid.
    #[serde(skip_serializing_if = "Option::is_none")]
    grid: Option<String>,
    /// Id of the premises, of a role over one alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    premises: Option<String>,
    /// Department code.
    #[serde(skip_serializing_if = "Option::is_none")]
    department: Option<String>,
    /// Until when, milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<i64>,
}

/// A certificate.
#[derive(Serialize, ToSchema)]
pub(crate) struct CredentialView {
    /// `inspection` or `enforcement`.
    kind: String,
    /// Its number.
    number: String,
    /// Who issued it.
    issuer: String,
    /// First day.
    valid_from: String,
    /// Last day, inclusive.
    valid_until: String,
    /// It is valid today.
    valid: bool,
    /// It ends within the days of the policy pack, and none of its kind goes on（将到期）.
    expires_soon: bool,
}

/// A phone.
#[derive(Serialize, ToSchema)]
pub(crate) struct PhoneView {
    /// Id.
    id: String,
    /// Its name.
    label: String,
    /// Short id on provisional numbers.
    short_id: String,
    /// When it was enrolled, milliseconds since 1970.
    enrolled_at: i64,
    /// It may write no more.
    revoked: bool,
    /// What it was told last: `lock` or `wipe_after_sync`.
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<String>,
    /// When it was heard from last, to ten minutes; absent: never since this is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    seen_at: Option<i64>,
    /// Version of its core, as it said then.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    /// Sealed changes on it that were not on the relay then, as it said.
    #[serde(skip_serializing_if = "Option::is_none")]
    waiting: Option<u64>,
}

/// People with their roles, certificates and phones（人员、证书与设备）, page by page, within what the caller manages.
#[utoipa::path(
    get, path = "/api/v1/people", tag = "grids", params(PeopleParams),
    responses(
        (status = 200, body = PeoplePage),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn run(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    params: Result<Query<PeopleParams>, QueryRejection>,
) -> Result<Json<PeoplePage>, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let reach = caller.require(&app, "person_manage")?;
    let page = app
        .blocking(move |app| page(app, &caller, &reach, params))
        .await?;
    Ok(Json(page))
}

fn page(
    app: &App,
    caller: &SupervisorCaller,
    reach: &Reach,
    params: PeopleParams,
) -> Result<PeoplePage, ApiError> {
    let control = &caller.control;
    let accounts = app.tenant.database.accounts(app.tenant.id())?;
    let accounts: BTreeMap<UserId, String> =
        accounts.into_iter().map(|it| (it.user, it.name)).collect();
    // Those who are not managed here leave no gap in a page.
    let is_meant = |user| is_within(app, control, reach, user);
    let (found, next) = people_page(control, params, &accounts, is_meant)?;
    let items = found
        .into_iter()
        .map(|user| {
            let account = accounts.get(&user).cloned();
            view(app, control, &caller.policy, user, account)
        })
        .collect();
    Ok(PeoplePage { items, next })
}

/// Whether every place where a person has a role lies within reach.
pub(super) fn is_within(app: &App, control: &ControlState, reach: &Reach, user: UserId) -> bool {
    let (tenant, now) = (&app.tenant, app.tenant.now());
    let is_mine = |grid| reach.streams.contains(&StreamId::of_grid(grid));
    let of_premises = control.grants_of(user, now).all(|grant| match grant.scope {
        Scope::Premises(premises) => {
            // Of one that is not here nobody knows whose it is.
            let listed = tenant.database.listed(tenant.id(), premises).ok().flatten();
            listed.is_none_or(|listed| is_mine(listed.home(control)))
        }
        Scope::Subtree(_) | Scope::Tenant => true,
    });
    of_premises && control.grids_of(user, now).into_iter().all(is_mine)
}

fn view(
    app: &App,
    control: &ControlState,
    policy: &PolicyPack,
    user: UserId,
    account: Option<String>,
) -> PersonView {
    let now = app.tenant.now();
    let person = control.people.get(&user);
    let text = |pick: fn(&wangge_domain::people::Person) -> &String| {
        person.map(pick).cloned().unwrap_or_default()
    };
    PersonView {
        id: user.to_string(),
        name: text(|person| &person.name),
        organization: text(|person| &person.organization),
        phone: text(|person| &person.phone),
        account,
        roles: control
            .grants_of(user, now)
            .map(|grant| role(app, control, grant))
            .collect(),
        credentials: control
            .credentials
            .iter()
            .filter(|credential| credential.user == user)
            .map(|credential| certificate(app, control, policy, credential))
            .collect(),
        devices: control
            .devices
            .iter()
            .filter(|((_, of), held)| *of == user && !held.enrollment.relay_service)
            .map(|((device, _), held)| phone(app, control, (*device, user), held))
            .collect(),
    }
}

fn phone(
    app: &App,
    control: &ControlState,
    (device, user): (DeviceId, UserId),
    held: &EnrolledDevice,
) -> PhoneView {
    let seen = app.tenant.seen(device, user);
    let told = seen.as_ref().map(|seen| seen.told.clone());
    let told = told.unwrap_or_default();
    PhoneView {
        id: device.to_string(),
        label: held.enrollment.label.clone(),
        short_id: held.enrollment.short_id.clone(),
        enrolled_at: held.enrolled_at.0,
        revoked: held.revoked.is_some(),
        order: control.order_to(device, user).and_then(|order| {
            let word = serde_json::to_value(order).ok()?;
            word.as_str().map(str::to_owned)
        }),
        seen_at: seen.map(|seen| seen.at.0),
        version: told.version,
        waiting: told.waiting,
    }
}

fn role(app: &App, control: &ControlState, grant: &RoleGrant) -> RoleView {
    let tenant = &app.tenant;
    let place = match grant.scope {
        Scope::Subtree(grid) => control.grids.get(&grid).map(|found| found.name.clone()),
        Scope::Premises(premises) => {
            let listed = tenant.database.listed(tenant.id(), premises).ok().flatten();
            Some(listed.map_or_else(|| premises.to_string(), |it| it.title))
        }
        Scope::Tenant => None,
    };
    let (grid, premises) = match grant.scope {
        Scope::Subtree(grid) => (Some(grid.to_string()), None),
        Scope::Premises(premises) => (None, Some(premises.to_string())),
        Scope::Tenant => (None, None),
    };
    RoleView {
        role: grant.role.to_string(),
        place: place.unwrap_or_default(),
        grid,
        premises,
        department: grant.department.clone(),
        until: grant.until.map(|until| until.0),
    }
}

fn certificate(
    app: &App,
    control: &ControlState,
    policy: &PolicyPack,
    credential: &Credential,
) -> CredentialView {
    let today = app.tenant.now().china_date();
    let within = policy.roster.certificate_warn_days;
    CredentialView {
        kind: credential.kind.clone(),
        number: credential.number.clone(),
        issuer: credential.issuer.clone(),
        valid_from: credential.valid_from.to_string(),
        valid_until: credential.valid_until.to_string(),
        valid: credential.valid_on(today),
        expires_soon: control.expires_soon(credential, today, within),
    }
}
