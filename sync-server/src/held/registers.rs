use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;
use serde_json::Value;
use wangge_domain::control::ControlState;
use wangge_domain::policy::PolicyPack;
use wangge_domain::register::register_kind;
use wangge_domain::sheet::Sheet;

use super::asked::Asked;
use super::found::{Found, HeldField};
use super::gather::Held;

/// A row of a register that holds something about the person（所涉登记）.
#[derive(Debug, Serialize)]
pub(super) struct HeldEntry {
    pub(super) register: String,
    pub(super) register_zh: String,
    /// Place in the control stream.
    pub(super) seq: u64,
    pub(super) from: NaiveDate,
    pub(super) until: Option<NaiveDate>,
    /// It holds today, and no later row took over.
    pub(super) in_force: bool,
    pub(super) by: BTreeSet<&'static str>,
    pub(super) fields: Vec<HeldField>,
}

/// Looks through all rows of all registers, past ones too.
pub(super) fn entries(
    control: &ControlState,
    policy: &PolicyPack,
    asked: &Asked,
    today: NaiveDate,
    held: &mut Held,
) {
    let book = &control.registers;
    for name in book.names() {
        let sheet = policy.sheets.get(name);
        for line in book.history(name) {
            let row = &line.row;
            let mut found = Found::default();
            found.look(asked, "key", "条目", &row.key);
            found.look(asked, "reason", "事由", &row.reason);
            let entry = serde_json::from_str(&row.entry);
            let entry = entry.unwrap_or(Value::Null);
            walk(asked, sheet, "", &entry, &mut found);
            if found.is_nothing() {
                continue;
            }
            let now = book.line_on(name, &row.key, today);
            held.registers.push(HeldEntry {
                register: name.to_owned(),
                register_zh: words(sheet, name),
                seq: line.seq,
                from: row.from,
                until: row.until,
                in_force: now.is_some_and(|now| now.seq == line.seq),
                by: found.by,
                fields: found.fields,
            });
        }
    }
}

/// Looks at every text of an entry under the name of its field.
fn walk(asked: &Asked, sheet: Option<&Sheet>, key: &str, value: &Value, found: &mut Found) {
    match value {
        Value::String(text) => {
            let field = sheet.and_then(|sheet| sheet.field(key));
            found.look(
                asked,
                key,
                field.map_or(key, |field| field.zh.as_str()),
                text,
            );
        }
        Value::Array(values) => {
            for value in values {
                walk(asked, sheet, key, value, found);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                walk(asked, sheet, name, value, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn words(sheet: Option<&Sheet>, name: &str) -> String {
    let known = register_kind(name).map(|kind| kind.zh);
    let sheet = sheet.map(|sheet| sheet.zh.as_str());
    known.or(sheet).unwrap_or(name).to_owned()
}
