use serde::{Deserialize, Serialize};

use super::{EvaluationPeriod, Ranked, TownshipRules};
use crate::{Digest, GridId};

/// What the draft of a circular says（通报稿）of S0-40: who is praised and who is criticized follows
/// from the grades; a person signs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circular {
    /// Which period.
    pub period: EvaluationPeriod,
    /// Hashes of the snapshots it rests on, in order.
    pub snapshots: Vec<Digest>,
    /// 通报表扬, in the order of the ranking.
    pub praised: Vec<GridId>,
    /// 通报批评, in the order of the ranking.
    pub criticized: Vec<GridId>,
    /// 无考核结果: too little data for a score, or no frozen figures of the period; without a place.
    pub without_result: Vec<GridId>,
}

/// The facts of the circular of a ranking; `unfrozen` are those that should be in it and have no
/// frozen figures of the period.
#[must_use]
pub fn circular(
    period: EvaluationPeriod,
    ranking: &[Ranked],
    unfrozen: &[GridId],
    mut snapshots: Vec<Digest>,
    rules: &TownshipRules,
) -> Circular {
    snapshots.sort_unstable();
    let mut circular = Circular {
        period,
        snapshots,
        praised: Vec::new(),
        criticized: Vec::new(),
        without_result: Vec::new(),
    };
    for line in ranking {
        let grade = rules
            .grades
            .iter()
            .find(|it| Some(&it.id) == line.grade.as_ref());
        match grade {
            Some(grade) if grade.failed => circular.criticized.push(line.scope),
            Some(grade) if grade.praised && line.place.is_some() => {
                circular.praised.push(line.scope)
            }
            Some(_) => {}
            None => circular.without_result.push(line.scope),
        }
    }
    circular.without_result.extend_from_slice(unfrozen);
    circular
}
