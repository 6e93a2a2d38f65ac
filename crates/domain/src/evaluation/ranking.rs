use serde::{Deserialize, Serialize};

use crate::GridId;

/// Somebody to be ranked（参评单位）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RankEntry {
    /// Township, village or grid.
    pub scope: GridId,
    /// Score in hundredths of a point; `None` if there is none.
    pub hundredths: Option<u32>,
    /// Grade id.
    pub grade: Option<String>,
    /// Score of the period before, if there was one.
    pub before: Option<u32>,
    /// True if it failed whatever the score（一票否决）.
    pub vetoed: bool,
    /// True if it is scored over little because duties were left undone（有任务未开展）.
    pub undone: bool,
}

/// A line of the ranking（排名）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked {
    /// Who.
    pub scope: GridId,
    /// Place from 1; equals share one, and the next place is left free. `None` without a score, and
    /// after a veto: whoever is vetoed takes no place from others.
    pub place: Option<u32>,
    /// Score in hundredths of a point.
    pub hundredths: Option<u32>,
    /// Grade id.
    pub grade: Option<String>,
    /// Difference to the period before, in hundredths; `None` if one of the two is missing.
    pub change: Option<i64>,
    /// True if it failed whatever the score（一票否决）.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub vetoed: bool,
    /// True if it is scored over little because duties were left undone（有任务未开展）.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undone: bool,
}

/// Ranks by score（考核排名, S0-40）, the best first; the vetoed come after those with a place, and those
/// without a score last, by id.
#[must_use]
pub fn rank(entries: &[RankEntry]) -> Vec<Ranked> {
    let placed = |it: &RankEntry| it.hundredths.filter(|_| !it.vetoed);
    let mut sorted: Vec<&RankEntry> = entries.iter().collect();
    // `None` is less than any score, so it goes to the end of the reversed order.
    sorted.sort_by(|one, other| {
        placed(other)
            .cmp(&placed(one))
            .then_with(|| other.vetoed.cmp(&one.vetoed))
            .then_with(|| one.scope.cmp(&other.scope))
    });
    let place = |score: u32| {
        let better = sorted.partition_point(|it| placed(it) > Some(score));
        u32::try_from(better).unwrap_or(u32::MAX).saturating_add(1)
    };
    sorted
        .iter()
        .map(|it| Ranked {
            scope: it.scope,
            place: placed(it).map(place),
            hundredths: it.hundredths,
            grade: it.grade.clone(),
            change: it
                .hundredths
                .zip(it.before)
                .map(|(now, before)| i64::from(now) - i64::from(before)),
            vetoed: it.vetoed,
            undone: it.undone,
        })
        .collect()
}
