use super::Ratio;
use crate::draw::least_key;
use crate::{Digest, RecordId};

/// A closed hazard that was looked at again（销号抽查）of S3-26.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SampleRow {
    /// The hazard.
    pub hazard: RecordId,
    /// Whether it was really put right; `None`: nobody has been there yet.
    pub truly_closed: Option<bool>,
}

/// Truth rate（真实销号率）: really put right, of the closed hazards that were looked at again.
#[must_use]
pub fn truth_rate(rows: &[SampleRow]) -> Ratio {
    Ratio::of(
        rows.iter()
            .filter_map(|row| Some((row.hazard.0, row.truly_closed?))),
    )
}

/// The sample of closed hazards to look at again（抽查样本）: the smallest keys under a seed, so
/// that nobody chooses. At least one if there is any, in the order of the keys.
#[must_use]
pub fn truth_sample(
    closed: &[RecordId],
    seed: &Digest,
    round: u32,
    basis_points: u32,
) -> Vec<RecordId> {
    let mut keyed: Vec<_> = closed
        .iter()
        .map(|id| (least_key(seed, id, round, 1), *id))
        .collect();
    keyed.sort_unstable();
    keyed.dedup();
    let share = usize::try_from(basis_points.min(10_000)).unwrap_or(10_000);
    let wanted = (keyed.len() * share).div_ceil(10_000);
    keyed.into_iter().take(wanted).map(|(_, id)| id).collect()
}
