use std::collections::BTreeSet;

use super::GroupingRules;
use crate::premises::{Position, distance_m, normalize_address};
use crate::{RecordId, Timestamp};

const HOUR_MS: i64 = 3_600_000;

/// A report as far as it is compared with others（举报要素）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The report.
    pub report: RecordId,
    /// When it came in, by the clock of the machine that took it.
    pub at: Timestamp,
    /// Category.
    pub category: String,
    /// Where, in words.
    pub place: String,
    /// Where, if a photo says it.
    pub position: Option<Position>,
}

impl Sighting {
    /// Whether two reports speak of the same thing: same category, near in time, near in place.
    #[must_use]
    pub fn same_as(&self, other: &Self, rules: &GroupingRules) -> bool {
        let apart = self.at.0.abs_diff(other.at.0);
        let window = u64::try_from(i64::from(rules.hours) * HOUR_MS).unwrap_or(0);
        if self.category != other.category || apart > window {
            return false;
        }
        match (self.position, other.position) {
            (Some(mine), Some(theirs)) => distance_m(mine, theirs) <= rules.radius_m,
            _ => alike(&self.place, &other.place) >= rules.place_basis_points,
        }
    }
}

/// Groups of reports of the same thing（重复件归并）, each in the order of their coming, the group with the
/// earliest report first. The same reports give the same groups in whatever order they are given.
#[must_use]
pub fn group_sightings(mut sightings: Vec<Sighting>, rules: &GroupingRules) -> Vec<Vec<RecordId>> {
    sightings.sort_by_key(|one| (one.at, one.report));
    let mut group_of: Vec<usize> = (0..sightings.len()).collect();
    for (index, one) in sightings.iter().enumerate() {
        for other in 0..index {
            if group_of[other] != group_of[index] && one.same_as(&sightings[other], rules) {
                let (keep, drop) = {
                    let pair = (group_of[other], group_of[index]);
                    (pair.0.min(pair.1), pair.0.max(pair.1))
                };
                for group in group_of.iter_mut().filter(|group| **group == drop) {
                    *group = keep;
                }
            }
        }
    }
    let mut groups: Vec<(usize, Vec<RecordId>)> = Vec::new();
    for (sighting, group) in sightings.iter().zip(group_of) {
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, members)) => members.push(sighting.report),
            None => groups.push((group, vec![sighting.report])),
        }
    }
    groups.into_iter().map(|(_, members)| members).collect()
}

/// How alike two places are written, in hundredths of a percent: shared pairs of letters among all.
fn alike(one: &str, other: &str) -> u32 {
    let (one, other) = (normalize_address(one), normalize_address(other));
    if one == other {
        return 10_000;
    }
    let pairs =
        |text: &str| -> BTreeSet<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let (mine, theirs) = (pairs(&one), pairs(&other));
    let all = mine.union(&theirs).count();
    if all == 0 {
        return 0;
    }
    let shared = mine.intersection(&theirs).count();
    u32::try_from(shared * 10_000 / all).unwrap_or(0)
}
