use std::collections::BTreeMap;

use rand_chacha::ChaCha8Rng;
use wangge_domain::GridId;
use wangge_domain::RecordId;

use super::contact_names::ContactMaker;
use super::layout::{Area, VillageLayout};
use super::place_names::sign;
use super::{Address, ListedPremises};
use crate::seeded::{Draw, seeded};

/// Where a premises is to be made.
pub(super) struct Site<'a> {
    pub(super) seed: u64,
    pub(super) minted_ms: i64,
    /// Village, counted from 1.
    pub(super) village_number: usize,
    pub(super) village: &'a VillageLayout,
    /// Small grid, its place in the village, and its area.
    pub(super) grid: GridId,
    pub(super) part: usize,
    pub(super) area: Area,
}

/// Makes one premises of a category; `number` counts within the village from 1.
pub(super) fn make(
    site: &Site<'_>,
    category: &str,
    number: usize,
    names: &mut ContactMaker,
) -> ListedPremises {
    let village = site.village;
    let purpose = format!("premises/{}/{number}", village.name);
    let mut rng = seeded(site.seed, &purpose);
    let owner = names.contact(number % 33 == 5);
    // A house to let is its owner's; half of the businesses are run by somebody else.
    let operator = (category != "rental_housing" && rng.happens(500)).then(|| names.contact(false));
    let name = sign(category, village.name, &owner.name, &mut rng);
    let mut inset = |low: i64, high: i64| {
        let margin = (high - low) / 12;
        rng.between(low + margin, high - margin)
    };
    let longitude_microdegrees = inset(site.area.west, site.area.east);
    let latitude_microdegrees = inset(site.area.south, site.area.north);
    let address = address(village, site.part, &mut rng);
    let structure = rng.pick(&["砖混", "砖混", "框架", "砖木"]).to_owned();
    let numbers = numbers(category, &mut rng);
    let flags = flags(category, &structure, &numbers, &mut rng);
    ListedPremises {
        synthetic: true,
        record: RecordId::mint(site.minted_ms, rng.ten_bytes()),
        grid: site.grid,
        code: format!("青{:02}-{number:03}", site.village_number),
        name,
        category: category.to_owned(),
        police_listed: false,
        address,
        longitude_microdegrees,
        latitude_microdegrees,
        structure,
        owner,
        operator,
        numbers,
        flags,
    }
}

/// A street and a number in the market town, a group and a number in a village. Each small grid
/// has groups and streets of its own.
fn address(village: &VillageLayout, part: usize, rng: &mut ChaCha8Rng) -> Address {
    let share = |all: usize| {
        let first = all * part / village.small_grids;
        let next = (all * (part + 1) / village.small_grids).max(first + 1);
        (first, next - first)
    };
    let (first_group, groups) = share(village.groups);
    let group = format!("{}组", first_group + rng.place(groups) + 1);
    let road = if village.streets.is_empty() {
        String::new()
    } else {
        let (first, streets) = share(village.streets.len());
        village.streets[first + rng.place(streets)].to_owned()
    };
    let door = format!(
        "{}号",
        rng.between(1, if road.is_empty() { 60 } else { 180 })
    );
    Address {
        town: "青峰镇".to_owned(),
        village: village.name.to_owned(),
        group,
        road,
        door,
    }
}

/// Counts and measures that a place of this category may have; small places stay small.
fn numbers(category: &str, rng: &mut ChaCha8Rng) -> BTreeMap<String, i64> {
    let (areas, floors, persons) = match category {
        "rental_housing" => ((90, 420), (2, 5), (2, 16)),
        "small_shop" => ((25, 260), (1, 2), (1, 4)),
        "small_catering" => ((40, 280), (1, 3), (3, 12)),
        "small_workshop" => ((80, 600), (1, 2), (3, 28)),
        "small_beauty_bath" => ((25, 180), (1, 2), (1, 6)),
        "small_clinic" => ((40, 100), (1, 2), (1, 5)),
        "small_school" => ((150, 700), (1, 3), (4, 14)),
        "small_hotel" => ((180, 700), (3, 5), (2, 6)),
        _ => ((90, 200), (1, 3), (2, 8)),
    };
    let mut numbers = BTreeMap::new();
    let mut set = |name: &str, value: i64| {
        numbers.insert(name.to_owned(), value);
    };
    let floors = rng.between(floors.0, floors.1);
    set("area_square_meters", rng.between(areas.0, areas.1));
    set("floors", floors);
    set("floor_level", rng.between(1, floors.min(3)));
    set("exits", rng.between(1, 3));
    set("stairs", if floors == 1 { 0 } else { rng.between(1, 2) });
    set("ebike_count", rng.between(0, 4));
    set("dist_fire_station_min", rng.between(3, 25));
    let staff = rng.between(persons.0, persons.1);
    match category {
        "rental_housing" => {
            let beds = rng.between(2, 16);
            set("rooms", (beds + 1) / 2);
            set("beds", beds);
            set("persons", (beds - rng.between(0, 2)).max(1));
        }
        "small_hotel" => {
            let rooms = rng.between(8, 24);
            set("rooms", rooms);
            set("beds", rooms * 2);
            set("persons", staff);
            set("staff", staff);
        }
        _ => {
            set("persons", staff);
            set("staff", staff);
        }
    }
    match category {
        "small_catering" => set("diners", rng.between(12, 96)),
        "small_school" => set("pupils", rng.between(15, 98)),
        "small_clinic" => set("beds", rng.between(0, 8)),
        "small_workshop" => set("dormitory_persons", rng.between(0, 8)),
        _ => {}
    }
    numbers
}

fn flags(
    category: &str,
    structure: &str,
    numbers: &BTreeMap<String, i64>,
    rng: &mut ChaCha8Rng,
) -> BTreeMap<String, bool> {
    let trade = matches!(category, "small_shop" | "small_catering" | "small_workshop");
    let fewer_than = |name: &str, limit: i64| numbers.get(name).is_some_and(|it| *it < limit);
    let three_in_one = trade && rng.happens(180);
    let cooks = matches!(
        category,
        "small_catering" | "rental_housing" | "small_school"
    );
    let made = [
        (
            "self_built",
            category == "rental_housing" || rng.happens(450),
        ),
        ("single_exit", fewer_than("exits", 2)),
        ("three_in_one", three_in_one),
        ("three_in_one_unseparated", three_in_one && rng.happens(400)),
        ("bottled_gas", cooks && rng.happens(550)),
        ("basement_used", rng.happens(30)),
        ("networked_smoke_alarm", rng.happens(220)),
        ("simple_sprinkler", rng.happens(80)),
        ("training_ok_12m", rng.happens(600)),
        ("fire_in_24m", rng.happens(20)),
        (
            "vulnerable_people",
            matches!(category, "small_school" | "small_clinic") || rng.happens(60),
        ),
        (
            "wood_or_sandwich_panel",
            structure == "砖木" || rng.happens(50),
        ),
        ("has_private_rooms", category == "small_entertainment"),
        ("dust", category == "small_workshop" && rng.happens(250)),
        ("solvent", category == "small_workshop" && rng.happens(150)),
    ];
    made.into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
