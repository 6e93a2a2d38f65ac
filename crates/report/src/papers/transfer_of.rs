use wangge_domain::lifecycle::{Effect, Event};
use wangge_domain::{Digest, RecordId, Timestamp};

use super::letter::Letter;
use super::transfer::transfer_paper;
use crate::case_file::{CaseFile, Office};
use crate::paper::{Paper, PaperError};

/// The letter by which a hazard was transferred（移送函, S4-08）: to whom, why, what was handed over.
///
/// # Errors
/// [`PaperError::Missing`]: it was not transferred.
pub fn transfer_of(
    office: &Office<'_>,
    case: &CaseFile,
    hazard: RecordId,
) -> Result<Paper, PaperError> {
    let missing = || PaperError::Missing("上报移交（S4-08）".to_owned());
    let file = case.hazard(hazard).ok_or_else(missing)?;
    let entry = file
        .state
        .history
        .iter()
        .rev()
        .find(|entry| entry.event == "escalated" && entry.effect == Effect::Applied);
    let entry = entry.ok_or_else(missing)?;
    let as_of = entry.time.best();
    let Some(Event::Escalated { to, reason }) = file.in_force(&["escalated"]) else {
        return Err(missing());
    };
    let department = office.policy.routing.departments.get(to);
    let letter = Letter {
        record: hazard,
        issuer: file
            .state
            .issuer
            .clone()
            .unwrap_or_else(|| "station".to_owned()),
        grid: case.grid,
        number: entry.number.clone().unwrap_or_default(),
        dated: entry.time.best().china_date(),
        to: department.map_or_else(|| to.clone(), |found| found.zh.clone()),
    };
    let case = until(case, hazard, entry.envelope, as_of);
    Ok(transfer_paper(office, &case, &letter, reason)?.by(office, entry.user, &letter))
}

/// The file as it was handed over: what came later is not on the paper.
fn until(case: &CaseFile, hazard: RecordId, envelope: Digest, as_of: Timestamp) -> CaseFile {
    let mut case = case.clone();
    case.hazards.retain(|one| one.record == hazard);
    for one in &mut case.hazards {
        let history = &mut one.state.history;
        let last = history.iter().rposition(|entry| entry.envelope == envelope);
        history.truncate(last.map_or(history.len(), |last| last + 1));
    }
    for one in case.inspections.iter_mut().chain([&mut case.premises]) {
        one.state.history.retain(|entry| entry.time.best() <= as_of);
    }
    case
}

#[cfg(test)]
mod tests;
