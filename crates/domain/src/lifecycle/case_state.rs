use std::collections::BTreeMap;

use super::named_person::with_mark;
use super::{Outcome, Step, TimeBounds};
use crate::{RecordId, Timestamp, UserId};

/// What the steps of a case have set（案件登记内容）; empty for records that have no steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseState {
    /// The newest value of each field.
    pub fields: BTreeMap<String, String>,
    /// The steps that took effect, in log order.
    pub steps: Vec<StepTaken>,
}

/// A step that took effect（已办步骤）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepTaken {
    /// Place in the log; `None` while pending.
    pub seq: Option<u64>,
    /// Which step.
    pub step: String,
    /// By whom.
    pub user: UserId,
    /// Who acted with them.
    pub with: Vec<UserId>,
    /// Those of them who have not confirmed it themselves.
    pub unconfirmed: Vec<UserId>,
    /// When.
    pub time: TimeBounds,
    /// What it said.
    pub fields: BTreeMap<String, String>,
    /// What shows it.
    pub photos: Vec<RecordId>,
    /// Deadline after it.
    pub due: Option<Timestamp>,
    /// The number it earned.
    pub number: Option<String>,
}

impl StepTaken {
    /// The name of somebody who took part, as it is to be read: that it is the author's word alone is
    /// said with it, until the person has confirmed it.
    #[must_use]
    pub fn as_named(&self, user: UserId, name: &str) -> String {
        with_mark(name, self.unconfirmed.contains(&user))
    }
}

impl CaseState {
    /// A field, empty if it was never set.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |value| value.trim())
    }

    /// Whether this is the case of a hazard and was filed（立案）: the fire and rescue body has judged the
    /// hazard to be major (S0-27).
    #[must_use]
    pub fn judges_major(&self, hazard: RecordId) -> bool {
        let of = self.field("hazard").parse::<RecordId>();
        let filed = self.taken("major_case.approve_filing").next().is_some();
        filed && of.is_ok_and(|it| it == hazard)
    }

    /// The number under which a major case was filed（立案文号）; `None`: it was not, or the relay has not
    /// given one yet.
    #[must_use]
    pub fn filing_number(&self) -> Option<&str> {
        self.taken("major_case.approve_filing")
            .find_map(|taken| taken.number.as_deref())
    }

    /// The times that a step was taken, in log order.
    pub fn taken<'a>(&'a self, step: &'a str) -> impl Iterator<Item = &'a StepTaken> {
        self.steps.iter().filter(move |taken| taken.step == step)
    }

    /// Remembers a step that took effect.
    pub(super) fn take(
        &mut self,
        seq: Option<u64>,
        step: &Step,
        by: (UserId, TimeBounds),
        outcome: &Outcome,
    ) {
        let set = step.fields.iter();
        self.fields
            .extend(set.map(|(name, value)| (name.clone(), value.clone())));
        self.steps.push(StepTaken {
            seq,
            step: step.name().to_owned(),
            user: by.0,
            with: step.with.clone(),
            unconfirmed: Vec::new(),
            time: by.1,
            fields: step.fields.clone(),
            photos: step.photos.clone(),
            due: outcome.due,
            number: outcome.number.clone(),
        });
    }
}
