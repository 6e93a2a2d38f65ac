use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};

use super::{Measures, PremisesMeasure};
use crate::RecordId;
use crate::policy::PolicyPack;
use crate::premises::{PremisesFacts, effective_category};
use crate::risk::{RecordCounts, RiskScore, score_risk, settle_grade};

/// Months that a repeat looks back, as the fact `repeat_hazard_12m` is named.
const REPEAT_MONTHS: u32 = 12;

/// A premises with its grade and all that led to it（定级依据）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graded {
    /// Grade id that holds: computed, or set by hand and not below a floor.
    pub grade: String,
    /// The computed score with its reasons.
    pub score: RiskScore,
    /// The facts it was computed from.
    pub facts: PremisesFacts,
    /// Open hazards there.
    pub open: u32,
}

/// Grades a premises by its file, its open hazards and its fires（风险定级）of S0-18, S0-24, S0-33; `burned`
/// are the premises of [`crate::sheet::burned_premises`].
#[must_use]
pub fn grade(
    record: RecordId,
    premises: &PremisesMeasure,
    measures: &Measures,
    burned: &BTreeSet<RecordId>,
    pack: &PolicyPack,
    today: NaiveDate,
) -> Graded {
    let hazards = measures.hazards_at(record);
    let mut counts = RecordCounts::default();
    let mut open = 0_u32;
    for hazard in hazards.iter().filter(|it| it.is_open()) {
        open += 1;
        match hazard.life_threat {
            true => counts.open_life_threat += 1,
            false if !hazard.suspected_major => counts.open_general += 1,
            false => {}
        }
        counts.overdue += u32::from(hazard.overdue);
        counts.suspected_major |= hazard.suspected_major;
        counts.major_confirmed |= hazard.major_confirmed;
    }
    let since = today
        .checked_sub_months(Months::new(REPEAT_MONTHS))
        .unwrap_or(today);
    let mut keys: Vec<&str> = hazards
        .iter()
        .filter(|it| it.is_real() && it.found_on.is_some_and(|on| on >= since))
        .map(|it| it.common_key.as_str())
        .filter(|key| !key.is_empty())
        .collect();
    keys.sort_unstable();
    let repeats = keys.windows(2).filter(|pair| pair[0] == pair[1]).count();
    counts.repeat_hazard_12m = u32::try_from(repeats).unwrap_or(u32::MAX);
    let file = premises.premises();
    let mut facts = file.facts(&pack.categories, today);
    counts.add_to(&mut facts);
    if burned.contains(&record) {
        facts.set_flag("fire_in_24m", true);
    }
    let category = effective_category(&file, &pack.categories, &facts);
    let score = score_risk(&pack.risk, &category, &facts);
    let by_hand = premises.grade_override();
    let settled = settle_grade(
        &pack.risk,
        &score,
        &facts,
        None,
        None,
        by_hand.as_ref(),
        today,
    );
    Graded {
        grade: settled.grade,
        score,
        facts,
        open,
    }
}
