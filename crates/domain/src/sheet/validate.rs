use super::{FieldKind, Sheet};
use crate::policy::{PolicyError, PolicyPack, is_action_name};

/// What the sheets of a pack must satisfy: fields, lists and other sheets that there are.
///
/// # Errors
/// The first thing that is wrong, with its place.
pub(crate) fn check_sheets(pack: &PolicyPack) -> Result<(), PolicyError> {
    for (name, sheet) in &pack.sheets.0 {
        let path = format!("sheets.{name}");
        let plain = |letter: char| letter.is_ascii_lowercase() || letter == '_';
        if name.is_empty() || !name.chars().all(plain) {
            return Err(PolicyError::rule(path, "the name must be one word"));
        }
        if crate::register::register_kind(name).is_some() {
            return Err(PolicyError::rule(path, "there is a register of this name"));
        }
        check_one(pack, sheet).map_err(|what| PolicyError::rule(path, what))?;
    }
    Ok(())
}

fn check_one(pack: &PolicyPack, sheet: &Sheet) -> Result<(), String> {
    let has = |name: &String| sheet.field(name).is_some();
    let has_list = |list: &String| {
        matches!(list.as_str(), "departments" | "categories" | "issuers")
            || pack.cases.lists.contains_key(list)
    };
    if !is_action_name(&sheet.operation) {
        return Err(format!("operation `{}` is not known", sheet.operation));
    }
    if sheet.key.is_empty() {
        return Err("there is no key".to_owned());
    }
    let area = sheet.area.iter();
    let mut named: Vec<&String> = sheet.key.iter().chain(area).collect();
    let mut lists: Vec<&String> = Vec::new();
    for field in &sheet.fields {
        if field.zh.is_empty() {
            return Err(format!("field `{}` has no words", field.name));
        }
        let same = |other: &&super::SheetField| other.name == field.name;
        if sheet.fields.iter().filter(same).count() > 1 {
            return Err(format!("field `{}` stands there twice", field.name));
        }
        named.extend(field.not_before.iter().chain(&field.at_most));
        named.extend(field.among.iter().chain(&field.differs).chain(&field.needs));
        lists.extend(&field.list);
        let coded = matches!(field.kind, FieldKind::Code | FieldKind::Codes);
        if coded != field.list.is_some() {
            return Err(format!("field `{}`: codes have a list", field.name));
        }
        let other = field.sheet.as_ref();
        let linked = other.is_some_and(|other| pack.sheets.get(other).is_some());
        if (field.kind == FieldKind::Entry) != linked {
            return Err(format!("field `{}`: no such sheet", field.name));
        }
    }
    for demand in &sheet.demands {
        if demand.zh().is_empty() {
            return Err("a demand has no words".to_owned());
        }
        let (fields, list) = demand.looks_at();
        named.extend(fields);
        lists.extend(list);
    }
    if let Some(unknown) = named.into_iter().find(|name| !has(name)) {
        return Err(format!("there is no field `{unknown}`"));
    }
    if let Some(unknown) = lists.into_iter().find(|list| !has_list(list)) {
        return Err(format!("there is no list `{unknown}`"));
    }
    Ok(())
}
