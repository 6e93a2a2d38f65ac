use serde::Serialize;

use super::{
    CaseState, DueRule, FieldEntry, FieldRule, LifecycleTable, LinkRule, RecordState, Row, codes,
};
use crate::calendar::DeadlineSpec;
use crate::policy::{ListEntry, PolicyPack};

/// Field that holds the number given offline: it is never asked for.
const PROVISIONAL: &str = "provisional_number";

/// What a screen asks of somebody who takes a step（步骤表单）: its row of the table, with the lists of the policy
/// pack. It offers; [`super::judge`] decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepForm {
    /// Id in the table.
    pub step: String,
    /// As people say it.
    pub zh: String,
    /// The fields, in the order of the table; those that are kept apart and those that the phone
    /// fills in itself are left out.
    pub fields: Vec<FieldForm>,
    /// So many different people, the author included; 0 and 1: the author alone.
    pub people: u32,
    /// So many photos at least.
    pub photos: u32,
    /// A signature under the content as it stands, by somebody in one of these roles; none: no
    /// signature is asked for.
    pub signatures: Vec<String>,
    /// The author may state a deadline, at most this one.
    pub longest: Option<DeadlineSpec>,
    /// Where the rule comes from.
    pub rule: String,
}

/// A field that a step asks for（填写项）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldForm {
    /// Its name.
    pub name: String,
    /// As people say it.
    pub zh: String,
    /// It may be left out.
    pub optional: bool,
    /// Several codes, with commas between.
    pub many: bool,
    /// It must stand word for word in the content that is signed.
    pub signed: bool,
    /// How it is taken in where there is nothing to choose from.
    pub entry: FieldEntry,
    /// The codes it may be; none: free text, or a record to be looked for.
    pub choices: Vec<ListEntry>,
    /// It names a record that must be so.
    pub link: Option<LinkRule>,
    /// The only value it may have: the version of a list in force.
    pub given: Option<String>,
}

impl StepForm {
    /// The form of a step as the case stands; `None`: the table has no row for it here.
    #[must_use]
    pub fn of(
        policy: &PolicyPack,
        table: &LifecycleTable,
        state: &RecordState,
        step: &str,
    ) -> Option<Self> {
        let event = table.events.iter().find(|event| event.id == step)?;
        let row = table.row(state, &state.status, step, None)?;
        Some(Self {
            step: event.id.clone(),
            zh: event.zh.clone(),
            fields: row
                .asks
                .fields
                .iter()
                .filter(|rule| !rule.apart && rule.name != PROVISIONAL)
                .map(|rule| FieldForm::of(policy, table, &state.case, rule))
                .collect(),
            people: row.asks.people,
            photos: row.asks.photos,
            signatures: row.asks.signatures.clone(),
            longest: longest(policy, row),
            rule: row.rule.clone(),
        })
    }
}

impl FieldForm {
    fn of(policy: &PolicyPack, table: &LifecycleTable, case: &CaseState, rule: &FieldRule) -> Self {
        let version = rule.version_of.as_ref();
        Self {
            name: rule.name.clone(),
            zh: rule.zh.clone(),
            optional: rule.optional,
            many: rule.many,
            signed: rule.signed,
            entry: rule.entry,
            choices: choices(policy, table, case, rule),
            link: rule.link.clone(),
            given: version
                .and_then(|list| policy.cases.lists.get(list))
                .map(|list| list.version.clone()),
        }
    }
}

/// The codes of the list, or of it those that another field of the case holds.
fn choices(
    policy: &PolicyPack,
    table: &LifecycleTable,
    case: &CaseState,
    rule: &FieldRule,
) -> Vec<ListEntry> {
    let Some(among) = &rule.among else {
        let list = rule.list.as_deref();
        return list
            .map(|list| policy.list_entries(list))
            .unwrap_or_default();
    };
    let entries = entries_of(policy, table, among);
    let named = |code: &str| entries.iter().find(|entry| entry.code == code).cloned();
    codes(case.field(among))
        .map(|code| {
            named(code).unwrap_or_else(|| ListEntry {
                code: code.to_owned(),
                zh: code.to_owned(),
                ..ListEntry::default()
            })
        })
        .collect()
}

/// The entries of the list that a field of the table takes its codes from.
pub(super) fn entries_of(
    policy: &PolicyPack,
    table: &LifecycleTable,
    field: &str,
) -> Vec<ListEntry> {
    let rules = table.rows.iter().flat_map(|row| &row.asks.fields);
    let list = rules
        .filter(|rule| rule.name == field)
        .find_map(|rule| rule.list.as_deref());
    list.map(|list| policy.list_entries(list))
        .unwrap_or_default()
}

fn longest(policy: &PolicyPack, row: &Row) -> Option<DeadlineSpec> {
    let key = row.deadline.as_deref();
    let stated = row.due == DueRule::Stated;
    key.filter(|_| stated)
        .and_then(|key| policy.cases.deadlines.get(key))
        .copied()
}
