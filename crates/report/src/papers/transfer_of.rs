use wangge_domain::lifecycle::{Effect, Event};
use wangge_domain::register::printed_compulsion_words;
use wangge_domain::{Digest, RecordId, Timestamp, UserId};

use super::authority::held_authority;
use super::letter::Letter;
use super::paper_number::earned_number;
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
        number: earned_number(office, "transfer", entry),
        dated: entry.time.best().china_date(),
        to: department.map_or_else(|| to.clone(), |found| found.zh.clone()),
    };
    let case = until(case, hazard, entry.envelope, as_of);
    let quotes = !may_say(office, entry.user, &letter, reason);
    let said = if quotes {
        format!("移送事由（原文）：“{reason}”")
    } else {
        reason.clone()
    };
    let paper = transfer_paper(office, &case, &letter, &said)?.by(office, entry.user, &letter);
    Ok(Paper {
        quoted: quotes.then(|| reason.clone()),
        ..paper
    })
}

/// Whether the letter may say this in the name of its body: no word of compulsion stands in it that its
/// signer may not use (S0-03). That is asked of the act; what was handed on before it was asked, or by
/// those who act by the law itself, is quoted.
fn may_say(office: &Office<'_>, signer: UserId, letter: &Letter, text: &str) -> bool {
    let at = (letter.issuer.as_str(), letter.grid);
    let held = held_authority(office, signer, at, letter.dated);
    let opens = |word: &str| held.as_ref().is_some_and(|it| it.opens(word, letter.dated));
    printed_compulsion_words(text).into_iter().all(opens)
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
