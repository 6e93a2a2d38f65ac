use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Answer, AnswerResult, Item};
use crate::premises::PremisesFacts;

/// A checklist（检查表）for one category of premises. An inspection pins its version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checklist {
    /// `RH`.
    pub code: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Category it is made for.
    pub place_category: String,
    /// Version, e.g. `2026.1`.
    pub version: String,
    /// Department that leads.
    pub lead_department: String,
    /// The questions in order.
    pub items: Vec<Item>,
}

impl Checklist {
    /// The item of this id.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }
}

/// The items to ask at a premises of these facts, in order: all but those whose condition is
/// known to be false（适用的检查项）.
#[must_use]
pub fn applicable_items<'a>(checklist: &'a Checklist, facts: &PremisesFacts) -> Vec<&'a Item> {
    checklist
        .items
        .iter()
        .filter(|item| item_applies(item, facts))
        .collect()
}

/// The items that a visit is about, in order（检查项）: those to ask, and those that were answered as failed
/// although the file says that they do not apply. What was seen counts: the file may be out of date.
pub fn answered_items<'a>(
    checklist: &'a Checklist,
    facts: &PremisesFacts,
    answers: &BTreeMap<String, Answer>,
) -> impl Iterator<Item = &'a Item> {
    checklist
        .items
        .iter()
        .filter(move |item| item_applies(item, facts) || is_failed(answers.get(&item.id)))
}

/// The items that were answered as failed although the file of the premises says that they do not apply
/// （与档案不符）, in order: either the file is out of date, or the answer is a slip.
pub fn failed_beside_file<'a>(
    checklist: &'a Checklist,
    facts: &PremisesFacts,
    answers: &BTreeMap<String, Answer>,
) -> impl Iterator<Item = &'a Item> {
    checklist
        .items
        .iter()
        .filter(move |item| !item_applies(item, facts) && is_failed(answers.get(&item.id)))
}

fn is_failed(answer: Option<&Answer>) -> bool {
    answer.is_some_and(|answer| answer.result == Some(AnswerResult::Fail))
}

/// Whether one item is to be asked.
#[must_use]
pub fn item_applies(item: &Item, facts: &PremisesFacts) -> bool {
    item.applies_when
        .as_ref()
        .is_none_or(|condition| condition.may_hold(facts))
}
