use std::collections::BTreeMap;

use serde::Serialize;

use super::step_form::entries_of;
use super::{FieldEntry, FieldRule, LifecycleTable, codes};
use crate::RecordId;
use crate::policy::PolicyPack;
use crate::resources::{Language, has_label, label};

/// What a field of a case says, as people read it（登记内容）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CaseLine {
    /// The field.
    pub name: String,
    /// What the table calls it, else what a record calls it; 其他 if neither knows it.
    pub zh: String,
    /// As it was written.
    pub value: String,
    /// Its codes in words; as it was written where it holds none.
    pub text: String,
    /// The record it names.
    pub record: Option<RecordId>,
}

/// The fields of a step, or with `None` those of the case as a whole, in the order of the table.
#[must_use]
pub fn case_lines(
    policy: &PolicyPack,
    table: &LifecycleTable,
    step: Option<&str>,
    fields: &BTreeMap<String, String>,
) -> Vec<CaseLine> {
    let rows = table.rows.iter();
    let rules: Vec<&FieldRule> = rows
        .filter(|row| step.is_none_or(|step| row.event == step))
        .flat_map(|row| &row.asks.fields)
        .collect();
    let place = |name: &str| rules.iter().position(|rule| rule.name == name);
    let mut lines: Vec<CaseLine> = fields
        .iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(name, value)| {
            let rule = place(name).map(|place| rules[place]);
            line(policy, table, name, value.trim(), rule)
        })
        .collect();
    lines.sort_by_key(|line| place(&line.name).unwrap_or(usize::MAX));
    lines
}

fn line(
    policy: &PolicyPack,
    table: &LifecycleTable,
    name: &str,
    value: &str,
    rule: Option<&FieldRule>,
) -> CaseLine {
    let entries = rule.map_or_else(Vec::new, |rule| match (&rule.list, &rule.among) {
        (Some(list), _) => policy.list_entries(list),
        (None, Some(among)) => entries_of(policy, table, among),
        (None, None) => Vec::new(),
    });
    let word = |code: &str| {
        let entry = entries.iter().find(|entry| entry.code == code);
        entry.map_or_else(|| code.to_owned(), |entry| entry.zh.clone())
    };
    let text = if entries.is_empty() {
        value.to_owned()
    } else {
        codes(value).map(word).collect::<Vec<_>>().join("、")
    };
    let names_record =
        rule.is_some_and(|rule| rule.link.is_some() || rule.entry == FieldEntry::Subject);
    CaseLine {
        name: name.to_owned(),
        zh: rule.map_or_else(|| common_word(name), |rule| rule.zh.clone()),
        value: value.to_owned(),
        text,
        record: value.parse().ok().filter(|_| names_record),
    }
}

/// What a field is called that no row of the table knows.
fn common_word(name: &str) -> String {
    let key = format!("field.{name}");
    if has_label(&key) {
        label(Language::Chinese, &key).to_owned()
    } else {
        "其他".to_owned()
    }
}
