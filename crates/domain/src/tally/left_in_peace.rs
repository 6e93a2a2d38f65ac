use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Measures;
use super::visit_plan::VisitPlan;
use crate::RecordId;
use crate::control::ControlState;
use crate::policy::{PolicyPack, Visitor};

/// The premises in use to which nobody is to come on this day（无事不扰）of S2-27: low risk, good credit, no
/// complaint, nothing that the township has set, and no visit of the plan due.
#[must_use]
pub fn left_in_peace(
    measures: &Measures,
    control: &ControlState,
    pack: &PolicyPack,
    today: NaiveDate,
) -> BTreeSet<RecordId> {
    let plan = VisitPlan::new(measures, control, pack, Visitor::Grid, today, today);
    let visits = measures.all_visits();
    let premises = measures.premises.iter().filter(|(_, it)| it.is_active());
    let left = premises.filter(|(record, it)| {
        let Some(on_file_since) = it.on_file_since else {
            return false;
        };
        let last = visits.get(record).and_then(|days| days.last()).copied();
        let (_, due) = plan.next_visit(**record, it, on_file_since, last);
        due.is_some_and(|due| due.is_left_in_peace_on(today))
    });
    left.map(|(record, _)| *record).collect()
}
