use std::collections::BTreeSet;

use super::assign::{Loads, queue, team};
use super::select::ranked;
use super::{DrawAct, DrawError, DrawRecord, Replaced, Replacement, Selected, TeamMember};
use crate::{RecordId, Timestamp, UserId};

/// A replacement to be made（拟作更换）.
#[derive(Clone, Debug)]
pub struct Replacing {
    /// The target, or the inspector at a target, that cannot stay.
    pub out: Replaced,
    /// Why, in words.
    pub reason: String,
    /// Who approved.
    pub approver: Option<UserId>,
    /// Now, by the relay's clock.
    pub at: Timestamp,
    /// Who asked.
    pub by: UserId,
}

/// Replaces a target or an inspector by the next one in the order of the keys, as records of before
/// have it: in one entry of the one who asks, with the name of an approver. What is asked today is
/// approved by [`super::approve_replacement`]. There is no way to name the one who steps in: the
/// reason is for leaving, not for choosing.
///
/// # Errors
/// [`DrawError`]: nothing drawn yet, no reason, no approver or the asker himself, not in the
/// selection, nobody left.
pub fn replace(record: &DrawRecord, replacing: Replacing) -> Result<DrawRecord, DrawError> {
    let Replacing {
        out,
        reason,
        approver,
        at,
        by,
    } = replacing;
    let lines = record.selection()?;
    if reason.trim().is_empty() {
        return Err(DrawError::ReplacementNeedsReason);
    }
    let approver = approver
        .filter(|approver| *approver != by)
        .ok_or(DrawError::ReplacementNeedsApprover)?;
    let line = stepping_in(record, &lines, out)?;
    record.with(
        at,
        by,
        DrawAct::Replaced(Replacement {
            out,
            reason,
            approver,
            line,
            asked: None,
        }),
    )
}

/// The line of the selection as it would be without what falls out.
///
/// # Errors
/// [`DrawError`]: nothing drawn yet, not in the selection, nobody left.
pub fn next_line(record: &DrawRecord, out: Replaced) -> Result<Selected, DrawError> {
    stepping_in(record, &record.selection()?, out)
}

fn stepping_in(
    record: &DrawRecord,
    lines: &[Selected],
    out: Replaced,
) -> Result<Selected, DrawError> {
    match seat_of(lines, out)? {
        (line, None) => other_target(record, lines, line),
        (line, Some(seat)) => other_inspector(record, lines, line, seat),
    }
}

/// Where something stands in the selection: its line, and its seat if it is an inspector.
pub(super) fn seat_of(
    lines: &[Selected],
    out: Replaced,
) -> Result<(&Selected, Option<usize>), DrawError> {
    let Replaced { target, inspector } = out;
    let not_selected = || DrawError::NotSelected { target, inspector };
    let line = lines.iter().find(|line| line.target == target);
    let line = line.ok_or_else(not_selected)?;
    let Some(inspector) = inspector else {
        return Ok((line, None));
    };
    let mut team = line.team.iter();
    let seat = team.position(|member| member.inspector == inspector);
    Ok((line, Some(seat.ok_or_else(not_selected)?)))
}

/// The next target of the stratum that was never in the selection, with a team of its own.
fn other_target(
    record: &DrawRecord,
    lines: &[Selected],
    line: &Selected,
) -> Result<Selected, DrawError> {
    let (inputs, drawing) = (&record.announcement()?.inputs, record.drawing()?);
    let mut used: BTreeSet<RecordId> = drawing.selected.iter().map(|it| it.target).collect();
    used.extend(record.replacements().map(|it| it.line.target));
    let ranked = ranked(inputs, &drawing.seed, &line.stratum);
    let have = u32::try_from(ranked.len()).unwrap_or(u32::MAX);
    let next = ranked
        .into_iter()
        .find(|(_, target)| !used.contains(target));
    let (key, target) = next.ok_or_else(|| DrawError::TooFewTargets {
        stratum: line.stratum.clone(),
        have,
        need: have.saturating_add(1),
    })?;
    let mut loads = loads(lines.iter().filter(|other| other.target != line.target));
    let team = team(inputs, &drawing.seed, target, &mut loads)?;
    Ok(Selected {
        stratum: line.stratum.clone(),
        rank: line.rank,
        target,
        key,
        team,
    })
}

/// The next inspector of the target's queue who was never in its team.
fn other_inspector(
    record: &DrawRecord,
    lines: &[Selected],
    line: &Selected,
    seat: usize,
) -> Result<Selected, DrawError> {
    let (inputs, drawing) = (&record.announcement()?.inputs, record.drawing()?);
    let target = line.target;
    let mut used: BTreeSet<UserId> = line.team.iter().map(|it| it.inspector).collect();
    let at_target = record.replacements().filter(|it| it.out.target == target);
    used.extend(at_target.filter_map(|it| it.out.inspector));
    let queue = queue(inputs, &drawing.seed, target, &loads(lines.iter()));
    let free: Vec<TeamMember> = queue
        .into_iter()
        .filter(|it| !used.contains(&it.inspector))
        .collect();
    let need = inputs.team_size;
    let next = free.into_iter().next().ok_or(DrawError::TooFewInspectors {
        target,
        have: need - 1,
        need,
    })?;
    let mut line = line.clone();
    line.team[seat] = next;
    Ok(line)
}

fn loads<'a>(lines: impl Iterator<Item = &'a Selected>) -> Loads {
    let mut loads = Loads::new();
    for member in lines.flat_map(|line| &line.team) {
        *loads.entry(member.inspector).or_default() += 1;
    }
    loads
}
