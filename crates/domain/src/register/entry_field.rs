use serde::{Deserialize, Serialize};

use crate::resources::{Language, label};

/// A field（登记栏）of a register's entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryField {
    /// Its name in the entry.
    pub name: String,
    /// In Chinese, from the labels.
    #[serde(default)]
    pub zh: String,
    /// In English.
    #[serde(default)]
    pub en: String,
    /// Its code in the group `field` of the labels, if that is not its name.
    #[serde(default, skip_serializing)]
    label: Option<String>,
    /// What it holds.
    pub kind: EntryKind,
    /// It may be left out.
    #[serde(default)]
    pub optional: bool,
    /// The list of its codes: `agencies`, `checklists`, `grades`, `departments`, `issuers`,
    /// `categories`, `station_classes`, `town_classes`, `fire_stations`, `powers` (documents of the pack and
    /// what was delegated), `delegated_powers` (the latter alone) or one of the policy pack's lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub list: Option<String>,
    /// A code that is not on the list may be typed too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub open: bool,
    /// The group of the labels that holds its codes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// What its rows hold, or its parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<EntryField>,
}

/// What a field of an entry holds（登记栏类型）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// Text.
    Text,
    /// A telephone number.
    Phone,
    /// A day, `2026-09-01`.
    Date,
    /// A whole number that is not negative.
    Count,
    /// Several of them.
    Counts,
    /// Yes or no.
    Flag,
    /// A code of a list.
    Code,
    /// A condition over facts of a premises, as text.
    Condition,
    /// Codes of a list.
    Codes,
    /// Several texts.
    Names,
    /// A person of the control stream.
    Person,
    /// Several of them.
    People,
    /// A grid.
    Grid,
    /// Several of them.
    Grids,
    /// A record.
    Record,
    /// Rows with fields of their own.
    Rows,
    /// One part with fields of its own.
    Group,
}

impl EntryField {
    /// Takes its words from the labels.
    pub(super) fn take_words(&mut self) {
        let code = self.label.as_deref().unwrap_or(&self.name);
        let key = format!("field.{code}");
        label(Language::Chinese, &key).clone_into(&mut self.zh);
        label(Language::English, &key).clone_into(&mut self.en);
        self.fields.iter_mut().for_each(Self::take_words);
    }
}
