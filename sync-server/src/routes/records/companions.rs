use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::lifecycle::{
    Actor, Event, Facts, LifecycleTables, Step, permission, unqualified,
};
use wangge_domain::record::RecordKind;
use wangge_domain::{RecordId, UserId};

use super::super::people_page::{PeopleParams, people_page};
use super::show::{readable, state_of};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::ListedRecord;

/// Somebody whom an act may name as acting together with its author.
#[derive(Serialize, ToSchema)]
pub(crate) struct CompanionView {
    /// Id.
    id: String,
    /// Name as printed on papers.
    name: String,
    /// The body this person belongs to.
    organization: String,
}

/// A page of them.
#[derive(Serialize, ToSchema)]
pub(crate) struct CompanionPage {
    /// In the order of their ids.
    items: Vec<CompanionView>,
    /// Give this as `after` to get the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// People whom an act on a record may name as acting together with the caller（同行人员）, page by page: those
/// whose own rights allow it there. Whoever may not act themselves is told of nobody.
#[utoipa::path(
    get, path = "/api/v1/records/{record}/companions/{act}", tag = "records",
    params(
        ("record" = String, Path, description = "id of the record"),
        ("act" = String, Path, description = "name of the event, e.g. `recheck_passed`, or id of the step"),
        PeopleParams,
    ),
    responses(
        (status = 200, body = CompanionPage),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn companions(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path((record, act)): Path<(String, String)>,
    params: Result<Query<PeopleParams>, QueryRejection>,
) -> Result<Json<CompanionPage>, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let record: RecordId = record.parse().map_err(|_| ApiError::not_found())?;
    let page = app
        .blocking(move |app| {
            let listed = readable(app, &caller, record)?;
            page(app, &caller, &listed, &act, params)
        })
        .await?;
    Ok(Json(page))
}

fn page(
    app: &App,
    caller: &SupervisorCaller,
    listed: &ListedRecord,
    act: &str,
    params: PeopleParams,
) -> Result<CompanionPage, ApiError> {
    let table = LifecycleTables::standard().of(&listed.kind);
    let is_known = table.is_some_and(|table| table.events.iter().any(|event| event.id == act));
    if !is_known || naming(act, caller.user).is_none() {
        return Err(ApiError::bad_request(
            "`act` names nobody beside its author",
        ));
    }
    let state = state_of(app, caller, listed)?;
    let facts = Facts {
        premises: match listed.kind {
            RecordKind::Premises => Some(listed.record),
            _ => listed.premises,
        },
        ..Facts::default()
    };
    let (control, now) = (&caller.control, app.tenant.now());
    let grid = listed.home(control);
    let Some(service) = app.tenant.service_device(control) else {
        return Err(ApiError::internal());
    };
    let rights = |user, at| {
        let grants: Vec<_> = control.grants_of(user, at).cloned().collect();
        control.actor(user, service, &grants, grid, now, at)
    };
    let own = Actor {
        attested_by_relay: false,
        ..rights(caller.user, now)
    };
    let may_act = permission(&caller.policy, &own, &facts, act).is_ok();
    // As the relay judges it once the act comes.
    let is_qualified = |user| {
        let around = (&state, &facts);
        naming(act, user).is_some_and(|event| {
            unqualified(&caller.policy, &event, around, now, rights).is_empty()
        })
    };
    let is_meant = |user: UserId| may_act && user != caller.user && is_qualified(user);
    let (found, next) = people_page(control, params, &BTreeMap::new(), is_meant)?;
    let items = found
        .into_iter()
        .map(|user| {
            let person = control.people.get(&user);
            CompanionView {
                id: user.to_string(),
                name: person.map(|it| it.name.clone()).unwrap_or_default(),
                organization: person.map(|it| it.organization.clone()).unwrap_or_default(),
            }
        })
        .collect();
    Ok(CompanionPage { items, next })
}

/// The act with somebody named in it, if it can name anybody.
fn naming(act: &str, user: UserId) -> Option<Event> {
    let with = vec![user];
    match act {
        "recheck_passed" => Some(Event::RecheckPassed {
            with,
            photos: Vec::new(),
        }),
        "recheck_failed" => Some(Event::RecheckFailed {
            with,
            reason: String::new(),
            photos: Vec::new(),
        }),
        step if step.contains('.') => Some(Event::Step(Step {
            step: step.to_owned(),
            with,
            ..Step::default()
        })),
        _ => None,
    }
}
