use wangge_domain::inspection::{Signature, signatures};
use wangge_domain::lifecycle::{StepTaken, codes};
use wangge_domain::premises::Premises;

use super::commitment::{Commitment, commitment_paper, form};
use super::form::{addressee, body, facts};
use super::letter::Letter;
use super::responsibility::{ResponsibilityLetter, responsibility_paper};
use super::signatures::{blank_box, signature_box};
use super::words::{day, day_of};
use crate::case_file::{Office, RecordFile};
use crate::paper::{Block, Paper, PaperError, SealBlock, SignatureBox};
use crate::register_file::RegisterFile;

/// The letter of admonition and commitment of a case（告诫承诺书, S2-30）, as it was signed.
///
/// # Errors
/// [`PaperError::Missing`]: it was not signed yet.
pub fn commitment_of(office: &Office<'_>, case: &RegisterFile) -> Result<Paper, PaperError> {
    let step = case.step(&["letter.warn"])?;
    let letter = letter(office, case, step);
    let until = step.due.map_or(letter.dated, |due| due.china_date());
    let file = case.file.as_quoted();
    let (promiser, signature) = signed(&file, "承诺人", &["owner", "operator", "tenant"], step);
    let commitment = Commitment {
        breaches: lines(said(step, "matter")),
        promises: lines(said(step, "promise"))
            .into_iter()
            .map(|promise| (promise, until))
            .collect(),
        promiser,
        signature,
    };
    Ok(commitment_paper(office, &letter, &commitment)?.by(office, step.user, &letter))
}

/// The letter of responsibility of a case（责任书, S4-18）: its duties are those of its own text, else
/// those of the policy.
///
/// # Errors
/// [`PaperError::Missing`]: it was not signed yet, or there are no duties.
pub fn responsibility_of(office: &Office<'_>, case: &RegisterFile) -> Result<Paper, PaperError> {
    let step = case.step(&["letter.responsibility"])?;
    let letter = letter(office, case, step);
    let roles = ["owner", "operator", "tenant", "head"];
    let file = case.file.as_quoted();
    let (responsible, signature) = signed(&file, "乙方责任人", &roles, step);
    let content = ResponsibilityLetter {
        year: said(step, "year")
            .parse()
            .map_err(|_| PaperError::Missing("年度".to_owned()))?,
        drive: said(step, "drive").to_owned(),
        level: level(office, said(step, "level")),
        place: case.typed().map(|it| it.full_address()).unwrap_or_default(),
        responsible,
        duties: own_or_listed(office, &file, "responsibility_duties"),
        signature,
    };
    Ok(responsibility_paper(office, &letter, &content)?.by(office, step.user, &letter))
}

/// The promise that a household signed at its door（消防安全承诺书, S2-32）.
///
/// # Errors
/// [`PaperError::Missing`]: it was not signed yet, or nothing is promised.
pub fn promise_of(office: &Office<'_>, case: &RegisterFile) -> Result<Paper, PaperError> {
    let step = case.step(&["letter.doorstep"])?;
    let mut letter = letter(office, case, step);
    letter.to = said(step, "household").to_owned();
    let file = case.file.as_quoted();
    let promises = own_or_listed(office, &file, "doorstep_promises");
    if promises.is_empty() {
        return Err(PaperError::Missing("承诺事项（S2-32）".to_owned()));
    }
    let (promiser, signature) = signed(&file, "承诺人", &["owner", "tenant", "resident"], step);
    let mut blocks = vec![addressee(&letter.to)];
    if let Some(premises) = case.typed().filter(|_| !office.before) {
        blocks.push(facts(&[
            ("场　　所", premises.name.clone()),
            ("地　　址", premises.full_address()),
        ]));
    }
    blocks.push(body("为保护自己和邻里的安全，本户自愿承诺："));
    for (place, promise) in promises.iter().enumerate() {
        blocks.push(body(format!("{}．{promise}", place + 1)));
    }
    blocks.push(Block::Signatures(vec![
        signature.unwrap_or_else(|| blank_box("承诺人", &promiser)),
        blank_box("入户人员", &office.name(step.user)),
    ]));
    blocks.push(Block::Seal(SealBlock {
        issuer: office.issuer(&letter.issuer, letter.grid),
        date: day(letter.dated),
    }));
    let foot = "本承诺书一式两份：一份交承诺人，一份存档。";
    let form = form("promise", "消防安全承诺书", &letter, foot);
    Ok(form.paper(office, blocks).by(office, step.user, &letter))
}

/// A level in the words of the policy.
fn level(office: &Office<'_>, code: &str) -> String {
    let entry = office.policy.cases.entry("letter_levels", code);
    entry.map_or_else(|| code.to_owned(), |entry| entry.zh.clone())
}

fn letter(office: &Office<'_>, case: &RegisterFile, step: &StepTaken) -> Letter {
    let issuer = Some(said(step, "issuer")).filter(|code| !code.is_empty());
    Letter {
        record: case.file.record,
        issuer: issuer.unwrap_or("village").to_owned(),
        grid: case.grid,
        number: case.number(),
        dated: step.time.best().china_date(),
        to: addressed(office, case, step),
    }
}

/// The premises, else the grid that the step names as the unit, else its words.
fn addressed(office: &Office<'_>, case: &RegisterFile, step: &StepTaken) -> String {
    if let Some(Premises { name, .. }) = case.typed() {
        return name;
    }
    let unit = said(step, "unit");
    let grid = unit.parse().ok().and_then(|grid| office.grid(grid));
    grid.map_or_else(|| unit.to_owned(), |grid| grid.name.clone())
}

fn said<'a>(step: &'a StepTaken, field: &str) -> &'a str {
    step.fields.get(field).map_or("", |value| value.trim())
}

/// One thing a line.
fn lines(text: &str) -> Vec<String> {
    text.split(['\n', '；', ';'])
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What the letter's own text says, else the entries of a list of the policy.
fn own_or_listed(office: &Office<'_>, file: &RecordFile, list: &str) -> Vec<String> {
    let own = file.content.text("text").unwrap_or_default();
    let own = lines(own);
    if !own.is_empty() {
        return own;
    }
    let listed = office.policy.cases.lists.get(list);
    listed.map_or_else(Vec::new, |list| {
        list.items.iter().map(|entry| entry.zh.clone()).collect()
    })
}

/// The newest signature of one of these roles in the version that the step is about: name and box.
/// One that does not stand under it is shown only if there is no other.
fn signed(
    file: &RecordFile,
    label: &str,
    roles: &[&str],
    step: &StepTaken,
) -> (String, Option<SignatureBox>) {
    let mut known = signatures(&file.content);
    known.retain(|one| codes(&one.role).any(|role| roles.contains(&role)));
    let holds = |one: &&Signature| !file.void.contains(&one.id);
    let found = known.iter().rev().find(holds).or_else(|| known.last());
    match found {
        Some(signature) => {
            let date = day_of(step.time.best());
            let shown = signature_box(file, label, signature, &date);
            (signature.signer.clone(), Some(shown))
        }
        None => (String::new(), None),
    }
}

#[cfg(test)]
mod tests;
