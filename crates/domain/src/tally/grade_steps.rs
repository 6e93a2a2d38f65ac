use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::policy::RiskRules;
use crate::register::ControlMeasure;
use crate::risk::GradeChange;
use crate::schedule::GradeStep;

/// The grades of a premises with the days from which they held, oldest first: by its records, and lifted
/// by the control measures that are open, each from its day on.
pub(super) fn grade_steps(
    changes: &[GradeChange],
    lifts: &[(NaiveDate, ControlMeasure)],
    risk: &RiskRules,
) -> Vec<GradeStep> {
    let days = changes.iter().map(|change| change.on);
    let days: BTreeSet<NaiveDate> = days.chain(lifts.iter().map(|(since, _)| *since)).collect();
    let mut steps: Vec<GradeStep> = Vec::new();
    for on in days {
        let until = changes.partition_point(|change| change.on <= on);
        let own = until.checked_sub(1).and_then(|at| changes.get(at));
        let lifted = lifts.iter().filter(|(since, _)| *since <= on);
        let grades = own.map(|change| &change.grade).into_iter();
        let grades = grades.chain(lifted.map(|(_, measure)| &measure.grade));
        let Some(grade) = grades.max_by_key(|grade| risk.rank(grade)) else {
            continue;
        };
        if steps.last().is_none_or(|last| last.grade != *grade) {
            steps.push(GradeStep {
                on,
                grade: grade.clone(),
            });
        }
    }
    steps
}
