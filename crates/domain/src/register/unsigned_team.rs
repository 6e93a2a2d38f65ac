use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::VillageTeam;
use crate::control::ControlState;
use crate::inspection::{Inspection, keys, signatures};
use crate::lifecycle::{Event, Reason};
use crate::policy::{PolicyPack, TeamSigning};
use crate::record::{Content, RecordKind, letters};
use crate::{Digest, GridId, UserId};

/// As what the team signs.
const ROLE: &str = "inspector";

/// What a visit lacks of the signatures of its village's team（检查组未签名）of S4-09.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsignedTeam {
    /// Who has not signed and may or must, by name.
    pub missing: BTreeSet<String>,
    /// So many sign at least.
    pub asked: u32,
    /// So many of the team signed.
    pub signed: usize,
    /// Seats that the rule names and whose holder has not signed, in words.
    pub seats: Vec<&'static str>,
}

impl UnsignedTeam {
    /// Why the visit is not handed in, for a log: without names, which stand where they can be blanked.
    #[must_use]
    pub fn reason(&self) -> Reason {
        let asked = usize::try_from(self.asked).unwrap_or(usize::MAX);
        let short = (self.signed < asked).then(|| format!("须 {asked}，现 {}", self.signed));
        let seats = (!self.seats.is_empty()).then(|| format!("缺{}", self.seats.join("、")));
        let parts: Vec<String> = short.into_iter().chain(seats).collect();
        Reason::new("team_signature_missing", "S4-09").about(&parts.join("，"))
    }

    /// The same for whoever holds the phone, with who has not signed.
    #[must_use]
    pub fn reason_with_names(&self) -> Reason {
        let names: Vec<&str> = self.missing.iter().map(String::as_str).collect();
        let said = format!("{}，未签名：{}", self.reason().detail, names.join("、"));
        self.reason().about(&said)
    }
}

/// What the policy asks of the signatures of the village's team under a visit that is handed in, and
/// the visit lacks: its team as it stands on this day, whoever walks. A visit that ended at the door
/// needs nobody, nor does one in a village whose team nobody entered. `also`: who is about to sign, with
/// what role. Names are compared by their letters.
#[must_use]
pub fn unsigned_team(
    policy: &PolicyPack,
    control: &ControlState,
    (grid, day): (GridId, NaiveDate),
    (kind, content, event): (&RecordKind, &Content, &Event),
    statement: fn(&Content) -> Digest,
    also: &[(String, String)],
) -> Option<UnsignedTeam> {
    let rules = &policy.calendar.team_signs;
    let is_visit = *kind == RecordKind::Inspection && matches!(event, Event::Submitted { .. });
    if rules.is_empty() || !is_visit || Inspection::from_content(content).answers.is_empty() {
        return None;
    }
    let mode = content.text(keys::MODE).unwrap_or_default();
    let team = VillageTeam::over(control, grid, day)?;
    let shown = statement(content);
    let under_it = signatures(content)
        .into_iter()
        .filter(|it| it.role == ROLE && it.holds_for(shown))
        .map(|it| it.signer);
    let coming = also.iter().filter(|(_, role)| role == ROLE);
    let signers = under_it.chain(coming.map(|(signer, _)| signer.clone()));
    let signed: BTreeSet<String> = signers.map(|signer| letters(&signer)).collect();
    let mut asked = rules
        .iter()
        .filter(|rule| rule.modes.iter().any(|it| it == mode));
    asked.find_map(|rule| lacking(rule, &team, control, &signed))
}

/// What one rule asks for and is not there.
fn lacking(
    rule: &TeamSigning,
    team: &VillageTeam,
    control: &ControlState,
    signed: &BTreeSet<String>,
) -> Option<UnsignedTeam> {
    let has_signed = |name: &String| signed.contains(&letters(name));
    let members = team.members(control);
    let count = members.iter().filter(|name| has_signed(name)).count();
    let named = |seat: Option<UserId>, is_asked: bool| {
        let person = seat
            .filter(|_| is_asked)
            .and_then(|user| control.people.get(&user));
        person.map(|person| person.name.clone())
    };
    let mut missing = BTreeSet::new();
    let mut seats = Vec::new();
    for (word, name) in [
        ("组长", named(team.head, rule.head)),
        ("应急消防管理员", named(team.manager, rule.manager)),
    ] {
        if let Some(name) = name.filter(|name| !has_signed(name)) {
            missing.insert(name);
            seats.push(word);
        }
    }
    let asked = usize::try_from(rule.least).unwrap_or(usize::MAX);
    if count < asked {
        let others = members.into_iter().filter(|name| !has_signed(name));
        missing.extend(others);
    }
    // A team smaller than the rule asks for signs as a whole.
    (!missing.is_empty()).then_some(UnsignedTeam {
        missing,
        asked: rule.least,
        signed: count,
        seats,
    })
}

#[cfg(test)]
mod tests;
