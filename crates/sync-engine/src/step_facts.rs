//! What the rules may know of other records when somebody takes a step of a case, the same way on
//! the relay and on devices.

use std::collections::BTreeSet;

use chrono::Months;
use wangge_domain::hazard::{Hazard, keys as hazard_keys};
use wangge_domain::inspection::{InspectionMode, keys as inspection_keys};
use wangge_domain::lifecycle::{
    CaseState, Event, Facts, LifecycleTables, LinkedFact, RecordState, Status, Step, codes,
    signed_alike,
};
use wangge_domain::policy::PolicyPack;
use wangge_domain::premises::keys as premises_keys;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{GridId, RecordId, Timestamp};

use crate::content_rules::{is_signed_by_nobody, signed_roles, statement_digest};
use crate::listed_elsewhere::listed_elsewhere;
use crate::listed_words::listed_words;
use crate::photo_fault;
use crate::step_amiss::step_amiss;
use crate::step_before::{ended_lately, is_before_previous, letters};
use crate::unraised_items::unraised_items;
use crate::unready_hazard::unready_hazard;

/// Records looked up for one envelope, at most.
pub(crate) const MOST_LINKS: usize = 64;

/// Where other records are found.
pub(crate) trait Surroundings {
    /// Why they cannot be read.
    type Error;

    /// A record, if it is here.
    fn look(&mut self, record: RecordId) -> Result<Option<(RecordState, Content)>, Self::Error>;

    /// The records of a kind that hang on a premises.
    fn on(&mut self, premises: RecordId, kind: &RecordKind) -> Result<Vec<RecordId>, Self::Error>;

    /// The records of a kind that stand in a state.
    fn standing(
        &mut self,
        kind: &RecordKind,
        status: &Status,
    ) -> Result<Vec<RecordId>, Self::Error>;
    /// The grid of a record with those above it, nearest first; empty where it is not here.
    fn grids_of(&mut self, _record: RecordId) -> Result<Vec<GridId>, Self::Error> {
        Ok(Vec::new())
    }

    /// The other records whose original is the file of this photo, byte by byte.
    fn twins(&mut self, photo: RecordId, content: &Content) -> Result<Vec<RecordId>, Self::Error>;
}

/// The record that is acted on.
pub(crate) struct Own<'a> {
    pub(crate) record: RecordId,
    pub(crate) kind: &'a RecordKind,
    pub(crate) content: &'a Content,
    pub(crate) case: &'a CaseState,
    /// From when on a photo can show what was put right, if it is a hazard that was found.
    pub(crate) shown_from: Option<Timestamp>,
    /// Up to when the photos were taken that showed the work as it was reported last.
    pub(crate) reported_at: Option<Timestamp>,
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
    // Of a pending step it is known from when it was sealed.
    let known = facts.step.as_ref();
    let compared = known.is_some_and(|known| !known.as_signed.is_empty());
    let mut unlike = BTreeSet::new();
    for event in events {
        if facts.photo_fault.is_none() {
            facts.photo_fault = photo_fault::of_event(around, own, event)?;
        }
        facts.signed_alike |= signed_alike((own.kind, own.content, event), statement_digest);
        match event {
            Event::Step(step) => {
                let known = facts.step.get_or_insert_default();
                known.record = Some(own.record);
                links.extend(step.records().take(MOST_LINKS));
                links.extend(step.photos.iter().copied().take(MOST_LINKS));
                if own.kind.is_case() && known.signed.is_empty() {
                    known.signed = signed_roles(own.content);
                    known.nameless_signer = is_signed_by_nobody(policy, own.content);
                }
                for (name, same) in signed_fields(own.kind, step, own.content) {
                    if !compared && same {
                        known.as_signed.push(name);
                    } else if !compared {
                        unlike.insert(name);
                    }
                }
                if known.unfit.is_none() {
                    known.unfit = unfit_item(around, own.kind, step)?;
                }
                if known.listed_words.is_empty() {
                    known.listed_words = listed_words(around, own.kind, step)?;
                }
                if known.listed_on.is_none() {
                    known.listed_on = listed_elsewhere(around, own, step)?;
                }
                if known.undone.is_none() {
                    known.undone = undone_item(around, own, step)?;
                }
                if known.unready.is_none() {
                    known.unready = unready_hazard(around, own, step)?;
                }
                if known.amiss.is_none() {
                    known.amiss = step_amiss(around, policy, own, step)?;
                }
                if known.open_already.is_none() {
                    let open = open_already(around, own, facts.premises, step)?;
                    facts.step.get_or_insert_default().open_already = open;
                }
                let here = facts.premises;
                let known = facts.step.get_or_insert_default();
                known.before_previous =
                    known.before_previous || is_before_previous(around, own.kind, step)?;
                if known.ended_lately.is_none() {
                    known.ended_lately = ended_lately(around, policy, own, (here, now), step)?;
                }
                if facts.repeat_of.is_none() {
                    facts.repeat_of = earlier_offence(around, policy, own, facts, step, now)?;
                }
            }
            Event::NoticeIssued { .. } | Event::Escalated { .. } => {
                facts.guidance = facts.guidance || is_guidance(around, own.content)?;
                let here = (own.record, facts.premises);
                facts.major_filed = facts.major_filed || is_major_filed(around, here)?;
            }
            Event::NotMajor { .. } => {
                let here = (own.record, facts.premises);
                facts.major_open = facts.major_open || is_major_open(around, here)?;
            }
            Event::Accepted { .. } if *own.kind == RecordKind::Inspection => {
                facts.blocking.extend(unraised_items(around, own)?);
            }
            event if ends_premises(policy, event) && facts.open_hazards.is_empty() => {
                facts.open_hazards = open_hazards(around, own.record)?;
            }
            _ => {}
        }
    }
    if let Some(known) = &mut facts.step {
        // What one of several steps says otherwise is no step's to say.
        known.as_signed.retain(|name| !unlike.contains(name));
    }
    for record in links.into_iter().take(MOST_LINKS) {
        if let Some((state, content)) = around.look(record)? {
            let known = facts.step.get_or_insert_default();
            known.linked.push(LinkedFact::of(record, &state, &content));
        }
    }
    Ok(())
}

