use chrono::NaiveDate;

use super::compulsion_words::{compulsion_word, compulsion_words};
use super::printed::Printed;
use super::{DelegatedPower, RegisterEntry as _, RegisterLine};
use crate::control::ControlState;
use crate::lifecycle::{Event, RecordState};
use crate::people::Credential;
use crate::record::Content;
use crate::{GridId, RecordId, UserId};

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

/// The delegations of a body with the enforcement certificate of a person that hold on a day
/// （执法依据）; none without the certificate.
#[must_use]
pub fn held_powers(
    control: &ControlState,
    signer: UserId,
    (body, grid): (&str, GridId),
    date: NaiveDate,
) -> Vec<HeldPower> {
    let held = |one: &&Credential| {
        one.user == signer && one.kind == Credential::ENFORCEMENT && one.valid_on(date)
    };
    let Some(certificate) = control.credentials.iter().find(held) else {
        return Vec::new();
    };
    let path = control.path(grid);
    let lines = control.registers.lines_on(DelegatedPower::REGISTER, date);
    lines
        .filter_map(|line| Some((line, line.row.read::<DelegatedPower>().ok()?)))
        .filter(|(_, power)| {
            power.is_founded() && power.body == body && path.contains(&power.township)
        })
        .map(|(line, power)| HeldPower {
            line: line.clone(),
            power,
            certificate: certificate.clone(),
        })
        .collect()
}

/// The word of compulsion that an act would put on a paper and its author may not use（强制性用语
/// 无执法依据）of S0-03: asked when the act is done, alike on the phone and at the relay. In what
/// people write each word wants a delegation that opens it; a name is no order, and none opens one
/// there.
#[must_use]
pub fn word_not_held(
    control: &ControlState,
    (state, content, event): (&RecordState, &Content, &Event),
    (author, grid): (UserId, GridId),
    date: NaiveDate,
) -> Option<&'static str> {
    let printed = Printed::by(state, content, event)?;
    let named = printed.names.iter().find_map(|name| compulsion_word(name));
    if named.is_some() {
        return named;
    }
    let mut words: Vec<&'static str> = Vec::new();
    for text in &printed.texts {
        words.extend(compulsion_words(text));
    }
    if words.is_empty() {
        return None;
    }
    let held = held_powers(control, author, (printed.body, grid), date);
    let opened = |word: &str| held.iter().any(|one| one.power.opens(word));
    words.into_iter().find(|word| !opened(word))
}

/// The word of compulsion in what somebody writes as the remedy of a hazard（整改措施用语）and may not use
/// in the name of any of these bodies: asked when it is written, for it is printed as written.
#[must_use]
pub fn remedy_word_not_held<'a>(
    control: &ControlState,
    remedy: &str,
    bodies: impl Iterator<Item = &'a str>,
    (author, grid): (UserId, GridId),
    date: NaiveDate,
) -> Option<&'static str> {
    let words = compulsion_words(remedy);
    if words.is_empty() {
        return None;
    }
    let held: Vec<HeldPower> = bodies
        .flat_map(|body| held_powers(control, author, (body, grid), date))
        .collect();
    let opened = |word: &str| held.iter().any(|one| one.power.opens(word));
    words.into_iter().find(|word| !opened(word))
}

/// The word of compulsion in what an order prints of the hazards that it lists and its author may not use
/// （所列隐患的强制性用语）, with the hazard in which it stands; `listed` gives each such word.
#[must_use]
pub fn listed_word_not_held(
    control: &ControlState,
    (state, content, event): (&RecordState, &Content, &Event),
    listed: &[(RecordId, String)],
    (author, grid): (UserId, GridId),
    date: NaiveDate,
) -> Option<String> {
    if listed.is_empty() {
        return None;
    }
    let printed = Printed::by(state, content, event)?;
    let held = held_powers(control, author, (printed.body, grid), date);
    let opened = |word: &str| held.iter().any(|one| one.power.opens(word));
    let (hazard, word) = listed.iter().find(|(_, word)| !opened(word))?;
    Some(format!("{word}（隐患 {hazard}）"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Digest;
    use crate::inspection::keys;
    use crate::lifecycle::{Responsible, Step, Version};
    use crate::record::RecordKind;

    #[test]
    fn what_is_written_into_a_visit_is_asked_like_a_name_when_it_is_handed_in() {
        let state = RecordState::new(RecordKind::Inspection);
        let event = Event::Submitted {
            version: Version {
                heads: Vec::new(),
                content: Digest::ZERO,
            },
            correction: None,
        };
        let by = (UserId::from_bytes([1; 16]), GridId::from_bytes([2; 16]));
        let today = NaiveDate::from_ymd_opt(2026, 9, 7).unwrap();
        let asked = |content: &Content| {
            let said = (&state, content, &event);
            word_not_held(&ControlState::default(), said, by, today)
        };
        let mut content = Content::default();
        content.set(keys::answer_result("RH-01"), "fail");
        content.set(keys::answer_note("RH-01"), "通道堆物");
        assert_eq!(asked(&content), None);
        content.set(keys::answer_note("RH-01"), "已责令清理");
        assert_eq!(asked(&content), Some("责令"));
        content.set(keys::answer_note("RH-01"), "");
        content.set(keys::REMARK, "不改将罚款");
        assert_eq!(asked(&content), Some("罚款"));
    }

    #[test]
    fn what_is_said_about_a_hazard_is_asked_and_what_those_say_who_enforce_is_not() {
        let by = (UserId::from_bytes([1; 16]), GridId::from_bytes([2; 16]));
        let today = NaiveDate::from_ymd_opt(2026, 9, 7).unwrap();
        let asked = |kind: RecordKind, event: &Event| {
            let state = RecordState::new(kind);
            let content = Content::default();
            let said = (&state, &content, event);
            word_not_held(&ControlState::default(), said, by, today)
        };
        let text = || "已罚款五千元".to_owned();
        for event in [
            Event::FixVerified {
                issuer: None,
                note: text(),
            },
            Event::FixRejected { reason: text() },
            Event::Feedback {
                note: text(),
                photos: Vec::new(),
                on_behalf: true,
            },
            Event::ExtensionRequested {
                days: 3,
                reason: text(),
            },
            Event::ExtensionRefused { reason: text() },
            Event::SuspectedMajor {
                basis: vec![text()],
            },
            Event::NotMajor { reason: text() },
            Event::Voided { reason: text() },
            Event::Escalated {
                to: "PSB".to_owned(),
                reason: text(),
            },
            Event::ResponsibilitySet(Responsible {
                leader: text(),
                ..Responsible::default()
            }),
        ] {
            let word = asked(RecordKind::Rectification, &event);
            assert_eq!(word, Some("罚款"), "{event:?}");
        }
        let result = Event::EnforcementResult {
            result: "penalty".to_owned(),
            note: text(),
        };
        assert_eq!(asked(RecordKind::Rectification, &result), None);
        let step = |name: &str| {
            let fields = [("text".to_owned(), text())].into();
            Event::Step(Step {
                step: name.to_owned(),
                fields,
                ..Step::default()
            })
        };
        for (kind, name, word) in [
            (
                RecordKind::Rectification,
                "rectification.pause",
                Some("罚款"),
            ),
            (RecordKind::Letter, "letter.breach", Some("罚款")),
            (RecordKind::Order, "order.assign", Some("罚款")),
            (RecordKind::MajorCase, "major_case.interim", Some("罚款")),
            (RecordKind::Call, "call.answer", None),
        ] {
            assert_eq!(asked(kind, &step(name)), word, "{name}");
        }
    }
}
