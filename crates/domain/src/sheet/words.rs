use serde_json::{Map, Value};

use super::entry::plain;
use super::{FieldKind, Sheet, SheetField, masked_name};
use crate::control::ControlState;
use crate::policy::PolicyPack;

/// An entry in words（登记内容文字）: what each field is called and says, in the order of the sheet. For
/// everybody (`public`), private fields are left out and masked names shown as such.
#[must_use]
pub fn entry_words(
    sheet: &Sheet,
    entry: &Map<String, Value>,
    control: &ControlState,
    policy: &PolicyPack,
    public: bool,
) -> Vec<(String, String)> {
    sheet
        .fields
        .iter()
        .filter(|field| !(public && field.private))
        .map(|field| {
            let said = entry.get(&field.name).map(plain).unwrap_or_default();
            let words: Vec<String> = said
                .split(',')
                .filter(|one| !one.is_empty())
                .map(|one| words_of(field, one, control, policy, public))
                .collect();
            let words = match field.kind {
                FieldKind::Text | FieldKind::OpenText if !(public && field.masked) => said,
                _ => words.join("、"),
            };
            (field.zh.clone(), words)
        })
        .collect()
}

fn words_of(
    field: &SheetField,
    text: &str,
    control: &ControlState,
    policy: &PolicyPack,
    public: bool,
) -> String {
    let found = match field.kind {
        FieldKind::Person | FieldKind::People => text
            .parse()
            .ok()
            .and_then(|user| control.people.get(&user))
            .map(|person| person.name.clone()),
        FieldKind::Grid | FieldKind::Grids => text
            .parse()
            .ok()
            .and_then(|grid| control.grids.get(&grid))
            .map(|grid| grid.name.clone()),
        FieldKind::Code | FieldKind::Codes => match field.list.as_deref().unwrap_or_default() {
            "departments" => policy.routing.departments.get(text).map(|it| it.zh.clone()),
            "categories" => policy.categories.get(text).map(|it| it.zh.clone()),
            list => policy.cases.entry(list, text).map(|it| it.zh.clone()),
        },
        FieldKind::Flag => Some(if text == "true" { "是" } else { "否" }.to_owned()),
        _ => None,
    };
    let words = found.unwrap_or_else(|| text.to_owned());
    if public && field.masked {
        masked_name(&words)
    } else {
        words
    }
}
