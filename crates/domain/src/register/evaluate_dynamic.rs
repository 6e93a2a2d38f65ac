use chrono::NaiveDate;

use super::{ControlMeasure, DynamicRule};
use crate::premises::PremisesFacts;
use crate::{GridId, RecordId};

/// One step of the evaluation（动态评估）of one premises by one rule: the measure as it is to stand
/// from today on, or `None` if nothing changes. It opens at once, and is lifted only after a
/// number of calm days in a row (hysteresis).
#[must_use]
pub fn evaluate_dynamic(
    key: &str,
    rule: &DynamicRule,
    premises: (RecordId, GridId),
    facts: &PremisesFacts,
    standing: Option<&ControlMeasure>,
    today: NaiveDate,
) -> Option<ControlMeasure> {
    let opens = rule.open_when.holds(facts);
    let Some(standing) = standing.filter(|measure| !measure.lifted) else {
        return opens.then(|| ControlMeasure {
            premises: premises.0,
            grid: premises.1,
            rule: key.to_owned(),
            grade: rule.grade.clone(),
            measure: rule.measure.clone(),
            every: rule.every,
            calm_since: None,
            lifted: false,
        });
    };
    let mut next = standing.clone();
    if opens || rule.keep_when.holds(facts) {
        next.calm_since = None;
    } else {
        let since = *next.calm_since.get_or_insert(today);
        let calm = today.signed_duration_since(since).num_days();
        next.lifted = calm >= i64::from(rule.calm_days);
    }
    (next != *standing).then_some(next)
}
