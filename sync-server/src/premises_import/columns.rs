use std::collections::BTreeMap;

use wangge_domain::premises::{catalogue, keys};

use super::cell::CellKind;
use crate::premises_table::heading as written_heading;

/// What a column of the list says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The small grid: id, code or name.
    Grid,
    /// A key of the file.
    Key(&'static str, CellKind),
    /// An area without its unit: nobody can tell square meters from square decimeters.
    AreaWithoutUnit,
}

/// Headings that people use beside the names of the catalogue.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("场所名称", keys::NAME),
    ("单位名称", keys::NAME),
    ("场所类别", keys::CATEGORY),
    ("场所类型", keys::CATEGORY),
    ("村", keys::VILLAGE),
    ("村（社区）", keys::VILLAGE),
    ("行政村", keys::VILLAGE),
    ("组", keys::GROUP),
    ("地址", keys::ADDRESS),
    ("建筑面积（平方米）", keys::AREA_SQUARE_DECIMETERS),
    ("建筑面积（㎡）", keys::AREA_SQUARE_DECIMETERS),
    ("建筑面积(平方米)", keys::AREA_SQUARE_DECIMETERS),
    ("建筑面积(㎡)", keys::AREA_SQUARE_DECIMETERS),
    ("纬度", keys::LATITUDE_MICRODEGREES),
    ("经度", keys::LONGITUDE_MICRODEGREES),
    ("负责人", keys::OPERATOR_NAME),
    ("负责人电话", keys::OPERATOR_PHONE),
    ("联系电话", keys::OPERATOR_PHONE),
    ("经营者姓名", keys::OPERATOR_NAME),
    ("层数", keys::FLOORS),
    // As it was exported before.
    ("定位时间（自1970年的毫秒数）", keys::POSITION_AT_MS),
];

/// The columns of a heading row, by their place; and headings that nobody knows.
pub(super) fn columns(headings: &BTreeMap<u32, String>) -> (BTreeMap<u32, Column>, Vec<String>) {
    let entries = catalogue();
    let (mut known, mut unknown) = (BTreeMap::new(), Vec::new());
    for (place, heading) in headings {
        let heading = heading.trim().trim_end_matches('*').trim();
        let other = OTHER_NAMES.iter().find(|(name, _)| *name == heading);
        let entry = entries.iter().find(|entry| {
            entry.zh == heading
                || entry.key == heading
                || written_heading(entry) == heading
                || other.is_some_and(|(_, key)| *key == entry.key)
        });
        let column = match (heading, entry) {
            ("网格" | "网格编号" | "网格编码" | "grid", _) => Column::Grid,
            ("建筑面积", _) => Column::AreaWithoutUnit,
            (_, Some(entry)) => Column::Key(entry.key, kind_of(entry.key, entry.kind, heading)),
            _ => {
                unknown.push(heading.to_owned());
                continue;
            }
        };
        // The first of two columns of the same name counts; the second is named.
        if known.values().any(|it| *it == column) {
            unknown.push(heading.to_owned());
        } else {
            known.insert(*place, column);
        }
    }
    (known, unknown)
}

fn kind_of(key: &str, kind: &str, heading: &str) -> CellKind {
    match (key, kind) {
        (keys::AREA_SQUARE_DECIMETERS, _) if heading != key => CellKind::SquareMeters,
        (keys::LATITUDE_MICRODEGREES | keys::LONGITUDE_MICRODEGREES, _) => CellKind::Degrees,
        (keys::LICENSE_VALID | keys::INSURANCE_VALID | keys::LAST_FIRE_ON, _)
        | (keys::LAST_TRAINING_ON, _) => CellKind::Day,
        (keys::POSITION_AT_MS, _) => CellKind::Moment,
        (_, "count" | "number") => CellKind::Whole,
        (_, "flag") => CellKind::Flag,
        _ => CellKind::Text,
    }
}
