use chrono::NaiveDate;

use super::*;
use crate::policy::{LimitField, default_pack};
use crate::record::{Content, Scalar};

fn content(fields: &[(&str, Scalar)]) -> Content {
    let mut content = Content::default();
    for (key, value) in fields {
        content.set(*key, value.clone());
    }
    content
}

fn today() -> NaiveDate {
    "2026-09-07".parse().unwrap()
}

fn verdict(fields: &[(&str, Scalar)]) -> ThresholdVerdict {
    threshold_verdict(
        &Premises::from_content(&content(fields)),
        &default_pack().categories,
    )
}

#[test]
fn the_number_itself_is_within() {
    let shop = |area: i64| {
        verdict(&[
            (keys::CATEGORY, "small_shop".into()),
            (keys::AREA_SQUARE_DECIMETERS, area.into()),
        ])
    };
    assert_eq!(shop(30_000), ThresholdVerdict::Within, "300 m²");
    let over = ThresholdVerdict::Over {
        field: LimitField::AreaSquareMeters,
        max: 300,
    };
    assert_eq!(shop(30_001), over, "300.01 m²");
    let diners = |count: i64| {
        verdict(&[
            (keys::CATEGORY, "small_catering".into()),
            (keys::DINERS, count.into()),
        ])
    };
    assert_eq!(diners(100), ThresholdVerdict::Within);
    assert_eq!(diners(101).is_over(), Some(true));
    let missing = verdict(&[(keys::CATEGORY, "small_shop".into())]);
    assert_eq!(missing.is_over(), None);
    assert_eq!(
        verdict(&[(keys::CATEGORY, "rental_housing".into())]),
        ThresholdVerdict::NotApplicable
    );
}

#[test]
fn the_profile_decides() {
    let mut rules = default_pack().categories;
    let shop = Premises::from_content(&content(&[
        (keys::CATEGORY, "small_shop".into()),
        (keys::AREA_SQUARE_DECIMETERS, 20_000.into()),
    ]));
    assert_eq!(threshold_verdict(&shop, &rules), ThresholdVerdict::Within);
    rules.profile = "zhengzhou".to_owned();
    assert_eq!(threshold_verdict(&shop, &rules).is_over(), Some(true));
}

#[test]
fn sub_types_and_combined_limits() {
    let school = |sub_type: &str, beds: i64, pupils: i64| {
        verdict(&[
            (keys::CATEGORY, "small_school".into()),
            (keys::SUB_TYPE, sub_type.into()),
            (keys::BEDS, beds.into()),
            (keys::PUPILS, pupils.into()),
        ])
        .is_over()
    };
    assert_eq!(school("boarding", 50, 900), Some(false));
    assert_eq!(school("boarding", 51, 1), Some(true));
    assert_eq!(school("day_school", 0, 500), Some(false));
    assert_eq!(school("day_kindergarten", 0, 101), Some(true));
    // 职工≤50人或集体宿舍≤30人: either is enough.
    let workshop = |fields: &[(&str, i64)]| {
        let mut all = vec![(keys::CATEGORY, Scalar::from("small_workshop"))];
        all.extend(
            fields
                .iter()
                .map(|(key, value)| (*key, Scalar::from(*value))),
        );
        verdict(&all).is_over()
    };
    assert_eq!(workshop(&[(keys::STAFF, 50)]), Some(false));
    assert_eq!(
        workshop(&[(keys::STAFF, 51), (keys::DORMITORY_PERSONS, 30)]),
        Some(false)
    );
    assert_eq!(
        workshop(&[(keys::STAFF, 51), (keys::DORMITORY_PERSONS, 31)]),
        Some(true)
    );
    assert_eq!(workshop(&[(keys::STAFF, 51)]), None);
    // 一二三层且≤200㎡: both.
    let entertainment = |floor: i64| {
        verdict(&[
            (keys::CATEGORY, "small_entertainment".into()),
            (keys::AREA_SQUARE_DECIMETERS, 20_000.into()),
            (keys::FLOOR_LEVEL, floor.into()),
        ])
        .is_over()
    };
    assert_eq!(
        (entertainment(3), entertainment(4)),
        (Some(false), Some(true))
    );
}

/// S3-22.
#[test]
fn a_self_built_house_with_more_than_ten_people_comes_under_key_control() {
    let pack = default_pack();
    let controls = |fields: &[(&str, Scalar)]| {
        let facts = Premises::from_content(&content(fields)).facts(&pack.categories, today());
        key_controls(&pack.categories, &facts)
    };
    let house = |persons: i64| {
        controls(&[
            (keys::CATEGORY, "self_built".into()),
            (keys::PERSONS, persons.into()),
        ])
    };
    assert!(house(10).is_empty());
    let found = house(11);
    assert_eq!(found[0].tasks, ["key_control", "license_check"]);
    assert_eq!(found[0].rule, "S3-22");
    // A rental house that is self-built too.
    let rental = |self_built: bool| {
        controls(&[
            (keys::CATEGORY, "rental_housing".into()),
            (keys::SELF_BUILT, self_built.into()),
            (keys::PERSONS, 11.into()),
        ])
    };
    assert_eq!((rental(true).len(), rental(false).len()), (1, 0));
}

