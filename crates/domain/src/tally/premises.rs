use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::history::{applied, began, by_a_person, day};
use super::objection::{RaisedObjection, objections_of};
use crate::lifecycle::{RecordState, Status};
use crate::policy::PolicyPack;
use crate::premises::{Premises, check_responsible_parties, keys};
use crate::record::Content;
use crate::risk::GradeOverride;
use crate::{GridId, UserId};

/// Text keys that the rules of risk and frequency read.
const RULE_TEXTS: [&str; 9] = [
    keys::CATEGORY,
    keys::SUB_TYPE,
    keys::BUSINESS,
    keys::STRUCTURE,
    keys::GAS_KIND,
    keys::CREDIT_GRADE,
    keys::LAST_FIRE_ON,
    keys::LAST_TRAINING_ON,
    keys::LICENSE_VALID,
];

/// What figures take from a premises（场所统计要素）. No telephone and no name of a person is among it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PremisesMeasure {
    /// Its small grid.
    pub grid: GridId,
    /// 名称.
    pub name: String,
    /// Whole address in one line.
    pub address: String,
    /// Where it stands.
    pub status: Status,
    /// Who put it on file.
    pub author: Option<UserId>,
    /// The first day it is on file; `None` while nothing of it was submitted.
    pub on_file_since: Option<NaiveDate>,
    /// The day it ceased to be in use, if it did.
    pub ended_on: Option<NaiveDate>,
    /// Latitude and longitude, WGS-84, microdegrees.
    pub position: Option<(i64, i64)>,
    /// 四方责任 are all named (S0-05).
    pub responsible_named: bool,
    /// The last grade set by hand, with the reason.
    pub by_hand: Option<(String, String)>,
    /// The day it was set by hand; `None`: it was not, or before this was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_hand_on: Option<NaiveDate>,
    /// All grades set by hand, in log order; empty: none was, or before they were kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<GradeOverride>,
    /// Somebody else than its author has acted on it.
    pub confirmed: bool,
    /// The latest outcome of a census visit, with its day.
    pub census: Option<(String, NaiveDate)>,
    /// Objections that stand in it.
    pub objections: Vec<RaisedObjection>,
    /// What the rules of risk and frequency read of its content.
    pub rules: Content,
}

impl PremisesMeasure {
    pub(super) fn of(grid: GridId, content: &Content, state: &RecordState) -> Self {
        let premises = Premises::from_content(content);
        let first = applied(state).next();
        let author = state.author.or(first.map(|entry| entry.user));
        let in_use = matches!(state.status, Status::Active | Status::Draft);
        let others = applied(state).filter(|entry| by_a_person(entry));
        let mut rules = Content::default();
        let texts = RULE_TEXTS.iter();
        for key in texts.chain(keys::COUNT_KEYS).chain(keys::FLAG_KEYS) {
            if let Some(value) = content.fields.get(*key) {
                rules.fields.insert((*key).to_owned(), value.clone());
            }
        }
        Self {
            grid,
            address: premises.full_address(),
            status: state.status.clone(),
            author,
            on_file_since: first.map(day),
            ended_on: began(state).filter(|_| !in_use).map(day),
            position: premises.position.map(|it| (it.latitude, it.longitude)),
            responsible_named: check_responsible_parties(&premises).is_empty(),
            by_hand: state
                .grade_overrides
                .last()
                .map(|it| (it.grade.clone(), it.reason.clone())),
            by_hand_on: state.grade_overrides.last().map(|it| it.on),
            overrides: state.grade_overrides.clone(),
            confirmed: others.into_iter().any(|entry| Some(entry.user) != author),
            census: state
                .census_outcome
                .as_ref()
                .map(|(outcome, at)| (outcome.clone(), at.china_date())),
            objections: objections_of(content),
            name: premises.name,
            rules,
        }
    }

    /// Category id; empty if none was chosen.
    #[must_use]
    pub fn category(&self) -> &str {
        self.rules.text(keys::CATEGORY).unwrap_or_default()
    }

    /// The department that supervises it（监管部门）, by the routes of the pack.
    #[must_use]
    pub fn department(&self, pack: &PolicyPack) -> String {
        let business = self.rules.text(keys::BUSINESS);
        let routed = pack
            .routing
            .route(self.category(), business, None, &|_| true);
        routed.department
    }

    /// The premises as the rules read it.
    #[must_use]
    pub fn premises(&self) -> Premises {
        Premises::from_content(&self.rules)
    }

    /// On file, and in use.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.status == Status::Active
    }

    /// The file is complete（档案完整）of S4-17: category, address, position, four parties.
    #[must_use]
    pub fn file_complete(&self) -> bool {
        !self.category().is_empty()
            && !self.address.is_empty()
            && self.position.is_some()
            && self.responsible_named
    }

    /// The grades set by hand, by their days: what a clock puts into the future counts from today. Of
    /// before all were kept there is the last, from today if its day was not kept either.
    pub(super) fn grade_overrides(&self, today: NaiveDate) -> Vec<GradeOverride> {
        let mut all = self.overrides.clone();
        let last = self.by_hand.as_ref().filter(|_| all.is_empty());
        let last = last.map(|(grade, reason)| GradeOverride {
            on: self.by_hand_on.unwrap_or(today),
            grade: grade.clone(),
            reason: reason.clone(),
            by: None,
        });
        all.extend(last);
        for one in &mut all {
            one.on = one.on.min(today);
        }
        all.sort_by_key(|it| it.on);
        all
    }

    /// Whether grades were set by hand before all of them were kept（缺人工定级沿革）.
    #[must_use]
    pub fn lacks_overrides(&self) -> bool {
        self.by_hand.is_some() && self.overrides.is_empty()
    }
}
