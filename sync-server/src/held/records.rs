use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use wangge_domain::StreamId;
use wangge_domain::control::ControlState;
use wangge_domain::lifecycle::RecordState;
use wangge_domain::record::{Content, RecordKind, Scalar};
use wangge_domain::resources::{Language, label};
use wangge_sync_engine::fold_rows;
use wangge_sync_engine::store::{RelayStore, StoreError};

use super::asked::Asked;
use super::found::{Found, HeldField};
use super::gather::Held;
use crate::store::{ListOrder, ListQuery, ListedRecord, Reach};
use crate::survey::content;
use crate::tenant::Tenant;

/// Records read at once.
const PAGE: u32 = 500;
/// Records that one file takes.
const MOST: usize = 5_000;

/// A record that holds something about the person（所涉记录）.
#[derive(Debug, Serialize)]
pub(super) struct HeldRecord {
    pub(super) kind: String,
    pub(super) kind_zh: String,
    pub(super) record: String,
    /// Number of its paper.
    pub(super) number: String,
    pub(super) grid: String,
    /// Name of the premises it is or hangs on.
    pub(super) place: String,
    pub(super) status: String,
    pub(super) received_at: i64,
    /// It is for few: what else it holds is told by those who may read it.
    pub(super) restricted: bool,
    pub(super) by: BTreeSet<&'static str>,
    pub(super) fields: Vec<HeldField>,
}

/// Looks through all records of the tenant, page by page.
pub(super) fn records(
    tenant: &Tenant,
    control: &ControlState,
    asked: &Asked,
    held: &mut Held,
) -> Result<(), StoreError> {
    let reach = Reach {
        streams: control
            .grids
            .keys()
            .map(|grid| StreamId::of_grid(*grid))
            .collect(),
        ..Reach::default()
    };
    let kinds = [
        RecordKind::Premises,
        RecordKind::Inspection,
        RecordKind::Rectification,
    ];
    for kind in kinds.into_iter().chain(RecordKind::CASES) {
        let order = ListOrder::Oldest { after: None };
        let mut query = ListQuery::of(kind, reach.clone(), order, PAGE);
        loop {
            let page = tenant.database.list(tenant.id(), &query)?;
            let Some(last) = page.last() else { break };
            query.order = ListOrder::Oldest {
                after: Some((last.first_at.0, last.record)),
            };
            // One moment for a page: a long look keeps no old state of the store alive.
            let store = tenant.database.turn(tenant.id())?;
            for listed in &page {
                look(store.as_ref(), control, asked, listed, held)?;
            }
        }
    }
    Ok(())
}

fn look(
    store: &dyn RelayStore,
    control: &ControlState,
    asked: &Asked,
    listed: &ListedRecord,
    held: &mut Held,
) -> Result<(), StoreError> {
    let content = content(store, listed.record)?;
    let rows = store.event_rows_of(listed.record)?;
    let state = fold_rows(&listed.kind, &rows, control);
    count_acts(&state, listed, held);
    let mut found = Found::default();
    found.look_at(asked, &texts(&content));
    found.look_at(asked, &said(&state));
    for taken in &state.case.steps {
        found.look_at(asked, &taken.fields);
    }
    for word in state.history.iter().flat_map(|entry| &entry.words) {
        found.look(asked, &word.field, &word.zh, &word.text);
    }
    if found.is_nothing() {
        return Ok(());
    }
    if held.records.len() == MOST {
        held.cut = true;
        return Ok(());
    }
    let grid = control.grids.get(&listed.home(control));
    let place = if listed.premises_name.is_empty() && listed.kind == RecordKind::Premises {
        &listed.title
    } else {
        &listed.premises_name
    };
    held.records.push(HeldRecord {
        kind: listed.kind.to_string(),
        kind_zh: label(Language::Chinese, &format!("kind.{}", listed.kind)).to_owned(),
        record: listed.record.to_string(),
        number: listed.number.clone(),
        grid: grid.map(|grid| grid.name.clone()).unwrap_or_default(),
        place: place.clone(),
        status: listed.status.clone(),
        received_at: listed.first_at.0,
        restricted: listed.kind.restricted_read().is_some(),
        by: found.by,
        fields: found.fields,
    });
    Ok(())
}

/// The texts of a record's content; of keys that were written concurrently, every value.
fn texts(content: &Content) -> BTreeMap<String, String> {
    let won = content.fields.iter();
    let won = won.filter_map(|(key, value)| Some((key.clone(), value.as_text()?.to_owned())));
    let mut texts: BTreeMap<String, String> = won.collect();
    for (key, values) in &content.conflicts {
        let all: Vec<&str> = values.iter().filter_map(Scalar::as_text).collect();
        texts.insert(key.clone(), all.join("；"));
    }
    texts
}

/// Who is answerable, and what the steps of a case have set last.
fn said(state: &RecordState) -> BTreeMap<String, String> {
    let who = &state.responsible;
    let mut said = state.case.fields.clone();
    for (key, text) in [
        ("responsible_unit", &who.unit),
        ("responsible_leader", &who.leader),
        ("responsible_name", &who.person),
        ("responsible_phone", &who.phone),
    ] {
        said.insert(key.to_owned(), text.clone());
    }
    said
}

/// Counts the record for everybody asked about who acted in it.
fn count_acts(state: &RecordState, listed: &ListedRecord, held: &mut Held) {
    if held.people.is_empty() {
        return;
    }
    let acted: BTreeSet<String> = state
        .history
        .iter()
        .map(|entry| entry.user.to_string())
        .collect();
    for person in &mut held.people {
        if acted.contains(&person.user) {
            *person.acted_in.entry(listed.kind.to_string()).or_default() += 1;
        }
    }
}