#[test]
fn facts_are_derived_and_the_unknown_stays_unknown() {
    let pack = default_pack();
    let facts = |fields: &[(&str, Scalar)]| {
        Premises::from_content(&content(fields)).facts(&pack.categories, today())
    };
    let known = facts(&[
        (keys::EXITS, 1.into()),
        (keys::GAS_KIND, "bottled".into()),
        (keys::STRUCTURE, "brick_wood".into()),
        (keys::BASEMENT_FLOORS, 1.into()),
        (keys::LAST_FIRE_ON, "2024-09-07".into()),
        (keys::LAST_TRAINING_ON, "2025-09-06".into()),
    ]);
    for (fact, expected) in [
        ("single_exit", true),
        ("bottled_gas", true),
        ("wood_or_sandwich_panel", true),
        ("basement_used", true),
        ("fire_in_24m", true),
        ("training_ok_12m", false),
    ] {
        assert_eq!(known.flag(fact), Some(expected), "{fact}");
    }
    let unknown = facts(&[]);
    for fact in [
        "single_exit",
        "bottled_gas",
        "floors",
        "fire_in_24m",
        "self_built",
    ] {
        assert_eq!(unknown.flag(fact), None, "{fact}");
    }
    assert_eq!(
        unknown.flag("police_listed"),
        Some(false),
        "nobody listed it"
    );
}

#[test]
fn every_fact_a_premises_sets_is_a_name_conditions_may_use() {
    let mut all = Content::default();
    for key in keys::COUNT_KEYS {
        all.set(*key, 1);
    }
    for key in keys::FLAG_KEYS {
        all.set(*key, true);
    }
    let facts = Premises::from_content(&all).facts(&default_pack().categories, today());
    let text = format!("{facts:?}");
    for name in text.split('"').skip(1).step_by(2) {
        assert!(is_fact_name(name), "{name}");
    }
}

#[test]
fn ten_beds_make_a_large_rental() {
    let pack = default_pack();
    let category = |beds: i64| {
        let premises = Premises::from_content(&content(&[
            (keys::CATEGORY, "rental_housing".into()),
            (keys::BEDS, beds.into()),
        ]));
        let facts = premises.facts(&pack.categories, today());
        effective_category(&premises, &pack.categories, &facts)
    };
    assert_eq!(category(9), "rental_housing");
    assert_eq!(category(10), "rental_large");
}

#[test]
fn findings_of_an_empty_and_of_a_wrong_file() {
    let pack = default_pack();
    let codes = |content: &Content| -> Vec<(String, String)> {
        let findings = check_premises(content, &pack, today());
        findings
            .into_iter()
            .map(|finding| (finding.code, finding.key))
            .collect()
    };
    let empty = codes(&Content::default());
    for key in [keys::NAME, keys::CATEGORY, keys::ADDRESS] {
        assert!(
            empty.contains(&("value_missing".to_owned(), key.to_owned())),
            "{key}"
        );
    }
    let mut wrong = content(&[
        (keys::NAME, "店".into()),
        (keys::CATEGORY, "escape_room".into()),
        (keys::FLOORS, "三".into()),
        (keys::BEDS, (-1).into()),
        (keys::POLICE_LISTED, 1.into()),
        (keys::LATITUDE_MICRODEGREES, 105_927_000.into()),
        (keys::LONGITUDE_MICRODEGREES, 29_356_000.into()),
        (keys::OWNER_PHONE, "没有".into()),
        (keys::LICENSE_VALID, "2026-09-06".into()),
        (keys::LICENSE_NUMBER, "12345".into()),
    ]);
    wrong
        .conflicts
        .insert(keys::NAME.to_owned(), vec!["店".into(), "铺".into()]);
    let found = codes(&wrong);
    for (code, key) in [
        ("category_unknown", keys::CATEGORY),
        ("value_wrong_type", keys::FLOORS),
        ("value_wrong_type", keys::BEDS),
        ("value_wrong_type", keys::POLICE_LISTED),
        ("position_outside", keys::LATITUDE_MICRODEGREES),
        ("phone_odd", keys::OWNER_PHONE),
        ("license_expired", keys::LICENSE_VALID),
        ("license_number_odd", keys::LICENSE_NUMBER),
        ("conflict_open", keys::NAME),
    ] {
        assert!(
            found.contains(&(code.to_owned(), key.to_owned())),
            "{code} {key} in {found:?}"
        );
    }
}