/// Whether an event says that it is over with a premises, or is a visit that found so.
fn ends_premises(policy: &PolicyPack, event: &Event) -> bool {
    let status = match event {
        Event::PremisesStatus { status, .. } => Some(status),
        Event::CensusVisited { outcome, .. } => {
            let known = policy.census.get(outcome);
            known.and_then(|known| known.status.as_ref())
        }
        _ => None,
    };
    status.is_some_and(|status| *status != Status::Active)
}

/// The hazards that are open at a premises（未销号隐患）: what is only a draft was not found yet.
fn open_hazards<S: Surroundings>(
    around: &mut S,
    premises: RecordId,
) -> Result<Vec<RecordId>, S::Error> {
    let mut open = Vec::new();
    for hazard in around.on(premises, &RecordKind::Rectification)? {
        let is_open = around.look(hazard)?.is_some_and(|(state, _)| {
            !matches!(
                state.status,
                Status::Draft | Status::Closed | Status::Voided | Status::Withdrawn
            )
        });
        if is_open {
            open.push(hazard);
        }
    }
    Ok(open)
}

/// The fields of a step that must be as they were signed, each with whether the content says the same
/// word for word (S2-30).
pub(crate) fn signed_fields(
    kind: &RecordKind,
    step: &Step,
    content: &Content,
) -> Vec<(String, bool)> {
    let table = LifecycleTables::standard().of(kind);
    let rows = table.into_iter().flat_map(|table| &table.rows);
    let rules = rows
        .filter(|row| row.event == step.name())
        .flat_map(|row| &row.asks.fields);
    rules
        .filter(|rule| rule.signed)
        .map(|rule| {
            let said = content.text(&rule.name).unwrap_or_default();
            (rule.name.clone(), said.trim() == step.field(&rule.name))
        })
        .collect()
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

/// Whether the major case of a hazard at a premises was filed (S0-27).
pub(crate) fn is_major_filed<S: Surroundings>(
    around: &mut S,
    (hazard, premises): (RecordId, Option<RecordId>),
) -> Result<bool, S::Error> {
    let Some(premises) = premises else {
        return Ok(false);
    };
    for case in around.on(premises, &RecordKind::MajorCase)? {
        let found = around.look(case)?;
        if found.is_some_and(|(state, _)| state.case.judges_major(hazard)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether a major case of a hazard at a premises is before the fire and rescue body, or was filed by it.
pub(crate) fn is_major_open<S: Surroundings>(
    around: &mut S,
    (hazard, premises): (RecordId, Option<RecordId>),
) -> Result<bool, S::Error> {
    let Some(premises) = premises else {
        return Ok(false);
    };
    for case in around.on(premises, &RecordKind::MajorCase)? {
        let found = around.look(case)?;
        if found.is_some_and(|(state, _)| state.holds_major(hazard)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The first value of a field that holds several which is no record such as the row of the step
/// asks for (S2-14): none that is here, of another kind, or in another state.
fn unfit_item<S: Surroundings>(
    around: &mut S,
    kind: &RecordKind,
    step: &Step,
) -> Result<Option<String>, S::Error> {
    let table = LifecycleTables::standard().of(kind);
    let row = table.and_then(|table| table.rows.iter().find(|row| row.event == step.name()));
    for rule in row.iter().flat_map(|row| &row.asks.fields) {
        let Some(asked) = &rule.each else { continue };
        for value in codes(step.field(&rule.name)) {
            let found = match value.parse::<RecordId>() {
                Ok(record) => around.look(record)?,
                Err(_) => None,
            };
            let fits = found.as_ref().is_some_and(|(state, _)| {
                asked.kinds.contains(&state.kind) && asked.statuses.contains(&state.status)
            });
            let trade = asked.trade.as_deref().map(|name| step.field(name));
            let content = found.as_ref().map(|(_, content)| content);
            let named = asked.grid.as_deref().map(|name| step.field(name));
            let other_trade = is_of_another_trade(around, trade, content)?;
            if !fits || other_trade || lies_elsewhere(around, named, value)? {
                return Ok(Some(value.to_owned()));
            }
        }
    }
    Ok(None)
}

/// Whether a record lies outside the grid that is named (S2-14). Where it lies is left to the relay where
/// it is not here.
fn lies_elsewhere<S: Surroundings>(
    around: &mut S,
    grid: Option<&str>,
    record: &str,
) -> Result<bool, S::Error> {
    let named = grid.and_then(|grid| grid.parse::<GridId>().ok());
    let (Some(grid), Ok(record)) = (named, record.parse::<RecordId>()) else {
        return Ok(false);
    };
    let path = around.grids_of(record)?;
    Ok(!path.is_empty() && !path.contains(&grid))
}

/// Whether the premises of a record are of another category than the one that is named (S3-17).
/// Premises that are not here are left to the relay, which has them all.
fn is_of_another_trade<S: Surroundings>(
    around: &mut S,
    trade: Option<&str>,
    content: Option<&Content>,
) -> Result<bool, S::Error> {
    let premises = content
        .and_then(|content| content.text(inspection_keys::PREMISES))
        .and_then(|id| id.parse().ok());
    let (Some(trade), Some(premises)) = (trade, premises) else {
        return Ok(false);
    };
    let found = around.look(premises)?;
    Ok(found.is_some_and(|(_, content)| content.text(premises_keys::CATEGORY) != Some(trade)))
}

/// The first record that the case lists and that is not at its end, if the row of the step asks for
/// that (S2-14). One that is not here is left to the relay, which has them all.
fn undone_item<S: Surroundings>(
    around: &mut S,
    own: &Own<'_>,
    step: &Step,
) -> Result<Option<String>, S::Error> {
    let table = LifecycleTables::standard().of(own.kind);
    let row = table.and_then(|table| table.rows.iter().find(|row| row.event == step.name()));
    let Some(list) = row.and_then(|row| row.asks.done.as_deref()) else {
        return Ok(None);
    };
    for value in codes(own.case.field(list)) {
        let Ok(record) = value.parse::<RecordId>() else {
            continue;
        };
        let found = around.look(record)?;
        let open = found.is_some_and(|(state, _)| {
            !matches!(
                state.status,
                Status::Closed | Status::Voided | Status::Withdrawn | Status::Refused
            )
        });
        if open {
            return Ok(Some(value.to_owned()));
        }
    }
    Ok(None)
}

/// Another open case of the same kind at the premises about the same thing, by its letters, if the row of
/// the step allows one only (S2-12, S3-21).
fn open_already<S: Surroundings>(
    around: &mut S,
    own: &Own<'_>,
    premises: Option<RecordId>,
    step: &Step,
) -> Result<Option<RecordId>, S::Error> {
    let Some(table) = LifecycleTables::standard().of(own.kind) else {
        return Ok(None);
    };
    let mut rows = table.rows.iter().filter(|row| row.event == step.name());
    let field = rows.find_map(|row| row.asks.one_open.as_deref());
    let (Some(field), Some(premises)) = (field, premises) else {
        return Ok(None);
    };
    let ended = |status: &Status| {
        let mut states = table.states.iter();
        *status == Status::Draft || states.any(|it| it.id == *status && it.refuse.is_some())
    };
    for record in around.on(premises, own.kind)? {
        let Some((state, _)) = around.look(record)?.filter(|_| record != own.record) else {
            continue;
        };
        let mut fields = field.split(',');
        let is_same =
            fields.all(|field| letters(state.case.field(field)) == letters(step.field(field)));
        if !ended(&state.status) && is_same {
            return Ok(Some(record));
        }
    }
    Ok(None)
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
        // What is proven of its registration decides, and not what the finder's phone said.
        let found = state.found_at().or(hazard.found_at);
        let recent = found.is_some_and(|at| at.china_date() >= since);
        let same = !hazard.common_key.is_empty() && entry.keys.contains(&hazard.common_key);
        if !void && recent && same {
            return Ok(Some(record));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
