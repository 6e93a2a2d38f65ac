use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use wangge_domain::RecordId;
use wangge_domain::hazard::keys as hazard_keys;
use wangge_domain::inspection::{InspectionMode, keys as inspection_keys, photo_refs};
use wangge_domain::lifecycle::{
    Actor, Facts, LifecycleTables, RecordState, Status, allowed_actions, owed_act, recheck_overdue,
};
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::register::mark_unproven_power;
use wangge_sync_engine::store::{RelayStore, StoreError};
use wangge_sync_engine::{Document, field_edits, fold_rows};

use super::super::lists::ListItem;
use super::field_edit::FieldEditView;
use super::grading::grading;
use super::related::all_related;
use super::same_file::mark_same_files;
use super::view::{HeldView, HistoryView, PhotoView, RecordView, StepView, VersionView};
use crate::http::{ApiError, App, SupervisorCaller};
use crate::mask::mask_phones;
use crate::store::{BlobRole, ListedRecord};

/// One record（档案卡）. What the caller may not read looks like what does not exist.
#[utoipa::path(
    get, path = "/api/v1/records/{record}", tag = "records",
    params(("record" = String, Path, description = "id of the record")),
    responses(
        (status = 200, body = RecordView),
        (status = 401, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(record): Path<String>,
) -> Result<Json<RecordView>, ApiError> {
    let record: RecordId = record.parse().map_err(|_| ApiError::not_found())?;
    let view = app
        .blocking(move |app| {
            let listed = readable(app, &caller, record)?;
            view(app, &caller, &listed)
        })
        .await?;
    Ok(Json(view))
}

/// A record that the caller may read.
pub(crate) fn readable(
    app: &App,
    caller: &SupervisorCaller,
    record: RecordId,
) -> Result<ListedRecord, ApiError> {
    covered(app, caller, record)?.ok_or_else(ApiError::not_found)
}

/// The same; `None`: it does not exist, or the caller may not read it.
pub(super) fn covered(
    app: &App,
    caller: &SupervisorCaller,
    record: RecordId,
) -> Result<Option<ListedRecord>, ApiError> {
    let listed = app.tenant.database.listed(app.tenant.id(), record)?;
    Ok(listed.filter(|listed| {
        let operation = listed.kind.restricted_read().unwrap_or("record_read");
        caller.reach(app, operation).covers(listed)
    }))
}

pub(super) fn open(store: &dyn RelayStore, record: RecordId) -> Result<Option<Document>, ApiError> {
    let Some(stored) = store.record(record)? else {
        return Ok(None);
    };
    if stored.document.is_empty() {
        return Ok(None);
    }
    let document =
        Document::load(&stored.document).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    Ok(Some(document))
}

/// The document of a record; empty if it has none.
pub(super) fn document_of(app: &App, record: RecordId) -> Result<Document, ApiError> {
    let store = app.tenant.database.turn(app.tenant.id())?;
    Ok(open(store.as_ref(), record)?.unwrap_or_default())
}

/// How a record stands now.
pub(super) fn state_of(
    app: &App,
    caller: &SupervisorCaller,
    listed: &ListedRecord,
) -> Result<RecordState, ApiError> {
    let store = app.tenant.database.turn(app.tenant.id())?;
    let rows = store.event_rows_of(listed.record)?;
    Ok(fold_rows(&listed.kind, &rows, &caller.control))
}

/// A value for people, telephone numbers hidden.
fn masked_json<T: serde::Serialize>(value: &T) -> serde_json::Value {
    let mut value = json(value);
    mask_phones(&mut value);
    value
}

fn json<T: serde::Serialize>(value: &T) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn view(
    app: &App,
    caller: &SupervisorCaller,
    listed: &ListedRecord,
) -> Result<RecordView, ApiError> {
    let tenant = &app.tenant;
    let grading = grading(app, caller, listed);
    let store = tenant.database.turn(tenant.id())?;
    let document = open(store.as_ref(), listed.record)?.unwrap_or_default();
    let content = document.content();
    let rows = store.event_rows_of(listed.record)?;
    let mut state = fold_rows(&listed.kind, &rows, &caller.control);
    let grid = listed.stream.grid();
    mark_unproven_power(&caller.control, grid, &mut state, &content);
    let mut photos = photos(app, store.as_ref(), listed, &content)?;
    if listed.kind == RecordKind::Rectification {
        let hazard = (listed, &state);
        mark_same_files(app, store.as_ref(), caller, hazard, &mut photos)?;
    }
    let missing = photos.iter().filter(|photo| !photo.shown).count();
    let (major_filed, major_open) = if state.status == Status::UnderReview {
        major_case(store.as_ref(), caller, listed)?
    } else {
        (false, false)
    };
    let facts = Facts {
        photos_missing: u32::try_from(missing).unwrap_or(u32::MAX),
        conflicts_open: u32::try_from(content.conflicts.len()).unwrap_or(u32::MAX),
        premises: match listed.kind {
            RecordKind::Premises => Some(listed.record),
            _ => listed.premises,
        },
        author: state.author,
        guidance: found_on_guidance(store.as_ref(), listed, &content)?,
        major_filed,
        major_open,
        ..Facts::default()
    };
    let attested = allowed(app, caller, listed, &state, &facts, false);
    let (related, related_next) = all_related(app, store.as_ref(), caller, listed)?;
    let recheck = recheck_overdue(&caller.policy, &state, tenant.now());
    Ok(RecordView {
        summary: ListItem::of(caller, listed)
            .marked(recheck.as_ref())
            .owing(owed_act(&caller.policy, &state).as_ref()),
        version: VersionView::from(&document.version()),
        submitted: state.submitted.as_ref().map(VersionView::from),
        accepted: state.accepted.as_ref().map(VersionView::from),
        read_only: state.read_only,
        return_reasons: json(&state.return_reasons),
        responsible: masked_json(&state.responsible),
        close_out_number: state.close_out_number.clone(),
        extension_days: state.extension_days,
        extension_reason: state.extension_reason().map(str::to_owned),
        fields: masked_json(&state.case.fields),
        steps: state
            .case
            .steps
            .iter()
            .map(|taken| StepView::of(caller, taken))
            .collect(),
        history: state
            .history
            .iter()
            .map(|entry| HistoryView::of(caller, entry))
            .collect(),
        edits: edits(store.as_ref(), caller, listed, &document)?,
        held_by: held_by(app, caller, listed)?,
        own_key_actions: allowed(app, caller, listed, &state, &facts, true)
            .into_iter()
            .filter(|action| !attested.contains(action))
            .collect(),
        allowed_actions: attested,
        stop_uses: stop_uses(&related),
        related,
        related_next,
        content: masked_json(&content.fields),
        conflicts: masked_json(&content.conflicts),
        photos,
        grading,
    })
}

/// The fields that were written anew. The log is looked through only where there was a second change.
fn edits(
    store: &dyn RelayStore,
    caller: &SupervisorCaller,
    listed: &ListedRecord,
    document: &Document,
) -> Result<Vec<FieldEditView>, ApiError> {
    if document.change_count() < 2 {
        return Ok(Vec::new());
    }
    let rows = store.rows_of(listed.record)?;
    let edits = field_edits(&listed.kind, &rows, &caller.control);
    let views = edits.iter().map(|edit| FieldEditView::of(caller, edit));
    Ok(views.collect())
}

/// Up to where the phones of whoever wrote a record hold its log, for whoever may see phones.
fn held_by(
    app: &App,
    caller: &SupervisorCaller,
    listed: &ListedRecord,
) -> Result<Vec<HeldView>, ApiError> {
    let reach = caller.reach(app, "person_manage");
    let Some(author) = listed
        .author
        .filter(|_| reach.is_home_of(listed, &caller.control))
    else {
        return Ok(Vec::new());
    };
    let mut views = Vec::new();
    for (device, user) in caller.control.devices.keys() {
        if *user != author {
            continue;
        }
        let held = app.tenant.held(*device, *user)?;
        if let Some(point) = held.get(&listed.stream) {
            views.push(HeldView {
                device: device.to_string(),
                seq: point.seq,
                at: point.at.0,
            });
        }
    }
    Ok(views)
}

/// Whether a hazard was found on a visit of guidance (S2-28).
fn found_on_guidance(
    store: &dyn RelayStore,
    listed: &ListedRecord,
    content: &Content,
) -> Result<bool, ApiError> {
    let inspection = content
        .text(hazard_keys::INSPECTION)
        .filter(|_| listed.kind == RecordKind::Rectification)
        .and_then(|id| id.parse().ok());
    let Some(inspection) = inspection else {
        return Ok(false);
    };
    let mode = open(store, inspection)?.map(|document| document.content());
    let guidance = InspectionMode::Guidance.as_str();
    Ok(mode.is_some_and(|mode| mode.text(inspection_keys::MODE) == Some(guidance)))
}

/// Whether the major case of a hazard was filed, and whether it is or was to be judged there (S0-27).
fn major_case(
    store: &dyn RelayStore,
    caller: &SupervisorCaller,
    listed: &ListedRecord,
) -> Result<(bool, bool), ApiError> {
    let (mut filed, mut open) = (false, false);
    let Some(premises) = listed.premises else {
        return Ok((filed, open));
    };
    let kind = RecordKind::MajorCase;
    for case in store.records_on(premises, &kind)? {
        let rows = store.event_rows_of(case)?;
        let state = fold_rows(&kind, &rows, &caller.control);
        filed = filed || state.case.judges_major(listed.record);
        open = open || state.holds_major(listed.record);
    }
    Ok((filed, open))
}

/// Exactly what the relay would let the caller do now, by a password session or with their own key.
fn allowed(
    app: &App,
    caller: &SupervisorCaller,
    listed: &ListedRecord,
    state: &RecordState,
    facts: &Facts,
    own_key: bool,
) -> Vec<String> {
    let now = app.tenant.now();
    let Some(service) = app.tenant.service_device(&caller.control) else {
        return Vec::new();
    };
    let grants: Vec<_> = caller
        .control
        .grants_of(caller.user, now)
        .cloned()
        .collect();
    let grid = listed.home(&caller.control);
    let actor = caller
        .control
        .actor(caller.user, service, &grants, grid, now, now);
    let actor = Actor {
        attested_by_relay: !own_key,
        ..actor
    };
    let tables = LifecycleTables::standard();
    allowed_actions(&caller.policy, tables, state, &actor, facts, now)
        .into_iter()
        .map(|action| action.0)
        .collect()
}

fn photos(
    app: &App,
    store: &dyn RelayStore,
    listed: &ListedRecord,
    content: &Content,
) -> Result<Vec<PhotoView>, ApiError> {
    let refs = photo_refs(content);
    let records = refs.iter().map(|photo| photo.photo).collect();
    let links = app.tenant.database.blobs_of(app.tenant.id(), &records)?;
    let mut views = Vec::with_capacity(refs.len());
    for photo in refs {
        let mut view = PhotoView {
            id: photo.photo.to_string(),
            item: photo.item,
            stage: photo.stage.as_str().to_owned(),
            shown: false,
            complete: false,
            blobs: BTreeMap::new(),
            same_file: Vec::new(),
            content: serde_json::Value::Null,
        };
        // A photo of another log is named here, but not shown.
        let is_here = store
            .record(photo.photo)?
            .is_some_and(|one| one.stream == listed.stream);
        if is_here {
            for link in links.iter().filter(|link| link.record == photo.photo) {
                let role = match link.role {
                    BlobRole::Original => "original",
                    BlobRole::View => "view",
                    BlobRole::Thumbnail => "thumbnail",
                };
                view.shown |= link.held && link.role == BlobRole::View;
                view.complete |= link.held && link.role == BlobRole::Original;
                view.blobs.insert(role.to_owned(), link.digest.to_string());
            }
            let document = open(store, photo.photo)?;
            view.content = json(&document.map(|document| document.content().fields));
        }
        views.push(view);
    }
    Ok(views)
}

/// Which of the records of a premises are orders to stop use that hold.
fn stop_uses(related: &[ListItem]) -> Vec<String> {
    let orders = related.iter().filter(|item| {
        RecordKind::from(item.kind.clone()) == RecordKind::StopUse
            && Status::from(item.status.clone()).stops_use()
    });
    orders.map(|item| item.id.clone()).collect()
}
