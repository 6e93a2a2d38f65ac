use wangge_domain::hazard::{Hazard, HazardSeverity};
use wangge_domain::inspection::keys::INSPECTORS;
use wangge_domain::lifecycle::{
    Effect, Event, HistoryEntry, RecordState, Status, StepTaken, noticed_responsible,
};
use wangge_domain::record::Content;
use wangge_domain::resources::{Language, label};
use wangge_domain::{RecordId, UserId};
use wangge_protocol::{Row, RowBody};
use wangge_report::{HazardLevel, LedgerRow};
use wangge_sync_engine::store::{RelayStore, StoreError};
use wangge_sync_engine::{Document, fold_rows};

use super::answerable::answerable;
use super::deadlines::{is_unserved, kept, kept_by_case, urged_due};
use super::filed_case::filed_case;
use super::progress::progress;
use super::recheck::{failed_rechecks, recheck_of_case};
use crate::http::SupervisorCaller;
use crate::store::ListedRecord;
use crate::tenant::Tenant;

/// One hazard as a line of the ledger.
pub(super) fn row(
    tenant: &Tenant,
    caller: &SupervisorCaller,
    listed: &ListedRecord,
) -> Result<LedgerRow, StoreError> {
    let store = tenant.database.turn(tenant.id())?;
    let content = content(store.as_ref(), listed.record)?;
    let hazard = Hazard::from_content(&content);
    let rows = store.event_rows_of(listed.record)?;
    let state = fold_rows(&listed.kind, &rows, &caller.control);
    let premises = match hazard.premises {
        Some(premises) => tenant.database.listed(tenant.id(), premises)?,
        None => None,
    };
    let control = &caller.control;
    let grid = control.grids.get(&listed.home(control));
    let village = grid.and_then(|grid| control.grids.get(&grid.parent?));
    let name = |user: UserId| {
        control
            .people
            .get(&user)
            .map(|person| person.name.clone())
            .unwrap_or_default()
    };
    let category = premises.as_ref().map(|premises| {
        let categories = &caller.policy.categories.list;
        let found = categories
            .iter()
            .find(|category| category.id == premises.category);
        found.map_or_else(|| premises.category.clone(), |category| category.zh.clone())
    });
    // Who verified what was put right on the spot has looked at it as a recheck does.
    let recheck = applied(
        &state,
        &["recheck_passed", "recheck_failed", "fix_verified"],
    );
    let of_case = recheck_of_case(store.as_ref(), caller, &state)?;
    let escalated = applied(&state, &["escalated"]);
    let number = state
        .notice_number
        .clone()
        .or_else(|| state.provisional_number.clone())
        .unwrap_or_else(|| listed.record.short());
    let (address, premises_name) = premises
        .map(|premises| (premises.detail, premises.title))
        .unwrap_or_default();
    let acts: Vec<Event> = rows.iter().flat_map(events).collect();
    let noticed = noticed_responsible(&state, &acts);
    let named = noticed.and_now(&state.responsible);
    let about = (&state, &hazard);
    let answerable = answerable(store.as_ref(), caller, about, named, &premises_name)?;
    let asked = (listed.record, &state);
    let filed = filed_case(tenant, store.as_ref(), caller, asked, hazard.premises)?;
    let progress = match filed.as_ref().map(|filed| filed.progress.as_str()) {
        Some(said) if !said.is_empty() => said.to_owned(),
        _ => progress(&state),
    };
    let timing = match &of_case {
        Some(taken) => kept_by_case(taken, answerable.due),
        None => kept(&state, tenant.now()),
    };
    Ok(LedgerRow {
        number,
        premises: premises_name,
        premises_category: category.unwrap_or_default(),
        address,
        village: village.map(|grid| grid.name.clone()).unwrap_or_default(),
        grid: grid.map(|grid| grid.name.clone()).unwrap_or_default(),
        inspected_at: hazard.found_at,
        inspectors: inspectors(store.as_ref(), &hazard, &state, name)?,
        source: hazard
            .source
            .map(|source| {
                label(Language::Chinese, &format!("source.{}", source.as_str())).to_owned()
            })
            .unwrap_or_default(),
        location: hazard.part,
        description: hazard.description,
        hazard_category: hazard.category,
        level: match hazard.severity {
            _ if filed.is_some() => HazardLevel::Major,
            Some(HazardSeverity::MajorConfirmed) => HazardLevel::Major,
            _ if state.suspected_major => HazardLevel::SuspectedMajor,
            Some(HazardSeverity::SuspectedMajor) => HazardLevel::SuspectedMajor,
            _ => HazardLevel::General,
        },
        case_number: filed.map(|filed| filed.number).unwrap_or_default(),
        life_threat: state.life_threat || hazard.life_threat,
        responsible: answerable.responsible,
        measures: hazard.rectification,
        due: answerable.due,
        on_spot: answerable.on_spot,
        extended: state.extended,
        progress,
        timing,
        unserved: is_unserved(&state),
        rechecked_at: match &of_case {
            Some(taken) => Some(taken.time.best()),
            None => recheck.map(|entry| entry.received_at),
        },
        recheckers: match (&of_case, recheck) {
            (Some(taken), _) => recheckers_of_case(taken, name),
            (None, Some(entry)) => recheckers(&state, entry, &rows, name),
            (None, None) => Vec::new(),
        },
        close_out_number: state.close_out_number.clone().unwrap_or_default(),
        escalated_to: department(caller, state.escalated_to.as_deref()),
        escalated_at: escalated.map(|entry| entry.received_at),
        remarks: remarks(&state),
        status: Status::from(listed.status.clone()),
    })
}

