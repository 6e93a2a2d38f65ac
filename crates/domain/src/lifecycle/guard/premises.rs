//! Guards of a premises file（一户一档）.

use super::super::{Event, Reason, Status};
use super::{Context, require, written};
use crate::record::says_nothing;

pub(super) fn known_census_outcome(
    context: Context<'_>,
    event: Option<&Event>,
) -> Result<(), Reason> {
    let Some(Event::CensusVisited { outcome, note }) = event else {
        return Ok(());
    };
    let Some(known) = context.policy.census.get(outcome) else {
        return Err(Reason::new("unknown_census_outcome", "S0-23"));
    };
    require(!known.needs_note || written(note), "note_missing", "S0-23")?;
    let mute = known.needs_note && says_nothing(note);
    require(!mute, "says_nothing", "S0-23")
}

pub(super) fn known_grade(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::GradeOverridden { grade, .. }) = event else {
        return Ok(());
    };
    let known = context
        .policy
        .risk
        .grades
        .iter()
        .any(|rule| rule.id == *grade);
    require(known, "unknown_grade", "S0-24")
}

pub(super) fn status_valid(context: Context<'_>, event: Option<&Event>) -> Result<(), Reason> {
    let Some(Event::PremisesStatus {
        status,
        merged_into,
        open_hazards,
        ..
    }) = event
    else {
        return Ok(());
    };
    let possible = matches!(
        status,
        Status::Active | Status::Closed | Status::Demolished | Status::Merged
    );
    require(possible, "unknown_premises_status", "handbook 2.3")?;
    require(*status != context.state.status, "no_change", "handbook 2.3")?;
    let merger = *status == Status::Merged;
    require(
        merger == merged_into.is_some(),
        "heir_missing",
        "handbook 2.3",
    )?;
    let itself = merged_into.is_some() && *merged_into == context.facts.premises;
    require(!itself, "heir_missing", "handbook 2.3")?;
    let open = &context.facts.open_hazards;
    if *status == Status::Active || open.iter().all(|hazard| open_hazards.contains(hazard)) {
        return Ok(());
    }
    let open: Vec<String> = open.iter().map(ToString::to_string).collect();
    Err(Reason::new("hazards_open", "handbook 2.3").about(&open.join("、")))
}
