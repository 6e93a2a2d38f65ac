use chrono::NaiveDate;

use super::{DelegatedPower, RegisterEntry as _, RegisterLine};
use crate::control::ControlState;
use crate::hazard::keys;
use crate::lifecycle::{Event, Guard, LifecycleTables, Responsible};
use crate::people::Credential;
use crate::record::{Content, RecordKind};
use crate::{GridId, UserId};

/// Words that only a body with powers of enforcement may address to somebody (handbook 1.4): they
/// are those of the law, and no county's to change.
const COMPULSION: [&str; 7] = [
    "责令",
    "罚款",
    "行政处罚",
    "临时查封",
    "强制执行",
    "停产停业",
    "行政拘留",
];

/// The word of compulsion（强制性用语）that stands in a text, if any does. Blanks between its
/// characters do not hide it.
#[must_use]
pub fn compulsion_word(text: &str) -> Option<&'static str> {
    let solid: String = text.chars().filter(|it| !it.is_whitespace()).collect();
    COMPULSION.into_iter().find(|word| solid.contains(word))
}

/// What lets a person use words of compulsion in the name of a body（执法依据）of S0-03.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldPower {
    /// The delegation in force, with its days.
    pub line: RegisterLine,
    /// What is delegated.
    pub power: DelegatedPower,
    /// The certificate of the person.
    pub certificate: Credential,
}

/// The delegation of a body and the enforcement certificate of a person, if both hold on a day
/// （执法依据）.
#[must_use]
pub fn held_power(
    control: &ControlState,
    signer: UserId,
    (body, grid): (&str, GridId),
    date: NaiveDate,
) -> Option<HeldPower> {
    let held = |one: &&Credential| {
        one.user == signer && one.kind == Credential::ENFORCEMENT && one.valid_on(date)
    };
    let certificate = control.credentials.iter().find(held)?.clone();
    let path = control.path(grid);
    let lines = control.registers.lines_on(DelegatedPower::REGISTER, date);
    let (line, power) = lines
        .filter_map(|line| Some((line, line.row.read::<DelegatedPower>().ok()?)))
        .find(|(_, power)| {
            let named = !power.basis.trim().is_empty();
            named && power.body == body && path.contains(&power.township)
        })?;
    Some(HeldPower {
        line: line.clone(),
        power,
        certificate,
    })
}

/// The word of compulsion that an act would put on a paper and its author may not use（强制性用语
/// 无执法依据）of S0-03: asked when the paper is issued, alike on the phone and at the relay.
#[must_use]
pub fn word_not_held(
    control: &ControlState,
    (kind, content, event): (&RecordKind, &Content, &Event),
    (author, grid): (UserId, GridId),
    date: NaiveDate,
) -> Option<&'static str> {
    let (body, texts) = printed(kind, content, event)?;
    let word = texts.into_iter().find_map(compulsion_word)?;
    let held = held_power(control, author, (body, grid), date);
    held.is_none().then_some(word)
}

/// In whose name an act makes out a paper, and what people wrote that will stand on it; `None`:
/// no paper comes of it.
fn printed<'a>(
    kind: &RecordKind,
    content: &'a Content,
    event: &'a Event,
) -> Option<(&'a str, Vec<&'a str>)> {
    let written = |names: &[&str]| -> Vec<&'a str> {
        let texts = names.iter().filter_map(|name| content.text(name));
        texts.collect()
    };
    match event {
        Event::NoticeIssued {
            issuer,
            responsible,
            ..
        } => {
            let Responsible {
                unit,
                leader,
                person,
                ..
            } = responsible;
            let mut texts = written(&[keys::DESCRIPTION, keys::PART, keys::RECTIFICATION]);
            texts.extend([unit.as_str(), leader, person]);
            Some((issuer, texts))
        }
        Event::Step(step) => {
            let table = LifecycleTables::standard().of(kind)?;
            let row = table.rows.iter().find(|row| {
                row.event == step.name() && row.guards.contains(&Guard::NoCompulsion)
            })?;
            let said = Some(step.field("issuer")).filter(|issuer| !issuer.is_empty());
            let usual = match kind {
                RecordKind::Letter => "village",
                _ => "station",
            };
            let body = said.or(row.issuer.as_deref()).unwrap_or(usual);
            let mut texts = written(&["text"]);
            texts.extend(step.fields.values().map(String::as_str));
            Some((body, texts))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_whatever_stands_between_its_characters() {
        for (text, word) in [
            ("责令立即停用", Some("责令")),
            ("责 令\u{3000}停用", Some("责令")),
            ("否则罚\n款", Some("罚款")),
            ("请负责人令其整改", None),
            ("", None),
        ] {
            assert_eq!(compulsion_word(text), word, "{text}");
        }
    }
}
