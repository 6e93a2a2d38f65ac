use crate::township::layout::{Area, VillageLayout};

/// Remark of a key unit whose category the source gives.
pub const KEY_UNIT: &str = "重点监管单位";
/// Remark of a key unit whose category is made up.
pub const KEY_UNIT_MADE_UP: &str = "重点监管单位（类别为合成）";

/// Natural villages of the first 8 villages and of the other 16: 8·6 + 16·5 = 128.
const NATURAL: (usize, usize) = (6, 5);
/// Groups likewise: 8·9 + 16·8 = 200.
const GROUPS: (usize, usize) = (9, 8);
/// Premises likewise: 8·21 + 16·22 = 520.
const LISTED: (usize, usize) = (21, 22);
/// Villages with the first number of each pair.
const FIRST: usize = 8;

/// What is found in the township: category, how many, and with which remark.
pub(super) const UNITS: [(&str, usize, &str); 14] = [
    ("small_school", 14, KEY_UNIT),
    ("small_internet_cafe", 4, KEY_UNIT),
    ("small_entertainment", 6, KEY_UNIT),
    ("small_shop", 21, KEY_UNIT),
    ("small_catering", 50, KEY_UNIT_MADE_UP),
    ("small_workshop", 40, KEY_UNIT_MADE_UP),
    ("rental_housing", 50, KEY_UNIT_MADE_UP),
    ("small_hotel", 14, KEY_UNIT_MADE_UP),
    ("small_beauty_bath", 20, KEY_UNIT_MADE_UP),
    ("rental_housing", 180, ""),
    ("small_shop", 60, ""),
    ("small_catering", 30, ""),
    ("small_clinic", 25, ""),
    ("small_beauty_bath", 6, ""),
];

const NAMES: [&str; 24] = [
    "一村",
    "二村",
    "三村",
    "四村",
    "五村",
    "六村",
    "七村",
    "八村",
    "九村",
    "十村",
    "十一村",
    "十二村",
    "十三村",
    "十四村",
    "十五村",
    "十六村",
    "十七村",
    "十八村",
    "十九村",
    "二十村",
    "二十一村",
    "二十二村",
    "二十三村",
    "二十四村",
];

/// The villages; one small grid a group.
pub(super) fn villages() -> Vec<VillageLayout> {
    let of = |pair: (usize, usize), number: usize| if number < FIRST { pair.0 } else { pair.1 };
    NAMES
        .iter()
        .enumerate()
        .map(|(number, name)| VillageLayout {
            name,
            listed: of(LISTED, number),
            streets: &[],
            groups: of(GROUPS, number),
            small_grids: of(GROUPS, number),
            categories: [0; 10],
        })
        .collect()
}

/// How many natural villages a village has.
pub(super) fn natural_villages(number: usize) -> usize {
    if number < FIRST { NATURAL.0 } else { NATURAL.1 }
}

/// About 73 km², as the source says; where is made up.
pub(super) const TOWNSHIP_AREA: Area = Area {
    west: 113_090_000,
    east: 113_183_000,
    south: 34_360_000,
    north: 34_437_000,
};

/// The area of a village: six columns, four rows.
pub(super) fn village_area(village: usize) -> Area {
    TOWNSHIP_AREA.strip(village % 6, 6).band(village / 6, 4)
}
