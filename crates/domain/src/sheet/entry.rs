use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::{FieldKind, Sheet};
use crate::GridId;
use crate::control::ControlState;
use crate::register::{RegisterLine, RegisterRow};

/// What an entry says（登记内容）, by the names of the fields; nothing if it cannot be read.
#[must_use]
pub fn entry_of(row: &RegisterRow) -> Map<String, Value> {
    match serde_json::from_str(&row.entry) {
        Ok(Value::Object(entry)) => entry,
        _ => Map::new(),
    }
}

/// A row of a sheet（登记表条目）with the key that its definition asks for.
#[must_use]
pub fn sheet_row(
    name: &str,
    sheet: &Sheet,
    entry: &Map<String, Value>,
    from: NaiveDate,
) -> RegisterRow {
    RegisterRow {
        register: name.to_owned(),
        key: key_of(sheet, entry),
        from,
        until: None,
        entry: Value::Object(entry.clone()).to_string(),
        set_by: None,
        reason: String::new(),
    }
}

/// The key of an entry: the values of its key fields with `/` between.
pub(super) fn key_of(sheet: &Sheet, entry: &Map<String, Value>) -> String {
    let values: Vec<String> = sheet
        .key
        .iter()
        .map(|name| entry.get(name).map_or_else(String::new, plain))
        .collect();
    values.join("/")
}

/// A value as it stands in a key or a cell; several with commas between.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(","),
        Value::Null | Value::Object(_) => String::new(),
    }
}

/// Whether a field of an entry says something.
pub(super) fn is_set(entry: &Map<String, Value>, name: &str) -> bool {
    entry
        .get(name)
        .is_some_and(|value| !plain(value).is_empty())
}

/// The grid that an entry is about, if it is about one.
pub(super) fn area_of(sheet: &Sheet, entry: &Map<String, Value>) -> Option<GridId> {
    let name = sheet.area.as_ref()?;
    entry.get(name)?.as_str()?.parse().ok()
}

/// The entries in force on a day that concern a grid（相关登记）: those about it, about a grid above it, or
/// naming it among several; those about no grid concern all. With a category of premises, only those
/// that name it or name none.
#[must_use]
pub fn entries_about<'a>(
    control: &'a ControlState,
    name: &str,
    sheet: &Sheet,
    grid: GridId,
    category: Option<&str>,
    date: NaiveDate,
) -> Vec<&'a RegisterLine> {
    let path = control.path(grid);
    let fields = |kinds: &[FieldKind], list: Option<&str>| {
        let fits = sheet
            .fields
            .iter()
            .filter(|field| kinds.contains(&field.kind));
        fits.filter(|field| list.is_none() || field.list.as_deref() == list)
            .map(|field| field.name.clone())
            .collect::<Vec<_>>()
    };
    let grids = fields(&[FieldKind::Grid, FieldKind::Grids], None);
    let categories = fields(&[FieldKind::Code, FieldKind::Codes], Some("categories"));
    let named = |entry: &Map<String, Value>, names: &[String]| {
        let texts = names.iter().filter_map(|name| entry.get(name)).map(plain);
        texts
            .flat_map(|text| text.split(',').map(str::to_owned).collect::<Vec<_>>())
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
    };
    control
        .registers
        .lines_on(name, date)
        .filter(|line| {
            let entry = entry_of(&line.row);
            let places = named(&entry, &grids);
            let here = places.is_empty()
                || places
                    .iter()
                    .filter_map(|text| text.parse::<GridId>().ok())
                    .any(|one| path.contains(&one));
            let kinds = named(&entry, &categories);
            let fits = category.is_none_or(|category| {
                kinds.is_empty() || kinds.iter().any(|kind| kind == category)
            });
            here && fits
        })
        .collect()
}
