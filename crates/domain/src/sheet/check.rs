use super::Sheet;
use super::entry::{area_of, entry_of, is_set, key_of};
use super::value::Judge;
use crate::GridId;
use crate::control::ControlState;
use crate::policy::PolicyPack;
use crate::register::{RegisterError, RegisterRow};

/// Whether a row may be entered on a sheet（登记校验）; asked before it is written, never by a fold. Gives
/// the grid that the entry is about, if it is about one.
///
/// # Errors
/// [`RegisterError::Refused`] with the mechanism of the sheet.
pub fn check_sheet_row(
    sheet: &Sheet,
    row: &RegisterRow,
    control: &ControlState,
    policy: &PolicyPack,
) -> Result<Option<GridId>, RegisterError> {
    let entry = entry_of(row);
    let judge = Judge {
        sheet,
        row,
        entry: &entry,
        control,
        policy,
    };
    if entry.is_empty() {
        return Err(RegisterError::Unreadable {
            register: row.register.clone(),
            place: String::new(),
            message: "is not an object".to_owned(),
        });
    }
    if let Some(stray) = entry.keys().find(|name| sheet.field(name).is_none()) {
        return Err(RegisterError::Unreadable {
            register: row.register.clone(),
            place: stray.clone(),
            message: format!("there is no `{stray}`"),
        });
    }
    for field in &sheet.fields {
        if !is_set(&entry, &field.name) {
            let needed = field
                .needed_if
                .as_ref()
                .is_some_and(|only| only.holds(&entry));
            if !field.optional || needed {
                let zh = format!("未填写{}", field.zh);
                return Err(judge.refuse("field_missing", zh));
            }
            continue;
        }
        if let Some(value) = entry.get(&field.name) {
            judge.judge(field, value)?;
        }
        let lacking = field.needs.iter().find(|name| !is_set(&entry, name));
        if let Some(other) = lacking.and_then(|name| sheet.field(name)) {
            let zh = format!("填写{}须同时填写{}", field.zh, other.zh);
            return Err(judge.refuse("field_missing", zh));
        }
    }
    if row.key != key_of(sheet, &entry) {
        let zh = format!("条目键应为 {}", sheet.key.join("/"));
        return Err(judge.refuse("key_mismatch", zh));
    }
    if sheet.ends && row.until.is_none() {
        return Err(judge.refuse("end_missing", "须有截止日期".to_owned()));
    }
    let history = control.registers.history_of(&row.register, &row.key);
    if sheet.stands && !history.is_empty() {
        return Err(judge.refuse("record_stands", "该条目已登记，不得改写".to_owned()));
    }
    Ok(area_of(sheet, &entry))
}
