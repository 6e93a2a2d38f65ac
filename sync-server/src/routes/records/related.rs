use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use utoipa::IntoParams;
use wangge_domain::RecordId;
use wangge_domain::hazard::keys as hazard_keys;
use wangge_domain::inspection::joint_agencies;
use wangge_domain::record::RecordKind;
use wangge_domain::register::agencies_of;
use wangge_sync_engine::store::RelayStore;

use super::super::lists::ListItem;
use super::super::overdue_rechecks::mark_of;
use super::show::{open, readable};
use crate::http::{ApiError, App, Page, SupervisorCaller, decode_cursor, encode_cursor};
use crate::store::{ListedRecord, Reach};

/// Related records shown on a card or a page, of each kind.
const RELATED: u32 = 100;
/// Hazards shown on the card of a premises: whoever ends it names those that are open.
const HAZARDS: u32 = 1_000;

/// Which of the records of a premises.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct RelatedParams {
    /// Their kind: `inspection` if absent, `rectification`, or a kind of case.
    kind: Option<String>,
    /// Of `related_next` of the card, or `next` of the page before.
    after: Option<String>,
}

/// The records of one kind at a premises（同一场所的记录）, page by page, the newest first. What the
/// caller may not read is left out.
#[utoipa::path(
    get, path = "/api/v1/records/{record}/related", tag = "records",
    params(("record" = String, Path, description = "id of the premises"), RelatedParams),
    responses(
        (status = 200, body = Page<ListItem>),
        (status = 400, body = crate::http::ErrorBody),
        (status = 401, body = crate::http::ErrorBody),
        (status = 404, body = crate::http::ErrorBody),
    )
)]
pub(crate) async fn related(
    State(app): State<Arc<App>>,
    caller: SupervisorCaller,
    Path(record): Path<String>,
    params: Result<Query<RelatedParams>, QueryRejection>,
) -> Result<Json<Page<ListItem>>, ApiError> {
    let Query(params) =
        params.map_err(|error| ApiError::of_status(error.status(), &error.body_text()))?;
    let record: RecordId = record.parse().map_err(|_| ApiError::not_found())?;
    let page = app
        .blocking(move |app| {
            let listed = readable(app, &caller, record)?;
            let kind = params.kind.map_or(RecordKind::Inspection, RecordKind::from);
            if !kinds().any(|known| known == kind) {
                return Err(ApiError::bad_request("`kind` hangs on no premises"));
            }
            let after = params.after.as_deref().map(decode_cursor).transpose()?;
            let tenant = &app.tenant;
            let store = tenant.database.turn(tenant.id())?;
            let reach = caller.reach(app, kind.restricted_read().unwrap_or("record_read"));
            page(
                app,
                store.as_ref(),
                &caller,
                &reach,
                (&listed, &kind),
                after,
            )
        })
        .await?;
    Ok(Json(page))
}

/// What the card of a premises shows of all kinds, and where the older ones of a kind begin; on the card
/// of a visit the hazards that were found in it.
pub(super) fn all_related(
    app: &App,
    store: &dyn RelayStore,
    caller: &SupervisorCaller,
    listed: &ListedRecord,
) -> Result<(Vec<ListItem>, BTreeMap<String, String>), ApiError> {
    let (mut items, mut next) = (Vec::new(), BTreeMap::new());
    let reach = caller.reach(app, "record_read");
    if listed.kind == RecordKind::Inspection {
        return Ok((found_in(app, store, caller, &reach, listed)?, next));
    }
    if listed.kind != RecordKind::Premises {
        return Ok((items, next));
    }
    for kind in kinds() {
        let own = kind.restricted_read();
        let own = own.map(|operation| caller.reach(app, operation));
        let reach = own.as_ref().unwrap_or(&reach);
        let found = page(app, store, caller, reach, (listed, &kind), None)?;
        items.extend(found.items);
        if let Some(older) = found.next {
            next.insert(kind.to_string(), older);
        }
    }
    Ok((items, next))
}

/// The hazards that name a visit as the one they were found in.
fn found_in(
    app: &App,
    store: &dyn RelayStore,
    caller: &SupervisorCaller,
    reach: &Reach,
    visit: &ListedRecord,
) -> Result<Vec<ListItem>, ApiError> {
    let Some(premises) = visit.premises else {
        return Ok(Vec::new());
    };
    let (tenant, kind) = (&app.tenant, RecordKind::Rectification);
    let found = tenant
        .database
        .newest_on(tenant.id(), premises, &kind, None, HAZARDS)?;
    let id = visit.record.to_string();
    let mut items = Vec::new();
    for one in found.iter().filter(|one| reach.covers(one)) {
        let document = open(store, one.record)?;
        let content = document.map(|document| document.content());
        let is_of_visit =
            content.is_some_and(|it| it.text(hazard_keys::INSPECTION) == Some(id.as_str()));
        if is_of_visit {
            let mark = mark_of(app, store, caller, one)?;
            items.push(ListItem::of(caller, one).marked(mark.as_ref()));
        }
    }
    Ok(items)
}

/// The kinds that hang on a premises.
fn kinds() -> impl Iterator<Item = RecordKind> {
    let visits = [RecordKind::Inspection, RecordKind::Rectification];
    visits.into_iter().chain(RecordKind::CASES)
}

fn page(
    app: &App,
    store: &dyn RelayStore,
    caller: &SupervisorCaller,
    reach: &Reach,
    (premises, kind): (&ListedRecord, &RecordKind),
    after: Option<(i64, RecordId)>,
) -> Result<Page<ListItem>, ApiError> {
    let most = match kind {
        RecordKind::Rectification => HAZARDS,
        _ => RELATED,
    };
    let tenant = &app.tenant;
    // One more than is shown tells whether there are older ones.
    let mut found =
        tenant
            .database
            .newest_on(tenant.id(), premises.record, kind, after, most + 1)?;
    let shown = usize::try_from(most).unwrap_or(usize::MAX);
    let has_more = found.len() > shown;
    found.truncate(shown);
    let last = found.last().filter(|_| has_more);
    let next = last.map(|last| encode_cursor(last.first_at.0, last.record));
    let mut items = Vec::new();
    for one in found.iter().filter(|one| reach.covers(one)) {
        let mark = mark_of(app, store, caller, one)?;
        let agencies = agencies(store, caller, one)?;
        items.push(
            ListItem::of(caller, one)
                .marked(mark.as_ref())
                .made_by(agencies),
        );
    }
    Ok(Page { items, next })
}

/// For whom a visit was made (S2-07): for the agencies of who made it, by the roles of then, and for
/// those that came along (S2-26).
fn agencies(
    store: &dyn RelayStore,
    caller: &SupervisorCaller,
    visit: &ListedRecord,
) -> Result<BTreeSet<String>, ApiError> {
    if visit.kind != RecordKind::Inspection {
        return Ok(BTreeSet::new());
    }
    let author = visit.author;
    let mut agencies = author
        .map(|user| agencies_of(&caller.control, user, visit.first_at))
        .unwrap_or_default();
    if let Some(document) = open(store, visit.record)? {
        agencies.extend(joint_agencies(&document.content()));
    }
    Ok(agencies)
}