/// S0-05.
#[test]
fn all_four_parties_must_be_named() {
    let mut file = Content::default();
    for (name, _) in keys::RESPONSIBLE_PARTIES {
        let premises = Premises::from_content(&file);
        let missing = check_responsible_parties(&premises);
        assert!(missing.iter().any(|finding| finding.key == name));
        file.set(name, "王某");
    }
    assert!(check_responsible_parties(&Premises::from_content(&file)).is_empty());
}

#[test]
fn a_phone_number_of_six_hundred_digits_and_a_negative_accuracy_are_refused() {
    let pack = default_pack();
    let blocking = |key: &str, value: Scalar| {
        let findings = check_premises(&content(&[(key, value)]), &pack, today());
        findings.iter().any(|it| it.is_blocking() && it.key == key)
    };
    assert!(blocking(keys::OWNER_PHONE, "1".repeat(100).into()));
    assert!(!blocking(keys::OWNER_PHONE, "13800000001".into()));
    assert!(blocking(keys::ACCURACY_M, (-1).into()));
    assert!(!blocking(keys::ACCURACY_M, 12.into()));
}

#[test]
fn nonsense_in_numbers_and_texts_is_refused_by_the_bounds_of_the_pack() {
    let pack = default_pack();
    let today = chrono::NaiveDate::from_ymd_opt(2026, 9, 7).unwrap();
    let long = "店".repeat(201);
    let file = content(&[
        (keys::NAME, long.as_str().into()),
        (keys::CATEGORY, "small_shop".into()),
        (keys::ADDRESS, "正街8号".into()),
        (keys::FLOORS, 200_000.into()),
        (keys::AREA_SQUARE_DECIMETERS, (-5).into()),
    ]);
    let found = check_premises(&file, &pack, today);
    let has = |code: &str, key: &str| {
        let mut blocking = found
            .iter()
            .filter(|it| it.level == crate::FindingLevel::Blocking);
        blocking.any(|it| it.code == code && it.key == key)
    };
    assert!(has("value_too_large", keys::FLOORS), "{found:?}");
    assert!(has("value_wrong_type", keys::AREA_SQUARE_DECIMETERS));
    assert!(has("text_too_long", keys::NAME));
    for hidden in [
        "张\u{1b}[2J三",
        "\u{202e}三张",
        "a\u{0}b",
        "\u{feff}张",
        "张\u{200b}三",
        "张\u{e0100}三",
    ] {
        let file = content(&[(keys::NAME, hidden.into())]);
        let found = check_premises(&file, &pack, today);
        let mut blocking = found.iter().filter(|it| it.is_blocking());
        assert!(
            blocking.any(|it| it.code == "text_hidden" && it.key == keys::NAME),
            "{hidden:?}: {found:?}"
        );
    }
}

/// S0-03.
#[test]
fn a_word_of_compulsion_in_a_name_or_an_address_is_refused() {
    let pack = default_pack();
    let refused = |fields: &[(&str, Scalar)]| {
        let findings = check_premises(&content(fields), &pack, today());
        let found = findings
            .into_iter()
            .find(|it| it.is_blocking() && it.code == "word_of_compulsion");
        found.map(|it| (it.key, it.detail))
    };
    for key in [keys::NAME, keys::ADDRESS, keys::OPERATOR_NAME] {
        let found = refused(&[(key, "责\u{200b}令超市".into())]);
        assert_eq!(found, Some((key.to_owned(), "责令".to_owned())));
    }
    let split = refused(&[(keys::ROAD, "罚".into()), (keys::ADDRESS, "款巷1号".into())]);
    assert_eq!(split, Some((keys::ADDRESS.to_owned(), "罚款".to_owned())));
    let plain = [
        (keys::NAME, "负责人之家超市".into()),
        (keys::ADDRESS, "正街8号".into()),
    ];
    assert_eq!(refused(&plain), None);
}

#[test]
fn a_position_far_outside_its_grid_is_doubted() {
    let pack = default_pack();
    let square = [(105_900_000, 29_300_000), (105_950_000, 29_350_000)];
    let at = |latitude: i64| {
        let file = content(&[
            (keys::LATITUDE_MICRODEGREES, latitude.into()),
            (keys::LONGITUDE_MICRODEGREES, 105_920_000.into()),
        ]);
        let typed = Premises::from_content(&file);
        crate::premises::check_place(&typed, &square, &pack.premises).map(|it| it.code)
    };
    assert_eq!(at(29_320_000), None);
    assert_eq!(at(29_352_000), None, "200 m are within reason");
    assert_eq!(at(29_400_000).as_deref(), Some("position_outside_grid"));
}
