use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::{Position, Premises, normalize_address};
use crate::RecordId;
use crate::policy::DuplicateRules;

/// A premises that may be the same as another（疑似重复）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearDuplicate {
    /// The one it resembles.
    pub premises: RecordId,
    /// 0-100, the likelier the greater.
    pub score: u32,
    /// What speaks for it, strongest first: `phone`, `name`, `address`, `position`; words are the
    /// labels `duplicate.{code}`.
    pub reasons: Vec<&'static str>,
    /// Meters between them, if both have a position.
    pub distance_m: Option<u64>,
}

/// The premises among `others` that may be the candidate itself, likeliest first.
///
/// Address and name are compared as written by people, after [`normalize_address`]; all
/// arithmetic is in whole numbers, so that every device shows the same list.
#[must_use]
pub fn near_duplicates<'a>(
    candidate: &Premises,
    others: impl IntoIterator<Item = (RecordId, &'a Premises)>,
    rules: &DuplicateRules,
) -> Vec<NearDuplicate> {
    let mine = Fingerprint::of(candidate);
    let mut found: Vec<NearDuplicate> = others
        .into_iter()
        .filter_map(|(id, other)| {
            let duplicate = compare(id, candidate, &mine, other, rules);
            (duplicate.score >= rules.min_score).then_some(duplicate)
        })
        .collect();
    found.sort_by(|one, other| {
        other
            .score
            .cmp(&one.score)
            .then_with(|| one.premises.cmp(&other.premises))
    });
    found.truncate(usize::try_from(rules.limit).unwrap_or(usize::MAX));
    found
}

struct Fingerprint {
    name: BTreeMap<(char, char), u32>,
    address: BTreeMap<(char, char), u32>,
    phones: Vec<String>,
}

impl Fingerprint {
    fn of(premises: &Premises) -> Self {
        let phones = [&premises.owner.phone, &premises.operator.phone]
            .into_iter()
            .map(|phone| {
                phone
                    .chars()
                    .filter(char::is_ascii_digit)
                    .collect::<String>()
            })
            .filter(|digits| digits.len() >= 7)
            .collect();
        Self {
            name: bigrams(&normalize_address(&premises.name)),
            address: bigrams(&normalize_address(&premises.full_address())),
            phones,
        }
    }
}

