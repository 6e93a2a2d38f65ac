//! What the rules may know of other records when somebody takes a step of a case, the same way on
//! the relay and on devices.

use std::collections::BTreeSet;

use chrono::Months;
use wangge_domain::hazard::{Hazard, keys as hazard_keys};
use wangge_domain::inspection::{InspectionMode, keys as inspection_keys};
use wangge_domain::lifecycle::{
    CaseState, Event, Facts, LifecycleTables, LinkedFact, RecordState, Status, Step,
};
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{RecordId, Timestamp};

use crate::content_rules::signed_roles;

/// Records looked up for one envelope, at most.
const MOST_LINKS: usize = 64;

/// Where other records are found.
pub(crate) trait Surroundings {
    /// Why they cannot be read.
    type Error;

    /// A record, if it is here.
    fn look(&mut self, record: RecordId) -> Result<Option<(RecordState, Content)>, Self::Error>;

    /// The records of a kind that hang on a premises.
    fn on(&mut self, premises: RecordId, kind: &RecordKind) -> Result<Vec<RecordId>, Self::Error>;
}

/// The record that is acted on.
pub(crate) struct Own<'a> {
    pub(crate) record: RecordId,
    pub(crate) kind: &'a RecordKind,
    pub(crate) content: &'a Content,
    pub(crate) case: &'a CaseState,
}

/// Adds to the facts what these events may be asked about.
pub(crate) fn complete<'a, S: Surroundings>(
    facts: &mut Facts,
    around: &mut S,
    policy: &PolicyPack,
    own: &Own<'_>,
    events: impl Iterator<Item = &'a Event>,
    now: Timestamp,
) -> Result<(), S::Error> {
    let mut links = BTreeSet::new();
    for event in events {
        match event {
            Event::Step(step) => {
                let known = facts.step.get_or_insert_default();
                known.record = Some(own.record);
                links.extend(step.records().take(MOST_LINKS));
                links.extend(step.photos.iter().copied().take(MOST_LINKS));
                if own.kind.is_case() && known.signed.is_empty() {
                    known.signed = signed_roles(own.content);
                }
                if facts.repeat_of.is_none() {
                    facts.repeat_of = earlier_offence(around, policy, own, facts, step, now)?;
                }
            }
            Event::NoticeIssued { .. } | Event::Escalated { .. } if !facts.guidance => {
                facts.guidance = is_guidance(around, own.content)?;
            }
            _ => {}
        }
    }
    for record in links.into_iter().take(MOST_LINKS) {
        if let Some((state, content)) = around.look(record)? {
            let known = facts.step.get_or_insert_default();
            known.linked.push(LinkedFact::of(record, &state, &content));
        }
    }
    Ok(())
}

/// Whether a hazard was found on a visit of guidance (S2-28).
pub(crate) fn is_guidance<S: Surroundings>(
    around: &mut S,
    hazard: &Content,
) -> Result<bool, S::Error> {
    let inspection = hazard
        .text(hazard_keys::INSPECTION)
        .and_then(|id| id.parse().ok());
    let Some(inspection) = inspection else {
        return Ok(false);
    };
    let guidance = InspectionMode::Guidance.as_str();
    Ok(around
        .look(inspection)?
        .is_some_and(|(_, content)| content.text(inspection_keys::MODE) == Some(guidance)))
}

/// An earlier case of the same kind at the same premises, or an earlier hazard that the same entry
/// covers, within the time of the policy (S2-29).
fn earlier_offence<S: Surroundings>(
    around: &mut S,
    policy: &PolicyPack,
    own: &Own<'_>,
    facts: &Facts,
    step: &Step,
    now: Timestamp,
) -> Result<Option<RecordId>, S::Error> {
    let table = LifecycleTables::standard().of(own.kind);
    let row = table.and_then(|table| table.rows.iter().find(|row| row.event == step.name()));
    let (Some(row), Some(premises)) = (row, facts.premises) else {
        return Ok(None);
    };
    let Some(field) = &row.asks.first_offence else {
        return Ok(None);
    };
    let value = |step: &Step, name: &str| match step.field(name) {
        "" => own.case.field(name).to_owned(),
        set => set.to_owned(),
    };
    let breach = value(step, field);
    let today = now.china_date();
    let months = Months::new(policy.cases.first_offence_months);
    let since = today.checked_sub_months(months).unwrap_or(today);
    for record in around.on(premises, own.kind)? {
        let Some((state, _)) = around.look(record)?.filter(|_| record != own.record) else {
            continue;
        };
        let void = matches!(
            state.status,
            Status::Draft | Status::Refused | Status::Withdrawn | Status::Voided
        );
        let recent = state
            .history
            .first()
            .is_some_and(|entry| entry.received_at.china_date() >= since);
        if !void && recent && state.case.field(field) == breach {
            return Ok(Some(record));
        }
    }
    let lists = table
        .iter()
        .flat_map(|table| &table.rows)
        .flat_map(|row| &row.asks.fields)
        .filter(|rule| rule.name == *field);
    let entry = lists
        .filter_map(|rule| Some((rule, policy.cases.entry(rule.list.as_deref()?, &breach)?)))
        .find(|(rule, _)| rule.matches.is_some());
    let Some((rule, entry)) = entry else {
        return Ok(None);
    };
    let this = value(step, rule.matches.as_deref().unwrap_or_default());
    for record in around.on(premises, &RecordKind::Rectification)? {
        if record.to_string() == this {
            continue;
        }
        let Some((state, content)) = around.look(record)? else {
            continue;
        };
        let hazard = Hazard::from_content(&content);
        let void = matches!(
            state.status,
            Status::Draft | Status::Withdrawn | Status::Voided
        );
        let recent = hazard.found_at.is_some_and(|at| at.china_date() >= since);
        let same = !hazard.common_key.is_empty() && entry.keys.contains(&hazard.common_key);
        if !void && recent && same {
            return Ok(Some(record));
        }
    }
    Ok(None)
}