pub(super) fn content(store: &dyn RelayStore, record: RecordId) -> Result<Content, StoreError> {
    let Some(stored) = store
        .record(record)?
        .filter(|stored| !stored.document.is_empty())
    else {
        return Ok(Content::default());
    };
    Document::load(&stored.document)
        .map(|document| document.content())
        .map_err(|error| StoreError::Corrupt(error.to_string()))
}

/// The latest event of these names that took effect.
pub(super) fn applied<'a>(state: &'a RecordState, names: &[&str]) -> Option<&'a HistoryEntry> {
    let is_one = |entry: &&HistoryEntry| {
        entry.effect == Effect::Applied && names.contains(&entry.event.as_str())
    };
    state.history.iter().rev().find(is_one)
}

fn inspectors(
    store: &dyn RelayStore,
    hazard: &Hazard,
    state: &RecordState,
    name: impl Fn(UserId) -> String,
) -> Result<Vec<String>, StoreError> {
    if let Some(inspection) = hazard.inspection {
        let names = content(store, inspection)?;
        let names = names.text(INSPECTORS).unwrap_or_default();
        let split: Vec<String> = names
            .split(['、', ',', '，', ';', '；'])
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect();
        if !split.is_empty() {
            return Ok(split);
        }
    }
    Ok(state
        .found_by
        .or(state.author)
        .map(name)
        .into_iter()
        .collect())
}

fn events(row: &Row) -> impl Iterator<Item = Event> {
    let ops = match &row.body {
        RowBody::Accepted { envelope, .. } => envelope.ops.as_slice(),
        RowBody::Stub(_) => &[],
    };
    ops.iter().filter_map(|op| op.as_event()?.ok())
}

/// Who rechecked, each of the others with the mark that they have not confirmed it, if so.
fn recheckers(
    state: &RecordState,
    entry: &HistoryEntry,
    rows: &[Row],
    name: impl Fn(UserId) -> String,
) -> Vec<String> {
    let mut names = vec![name(entry.user)];
    let row = rows.iter().find(|row| Some(row.seq) == entry.seq);
    for event in row.into_iter().flat_map(events) {
        if let Event::RecheckPassed { with, .. } | Event::RecheckFailed { with, .. } = event {
            let others = with.into_iter();
            names.extend(others.map(|user| state.as_named(entry, user, &name(user))));
        }
    }
    names
}

/// Who rechecked a major case, each of the others with the mark that they have not confirmed it, if so.
fn recheckers_of_case(taken: &StepTaken, name: impl Fn(UserId) -> String) -> Vec<String> {
    let others = taken.with.iter();
    let others = others.map(|user| taken.as_named(*user, &name(*user)));
    std::iter::once(name(taken.user)).chain(others).collect()
}

/// The name of a department of the pack, else its code; empty: none was named.
pub(super) fn department(caller: &SupervisorCaller, code: Option<&str>) -> String {
    let Some(code) = code.filter(|code| !code.is_empty()) else {
        return String::new();
    };
    let found = caller.policy.routing.departments.get(code);
    found.map_or_else(|| code.to_owned(), |department| department.zh.clone())
}

fn remarks(state: &RecordState) -> String {
    let mut remarks = Vec::new();
    let effective = || {
        state
            .history
            .iter()
            .filter(|entry| entry.effect == Effect::Applied)
    };
    if effective().any(|entry| entry.time.clock_flagged) {
        remarks.push("时钟存疑");
    }
    if effective().any(|entry| entry.event == "overdue_annulled") {
        remarks.push("逾期标记已撤销");
    }
    if effective().any(|entry| entry.attested_by_relay && entry.event != "overdue_marked") {
        remarks.push("含中继代签");
    }
    let mut remarks: Vec<String> = remarks.into_iter().map(str::to_owned).collect();
    remarks.extend(failed_rechecks(state));
    remarks.extend(urged_due(state).map(|due| format!("催办期限{}", due.china_date())));
    remarks.join("；")
}
