//! Premises as a table that people read（场所表）: what an export writes, an import reads again.

use wangge_domain::Timestamp;
use wangge_domain::policy::PolicyPack;
use wangge_domain::premises::{CatalogueEntry, keys};
use wangge_domain::record::Scalar;
use wangge_domain::resources::{Language, code_of_words, has_label, label};

/// Units that the name of an entry does not say.
const UNITS: &[(&str, &str)] = &[
    (keys::AREA_SQUARE_DECIMETERS, "平方米"),
    (keys::FIRE_STATION_MINUTES, "分钟"),
    (keys::ACCURACY_M, "米"),
    (keys::POSITION_AT_MS, "北京时间"),
];

/// Milliseconds since 1970 behind the last moment of the year 9999 in China.
const END_OF_CALENDAR: i64 = 253_402_272_000_000;

/// Keys that hold a code, with the group of its words.
const CODED: &[(&str, &str)] = &[
    (keys::SUB_TYPE, "sub_type"),
    (keys::STRUCTURE, "structure"),
    (keys::GAS_KIND, "gas_kind"),
    (keys::CREDIT_GRADE, "credit"),
];

/// What stands above the column of an entry（表头）: its name, with its unit.
pub(crate) fn heading(entry: &CatalogueEntry) -> String {
    match UNITS.iter().find(|(key, _)| *key == entry.key) {
        Some((_, unit)) => format!("{}（{unit}）", entry.zh),
        None => entry.zh.clone(),
    }
}

/// A value as people read it（写法）: words for codes, square meters, degrees, China time.
pub(crate) fn written(policy: &PolicyPack, key: &str, value: &Scalar) -> String {
    match value {
        Scalar::Null => String::new(),
        Scalar::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        Scalar::Int(number) => match key {
            keys::AREA_SQUARE_DECIMETERS => decimal(*number, 2),
            keys::LATITUDE_MICRODEGREES | keys::LONGITUDE_MICRODEGREES => decimal(*number, 6),
            keys::POSITION_AT_MS => moment(*number),
            _ => number.to_string(),
        },
        Scalar::Text(text) => words(policy, key, text),
    }
}

/// The code that a text of this key means（代码）, if it is the words of one.
pub(crate) fn code(policy: &PolicyPack, key: &str, text: &str) -> Option<String> {
    if is_category(key) {
        let mut list = policy.categories.list.iter();
        let found = list.find(|one| one.zh == text || one.en == text);
        return found.map(|one| one.id.clone());
    }
    code_of_words(group_of(key)?, text).map(str::to_owned)
}

/// A code that nobody knows, and what is no code, stands as it is.
fn words(policy: &PolicyPack, key: &str, text: &str) -> String {
    if is_category(key) {
        let found = policy.categories.get(text);
        return found.map_or_else(|| text.to_owned(), |one| one.zh.clone());
    }
    let named = group_of(key).map(|group| format!("{group}.{text}"));
    match named.filter(|name| has_label(name)) {
        Some(name) => label(Language::Chinese, &name).to_owned(),
        None => text.to_owned(),
    }
}

fn is_category(key: &str) -> bool {
    key == keys::CATEGORY || key == keys::BUSINESS
}

fn group_of(key: &str) -> Option<&'static str> {
    let coded = CODED.iter().find(|(coded, _)| *coded == key);
    coded.map(|(_, group)| *group)
}

/// A whole number of a unit's `10^-places` as a decimal of the unit, exactly.
fn decimal(number: i64, places: u32) -> String {
    let (sign, amount) = (if number < 0 { "-" } else { "" }, number.unsigned_abs());
    let unit = 10_u64.pow(places);
    let width = places as usize;
    format!("{sign}{}.{:0width$}", amount / unit, amount % unit)
}

/// A moment in China to the second. A number that no clock showed stands as it is.
fn moment(milliseconds: i64) -> String {
    if (0..END_OF_CALENDAR).contains(&milliseconds) {
        let at = Timestamp(milliseconds).china_datetime();
        at.format("%Y-%m-%d %H:%M:%S").to_string()
    } else {
        milliseconds.to_string()
    }
}

#[cfg(test)]
mod tests {
    use wangge_domain::policy::default_pack;
    use wangge_domain::premises::catalogue;

    use super::*;

    #[test]
    fn numbers_stand_in_the_unit_that_people_use() {
        let pack = default_pack();
        for (key, number, text) in [
            (keys::AREA_SQUARE_DECIMETERS, 4_550, "45.50"),
            (keys::AREA_SQUARE_DECIMETERS, 5, "0.05"),
            (keys::LATITUDE_MICRODEGREES, 29_166_001, "29.166001"),
            (keys::LONGITUDE_MICRODEGREES, -500_000, "-0.500000"),
            (keys::FLOORS, 3, "3"),
            (
                keys::POSITION_AT_MS,
                1_788_748_205_123,
                "2026-09-07 10:30:05",
            ),
            (
                keys::POSITION_AT_MS,
                END_OF_CALENDAR - 1,
                "9999-12-31 23:59:59",
            ),
            (keys::POSITION_AT_MS, END_OF_CALENDAR, "253402272000000"),
            (keys::POSITION_AT_MS, -1, "-1"),
        ] {
            assert_eq!(written(&pack, key, &Scalar::Int(number)), text, "{key}");
        }
        let entries = catalogue();
        let area = entries
            .iter()
            .find(|it| it.key == keys::AREA_SQUARE_DECIMETERS);
        assert_eq!(heading(area.unwrap()), "建筑面积（平方米）");
    }

    #[test]
    fn words_stand_for_codes_and_lead_back_to_them() {
        let pack = default_pack();
        for (key, code_there) in [
            (keys::CATEGORY, "small_shop"),
            (keys::STRUCTURE, "brick_wood"),
            (keys::GAS_KIND, "none"),
            (keys::CREDIT_GRADE, "A"),
            (keys::SUB_TYPE, "clinic"),
        ] {
            let text = written(&pack, key, &code_there.into());
            assert_ne!(text, code_there, "{key}");
            assert_eq!(code(&pack, key, &text).as_deref(), Some(code_there));
        }
        let own = written(&pack, keys::SUB_TYPE, &"夜市".into());
        assert_eq!(own, "夜市");
        assert_eq!(code(&pack, keys::SUB_TYPE, "夜市"), None);
        assert_eq!(written(&pack, keys::NAME, &"none".into()), "none");
    }
}
