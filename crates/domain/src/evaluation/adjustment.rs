use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{EvaluationError, LogCut, Ratio, Snapshot};

/// How a figure would be now（事后调整）: shown beside the frozen one, never in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustment {
    /// Code of the figure.
    pub code: String,
    /// As it was frozen, numbers alone.
    pub frozen: Ratio,
    /// As it is now, numbers alone.
    pub now: Ratio,
    /// Counted as met now, and not then.
    pub newly_met: Vec<Uuid>,
    /// Counted as met then, and not now.
    pub no_longer_met: Vec<Uuid>,
    /// In the denominator now, and not then.
    pub came_in: Vec<Uuid>,
    /// In the denominator then, and not now.
    pub dropped_out: Vec<Uuid>,
}

/// What late data changed in the figures of a snapshot（S1-20）; figures that are as they were are
/// left out.
///
/// # Errors
/// [`EvaluationError::OlderCut`] if the log is read less far than the snapshot,
/// [`EvaluationError::OtherFigures`] if the codes are not the same.
pub fn adjustments(
    snapshot: &Snapshot,
    cut: &LogCut,
    figures: &BTreeMap<String, Ratio>,
) -> Result<Vec<Adjustment>, EvaluationError> {
    if !cut.reaches(&snapshot.cut) {
        return Err(EvaluationError::OlderCut);
    }
    if !figures.keys().eq(snapshot.figures.keys()) {
        return Err(EvaluationError::OtherFigures);
    }
    let changed = snapshot
        .figures
        .iter()
        .zip(figures.values())
        .filter(|((_, old), new)| old != new);
    Ok(changed
        .map(|((code, old), new)| compare(code, old, new))
        .collect())
}

fn compare(code: &str, frozen: &Ratio, now: &Ratio) -> Adjustment {
    let all = |it: &Ratio| -> BTreeSet<Uuid> { it.met.iter().chain(&it.unmet).copied().collect() };
    let met = |it: &Ratio| -> BTreeSet<Uuid> { it.met.iter().copied().collect() };
    let less = |one: &BTreeSet<Uuid>, other: &BTreeSet<Uuid>| -> Vec<Uuid> {
        one.difference(other).copied().collect()
    };
    let (old, new) = (met(frozen), met(now));
    let (old_all, new_all) = (all(frozen), all(now));
    Adjustment {
        code: code.to_owned(),
        frozen: frozen.without_ids(),
        now: now.without_ids(),
        newly_met: less(&new, &old),
        no_longer_met: less(&old, &new),
        came_in: less(&new_all, &old_all),
        dropped_out: less(&old_all, &new_all),
    }
}