fn compare(
    id: RecordId,
    candidate: &Premises,
    mine: &Fingerprint,
    other: &Premises,
    rules: &DuplicateRules,
) -> NearDuplicate {
    let theirs = Fingerprint::of(other);
    let name = similarity(&mine.name, &theirs.name);
    let address = similarity(&mine.address, &theirs.address);
    let distance_m = candidate
        .position
        .zip(other.position)
        .map(|(a, b)| distance(a, b));
    let position = distance_m.map(|meters| nearness(meters, rules));
    let phone = mine
        .phones
        .iter()
        .any(|phone| theirs.phones.contains(phone));

    // Without a position the words carry all the weight.
    let words = (name * 6 + address * 4) / 10;
    let mut score = match position {
        Some(position) => (words * 7 + position * 3) / 10,
        None => words,
    };
    if phone {
        score += 25;
    }
    // One spot and one name is one premises, whatever the address says.
    if name == 100 && position == Some(100) {
        score = score.max(90);
    }
    // So is one door with another name over it: the shop changed hands.
    let detailed = !candidate.door_number.is_empty() || !candidate.address.is_empty();
    if address == 100 && detailed && position != Some(0) {
        score = score.max(75);
    }
    let score = score.min(100);
    let strong = [
        (if phone { 100 } else { 0 }, "phone"),
        (name, "name"),
        (address, "address"),
        (position.unwrap_or(0), "position"),
    ];
    let mut reasons: Vec<(u32, &'static str)> = strong
        .into_iter()
        .filter(|(strength, _)| *strength >= 60)
        .collect();
    reasons.sort_by_key(|(strength, _)| Reverse(*strength));
    NearDuplicate {
        premises: id,
        score,
        reasons: reasons.into_iter().map(|(_, code)| code).collect(),
        distance_m,
    }
}

/// Pairs of neighbouring characters with their counts; a text of one character pairs with itself.
fn bigrams(text: &str) -> BTreeMap<(char, char), u32> {
    let mut pairs = BTreeMap::new();
    let mut before = None;
    for c in text.chars() {
        if let Some(before) = before {
            *pairs.entry((before, c)).or_insert(0) += 1;
        }
        before = Some(c);
    }
    if let (true, Some(only)) = (pairs.is_empty(), before) {
        pairs.insert((only, only), 1);
    }
    pairs
}

/// Dice's coefficient in per cent; two empty texts have nothing in common.
fn similarity(one: &BTreeMap<(char, char), u32>, other: &BTreeMap<(char, char), u32>) -> u32 {
    let total: u32 = one.values().chain(other.values()).sum();
    if total == 0 {
        return 0;
    }
    let common: u32 = one
        .iter()
        .map(|(pair, count)| (*count).min(other.get(pair).copied().unwrap_or(0)))
        .sum();
    200 * common / total
}

fn nearness(meters: u64, rules: &DuplicateRules) -> u32 {
    let (near, far) = (u64::from(rules.near_meters), u64::from(rules.far_meters));
    if meters <= near {
        100
    } else if meters >= far {
        0
    } else {
        u32::try_from(100 * (far - meters) / (far - near)).unwrap_or(0)
    }
}

/// Meters between two positions on a plane that touches the earth between them; good to a few
/// per mille over the few hundred meters that matter here.
pub(super) fn distance(one: Position, other: Position) -> u64 {
    const MILLIMETERS_PER_MICRODEGREE_TIMES_100: i128 = 11_132;
    // Farther than half round the earth is nonsense, and must not overflow.
    let far = 180_000_000;
    let north = (i128::from(one.latitude) - i128::from(other.latitude)).clamp(-far, far);
    let east = (i128::from(one.longitude) - i128::from(other.longitude)).clamp(-far, far);
    let middle = (i128::from(one.latitude) + i128::from(other.latitude)) / 2;
    let north_mm = north * MILLIMETERS_PER_MICRODEGREE_TIMES_100 / 100;
    let east_mm = east * MILLIMETERS_PER_MICRODEGREE_TIMES_100 / 100 * cosine(middle) / 1_000_000;
    let square = north_mm * north_mm + east_mm * east_mm;
    u64::try_from(square.unsigned_abs().isqrt() / 1000).unwrap_or(u64::MAX)
}

/// The cosine of an angle in microdegrees, in millionths, by Bhaskara's formula
/// `(π² - 4x²) / (π² + x²)`, which is within 0.2 %.
fn cosine(microdegrees: i128) -> i128 {
    let half_turn = 180_000_000_i128;
    let angle = microdegrees.clamp(-90_000_000, 90_000_000);
    let (pi2, x2) = (half_turn * half_turn, angle * angle);
    (pi2 - 4 * x2) * 1_000_000 / (pi2 + x2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::default_pack;
    use crate::premises::keys;
    use crate::record::Content;

    fn premises(name: &str, village: &str, address: &str, at: Option<(i64, i64)>) -> Premises {
        let mut content = Content::default();
        content.set(keys::NAME, name);
        content.set(keys::VILLAGE, village);
        content.set(keys::ADDRESS, address);
        if let Some((latitude, longitude)) = at {
            content.set(keys::LATITUDE_MICRODEGREES, latitude);
            content.set(keys::LONGITUDE_MICRODEGREES, longitude);
        }
        Premises::from_content(&content)
    }

    fn id(n: u8) -> RecordId {
        RecordId::from_bytes([n; 16])
    }

    #[test]
    fn the_same_house_in_other_words_is_found_and_the_neighbour_is_not() {
        let rules = default_pack().duplicates;
        let mine = premises(
            "张记小吃店",
            "凌阁堂村",
            "三组12号",
            Some((29_356_000, 105_927_000)),
        );
        let same = premises(
            "张记小吃",
            "凌阁堂村",
            "３组１２号",
            Some((29_356_050, 105_927_050)),
        );
        let neighbour = premises(
            "李家出租房",
            "凌阁堂村",
            "三组14号",
            Some((29_356_100, 105_927_100)),
        );
        let far = premises(
            "张记小吃店",
            "莲花石村",
            "一组3号",
            Some((29_456_000, 105_927_000)),
        );
        let others = [(id(1), &neighbour), (id(2), &far), (id(3), &same)];
        let found = near_duplicates(&mine, others, &rules);
        assert_eq!(
            found.iter().map(|found| found.premises).collect::<Vec<_>>(),
            [id(3)]
        );
        assert!(found[0].score >= 90, "{found:?}");
        assert_eq!(found[0].reasons, ["address", "position", "name"]);
    }

    #[test]
    fn one_door_with_another_name_is_shown() {
        let rules = default_pack().duplicates;
        let old = premises(
            "张记小吃店",
            "凌阁堂村",
            "三组12号",
            Some((29_356_000, 105_927_000)),
        );
        let new = premises(
            "王姐火锅",
            "凌阁堂村",
            "3组12号",
            Some((29_356_020, 105_927_000)),
        );
        assert_eq!(near_duplicates(&new, [(id(1), &old)], &rules).len(), 1);
    }

    #[test]
    fn one_telephone_tells_two_spellings_apart_from_two_shops() {
        let rules = default_pack().duplicates;
        let with_phone = |mut premises: Premises, phone: &str| {
            premises.owner.phone = phone.to_owned();
            premises
        };
        let mine = with_phone(premises("便民超市", "佛岩寺村", "", None), "139-0000-0001");
        let other = with_phone(premises("便民商店", "佛岩寺村", "", None), "13900000001");
        let stranger = with_phone(premises("便民商店", "佛岩寺村", "", None), "13900000002");
        let score = |other: &Premises| {
            near_duplicates(&mine, [(id(1), other)], &rules)
                .first()
                .map(|found| found.score)
        };
        assert!(score(&other) > score(&stranger));
    }

    #[test]
    fn distances_are_right_within_half_a_per_cent() {
        let at = |latitude, longitude| Position {
            latitude,
            longitude,
            accuracy_m: None,
        };
        // One thousandth of a degree north is 111.32 m; east at 60° half of that.
        assert_eq!(
            distance(at(29_000_000, 105_000_000), at(29_001_000, 105_000_000)),
            111
        );
        let east = distance(at(60_000_000, 105_000_000), at(60_000_000, 105_100_000));
        assert!((5_540..=5_600).contains(&east), "{east}");
        assert_eq!(distance(at(0, 0), at(0, 0)), 0);
        assert!(distance(at(i64::MIN, i64::MIN), at(i64::MAX, i64::MAX)) > 0);
    }

    #[test]
    fn equal_scores_stand_in_the_order_of_ids_and_the_list_is_cut() {
        let mut rules = default_pack().duplicates;
        rules.limit = 2;
        let mine = premises("旅馆", "牌坊坝村", "1号", None);
        let others: Vec<_> = (1..=3).rev().map(|n| (id(n), &mine)).collect();
        let found = near_duplicates(&mine, others, &rules);
        assert_eq!(
            found.iter().map(|found| found.premises).collect::<Vec<_>>(),
            [id(1), id(2)]
        );
        let empty = Premises::default();
        assert!(near_duplicates(&empty, [(id(1), &empty)], &rules).is_empty());
    }
}
