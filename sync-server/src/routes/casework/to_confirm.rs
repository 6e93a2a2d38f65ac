use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wangge_domain::RecordId;
use wangge_domain::lifecycle::{LifecycleTables, Status};
use wangge_domain::record::RecordKind;

use super::lines::{gathered, oldest_first, state_of};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::store::{ListedRecord, Reach};

/// An act that names the caller as having acted with its author, and that they have not confirmed.
#[derive(Serialize, ToSchema)]
pub(crate) struct ActToConfirm {
    /// Id of the record.
    record: String,
    /// What it is: `rectification`, or the register of the case.
    kind: String,
    /// Its words.
    title: String,
    /// Name of its premises; empty of what is about none.
    premises_name: String,
    /// Number of the notice or of the case; empty if there is none.
    number: String,
    /// The act, by its name in the table.
    event: String,
    /// Name of who named the caller.
    by: String,
    /// When that was done, milliseconds since 1970.
    at: i64,
}

/// What others entered with the caller as the second one, and waits for their own word
/// （待本人确认的同行事项）: rechecks, and acts of samples, stop-uses and major cases; the oldest first.
#[utoipa::path(
    get, path = "/api/v1/to-confirm", tag = "cases",
    responses(
        (status = 200, body = [ActToConfirm]),
        (status = 401, body = crate::http::ErrorBody),
        (status = 403, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn to_confirm(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
) -> Result<Json<Vec<ActToConfirm>>, ApiError> {
    let found = app.blocking(move |app| waiting(app, &caller)).await?;
    Ok(Json(found))
}

fn waiting(app: &App, caller: &SupervisorCaller) -> Result<Vec<ActToConfirm>, ApiError> {
    let reach = caller.require(app, "record_read")?;
    let mut candidates = Vec::new();
    if let Some(confirmed) = may_confirm(app, caller, &RecordKind::Rectification) {
        for hazard in hazards_naming(app, caller)? {
            let listed = app.tenant.database.listed(app.tenant.id(), hazard)?;
            candidates.extend(listed.filter(|it| confirmed.covers(it)));
        }
    }
    for kind in RecordKind::CASES {
        if let Some(confirmed) = may_confirm(app, caller, &kind) {
            let begun = |it: ListedRecord| (it.status != Status::Draft.as_str()).then_some(it);
            candidates.extend(gathered(app, oldest_first(&kind, &confirmed), begun)?);
        }
    }
    let mut found = Vec::new();
    let store = app.tenant.database.turn(app.tenant.id())?;
    for listed in candidates.into_iter().filter(|it| reach.covers(it)) {
        let state = state_of(store.as_ref(), &caller.control, &listed)?;
        let Some(act) = state.waits_for(caller.user) else {
            continue;
        };
        let author = caller.control.people.get(&act.user);
        found.push(ActToConfirm {
            record: listed.record.to_string(),
            kind: listed.kind.to_string(),
            title: listed.title,
            premises_name: listed.premises_name,
            number: listed.number,
            event: act.event.clone(),
            by: author.map(|person| person.name.clone()).unwrap_or_default(),
            at: act.time.best().0,
        });
    }
    found.sort_by(|one, other| (one.at, &one.record).cmp(&(other.at, &other.record)));
    Ok(found)
}

/// Where the caller may confirm acts on records of a kind; `None`: nowhere, or none is confirmed.
fn may_confirm(app: &App, caller: &SupervisorCaller, kind: &RecordKind) -> Option<Reach> {
    let step = format!("{kind}.countersign");
    let is_confirmed = LifecycleTables::standard().is_step(&step);
    let reach = is_confirmed.then(|| caller.reach(app, &step));
    reach.filter(|reach| *reach != Reach::default())
}

/// The hazards of which an act names the caller. There are too many of them to read each.
fn hazards_naming(app: &App, caller: &SupervisorCaller) -> Result<Vec<RecordId>, ApiError> {
    let standing = app.tenant.standing()?;
    let hazards = standing.measures.hazards.iter();
    let naming = hazards.filter(|(_, it)| it.unconfirmed.contains(&caller.user));
    Ok(naming.map(|(record, _)| *record).collect())
}
