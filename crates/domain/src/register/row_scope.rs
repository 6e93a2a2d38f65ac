use std::collections::BTreeSet;
use std::str::FromStr;

use serde_json::Value;

use super::{
    EntryKind, PostingEntry, RegisterEntry, RegisterRow, RoleSlot, TrainingRecord, register_form,
};
use crate::policy::PolicyPack;
use crate::sheet::{FieldKind, entry_of};
use crate::{GridId, RecordId, UserId};

/// Registers whose rows are about the people they name: elsewhere somebody named is an officer, who
/// may come from anywhere.
const ABOUT_PEOPLE: [&str; 3] = [
    PostingEntry::REGISTER,
    RoleSlot::REGISTER,
    TrainingRecord::REGISTER,
];

/// Whose a row of a register is（条目归属）: the grids, records and people that it is about. Whoever writes a
/// row, or stands another one in for it, must be in charge of all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowScope {
    /// The grids it names; of a sheet that says which one counts, that one.
    pub grids: BTreeSet<GridId>,
    /// The premises or other records it is about.
    pub records: BTreeSet<RecordId>,
    /// The people it is about.
    pub people: BTreeSet<UserId>,
}

/// What a field of an entry names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Grids,
    Records,
    People,
}

impl RowScope {
    /// What a row is about, by the form of its register or the sheet of the policy pack. Of one that
    /// cannot be read nothing is known.
    #[must_use]
    pub fn of(row: &RegisterRow, policy: &PolicyPack) -> Self {
        let entry = entry_of(row);
        let mut scope = Self::default();
        for (name, named) in naming(&row.register, policy) {
            let value = entry.get(&name);
            match named {
                Named::Grids => scope.grids.extend(ids::<GridId>(value)),
                Named::Records => scope.records.extend(ids::<RecordId>(value)),
                Named::People => scope.people.extend(ids::<UserId>(value)),
            }
        }
        scope
    }

    /// A row about no grid, no record and nobody（全县条目） is one for the whole county.
    #[must_use]
    pub fn is_countywide(&self) -> bool {
        self.grids.is_empty() && self.records.is_empty() && self.people.is_empty()
    }

    /// Whether every row of a register is one for the whole county（全县登记册）: it has no field that names a
    /// grid, a record or somebody.
    #[must_use]
    pub fn is_countywide_register(register: &str, policy: &PolicyPack) -> bool {
        naming(register, policy).is_empty()
    }
}

/// The fields of a register that say what a row is about.
fn naming(register: &str, policy: &PolicyPack) -> Vec<(String, Named)> {
    if let Some(form) = register_form(register) {
        let about_people = ABOUT_PEOPLE.contains(&register);
        let fields = form.fields.iter().filter_map(|field| {
            let named = match field.kind {
                EntryKind::Grid | EntryKind::Grids => Named::Grids,
                EntryKind::Record => Named::Records,
                EntryKind::Person | EntryKind::People if about_people => Named::People,
                _ => return None,
            };
            Some((field.name.clone(), named))
        });
        return fields.collect();
    }
    let Some(sheet) = policy.sheets.get(register) else {
        return Vec::new();
    };
    let fields = sheet.fields.iter().filter_map(|field| {
        let counts = sheet.area.as_ref().is_none_or(|area| *area == field.name);
        let named = match field.kind {
            FieldKind::Grid | FieldKind::Grids if counts => Named::Grids,
            FieldKind::Record => Named::Records,
            _ => return None,
        };
        Some((field.name.clone(), named))
    });
    fields.collect()
}

/// The ids that a value names.
fn ids<T: FromStr>(value: Option<&Value>) -> Vec<T> {
    let read = |text: &str| text.trim().parse::<T>().ok();
    match value {
        Some(Value::String(text)) => read(text).into_iter().collect(),
        Some(Value::Array(all)) => all
            .iter()
            .filter_map(Value::as_str)
            .filter_map(read)
            .collect(),
        _ => Vec::new(),
    }
}
