use std::collections::BTreeMap;

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

impl CaseState {
    /// A field, empty if it was never set.
    #[must_use]
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |value| value.trim())
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
            time: by.1,
            fields: step.fields.clone(),
            photos: step.photos.clone(),
            due: outcome.due,
            number: outcome.number.clone(),
        });
    }
}
