use rand_chacha::ChaCha8Rng;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;

use super::made_premises::Fields;
use crate::seeded::Draw;

/// Counts and measures that a place of this category may have; small places stay small.
pub(super) fn fill_counts(category: &str, fields: &mut Fields, rng: &mut ChaCha8Rng) {
    let (areas, floors, persons) = match category {
        "rental_housing" => ((90, 420), (2, 5), (2, 16)),
        "small_shop" => ((25, 260), (1, 2), (1, 4)),
        "small_catering" => ((40, 280), (1, 3), (3, 12)),
        "small_workshop" => ((80, 600), (1, 2), (3, 28)),
        "small_beauty_bath" => ((25, 180), (1, 2), (1, 6)),
        "small_clinic" => ((40, 100), (1, 2), (1, 5)),
        "small_school" => ((150, 700), (1, 3), (4, 14)),
        "small_hotel" => ((180, 700), (3, 5), (2, 6)),
        _ => ((90, 190), (1, 3), (2, 8)),
    };
    let mut set = |key: &str, value: i64| {
        fields.insert(key.to_owned(), Scalar::Int(value));
    };
    let floors = rng.between(floors.0, floors.1);
    set(
        keys::AREA_SQUARE_DECIMETERS,
        rng.between(areas.0 * 100, areas.1 * 100),
    );
    set(keys::FLOORS, floors);
    set(keys::BASEMENT_FLOORS, i64::from(rng.happens(30)));
    set(keys::FLOOR_LEVEL, rng.between(1, floors.min(3)));
    set(keys::YEAR_BUILT, rng.between(1988, 2022));
    set(keys::EXITS, rng.between(1, 3));
    set(
        keys::STAIRS,
        if floors == 1 { 0 } else { rng.between(1, 2) },
    );
    set(keys::EBIKE_COUNT, rng.between(0, 4));
    set(keys::EXTINGUISHERS, rng.between(0, 6));
    set(keys::SMOKE_ALARMS, rng.between(0, 4));
    set(keys::EMERGENCY_LIGHTS, rng.between(0, 3));
    set(keys::FIRE_STATION_MINUTES, rng.between(3, 25));
    let staff = rng.between(persons.0, persons.1);
    match category {
        "rental_housing" => {
            let beds = rng.between(2, 16);
            set(keys::ROOMS, (beds + 1) / 2);
            set(keys::BEDS, beds);
            set(keys::PERSONS, (beds - rng.between(0, 2)).max(1));
            return;
        }
        "small_hotel" => {
            let rooms = rng.between(8, 24);
            set(keys::ROOMS, rooms);
            set(keys::BEDS, rooms * 2);
        }
        "small_catering" => set(keys::DINERS, rng.between(12, 96)),
        "small_school" => set(keys::PUPILS, rng.between(15, 98)),
        "small_clinic" => set(keys::BEDS, rng.between(0, 8)),
        "small_workshop" => set(keys::DORMITORY_PERSONS, rng.between(0, 8)),
        _ => {}
    }
    set(keys::PERSONS, staff);
    set(keys::STAFF, staff);
}

/// What is so or not so, the structure, the gas, the last training and the last fire.
pub(super) fn fill_flags(category: &str, fields: &mut Fields, rng: &mut ChaCha8Rng) {
    let structures = ["brick_concrete", "brick_concrete", "frame", "brick_wood"];
    let cooks = matches!(
        category,
        "small_catering" | "rental_housing" | "small_school"
    );
    let gas = if cooks {
        rng.pick(&["bottled", "bottled", "piped"])
    } else {
        "none"
    };
    let mut words = vec![
        (keys::STRUCTURE, rng.pick(&structures).to_owned()),
        (keys::GAS_KIND, gas.to_owned()),
        (
            keys::CREDIT_GRADE,
            rng.pick(&["A", "B", "B", "B", "C", "D"]).to_owned(),
        ),
    ];
    let month = rng.between(1, 8);
    if rng.happens(700) {
        words.push((
            keys::LAST_TRAINING_ON,
            format!("2026-{month:02}-{:02}", rng.between(1, 28)),
        ));
    }
    if rng.happens(20) {
        words.push((
            keys::LAST_FIRE_ON,
            format!("2025-{month:02}-{:02}", rng.between(1, 28)),
        ));
    }
    for (key, word) in words {
        fields.insert(key.to_owned(), word.into());
    }

    let trade = matches!(category, "small_shop" | "small_catering" | "small_workshop");
    let three_in_one = trade && rng.happens(180);
    let workshop = category == "small_workshop";
    let minded = matches!(category, "small_school" | "small_clinic");
    let flags = [
        (
            keys::SELF_BUILT,
            category == "rental_housing" || rng.happens(450),
        ),
        (keys::THREE_IN_ONE, three_in_one),
        (
            keys::THREE_IN_ONE_UNSEPARATED,
            three_in_one && rng.happens(400),
        ),
        (keys::HAS_PRIVATE_ROOMS, category == "small_entertainment"),
        (keys::VULNERABLE_PEOPLE, minded || rng.happens(60)),
        (keys::SOLVENT, workshop && rng.happens(150)),
        (keys::DUST, workshop && rng.happens(250)),
        (keys::NETWORKED_SMOKE_ALARM, rng.happens(220)),
        (keys::SIMPLE_SPRINKLER, rng.happens(80)),
        (keys::GAS_ALARM, gas != "none" && rng.happens(350)),
        (keys::ESCAPE_WINDOW, rng.happens(500)),
        (keys::RESIDUAL_CURRENT_DEVICE, rng.happens(650)),
        (keys::POLICE_LISTED, false),
    ];
    for (key, value) in flags {
        fields.insert(key.to_owned(), Scalar::Bool(value));
    }
}
