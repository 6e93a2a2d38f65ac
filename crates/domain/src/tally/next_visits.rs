use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Measures;
use super::visit_plan::VisitPlan;
use crate::control::ControlState;
use crate::policy::{PolicyPack, Visitor};
use crate::risk::RiskReason;
use crate::schedule::NextDue;
use crate::{GridId, RecordId};

/// A premises to visit next, with all that put it where it stands（建议走访）of S2-36.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextVisit {
    /// Which.
    pub premises: RecordId,
    /// Its small grid.
    pub grid: GridId,
    /// Its name.
    pub name: String,
    /// Risk grade id.
    pub grade: String,
    /// Risk score.
    pub score: i64,
    /// What made the score.
    pub reasons: Vec<RiskReason>,
    /// When it is due and why; `None`: the plan asks for no visit.
    pub due: Option<NextDue>,
    /// Days past the due day; negative: still to come.
    pub days_over: i64,
    /// Open hazards.
    pub open: u32,
    /// The last visit, if there was one.
    pub last_visit: Option<NaiveDate>,
}

/// Premises in the order in which a visit is worth most（建议走访次序）of S2-36: the overdue first, the
/// higher grade first, then the longer overdue, the higher score, the id. Every line says why; no
/// line is a judgment by anything but the rules of the pack and what the township has set: response
/// levels, control measures, frequencies, incidents. What is to be left in peace and owes
/// no visit is not among them.
#[must_use]
pub fn next_visits(
    measures: &Measures,
    control: &ControlState,
    pack: &PolicyPack,
    by: Visitor,
    today: NaiveDate,
) -> Vec<NextVisit> {
    let plan = VisitPlan::new(measures, control, pack, by, today, today);
    let visits: BTreeMap<RecordId, Vec<NaiveDate>> = measures.all_visits();
    let mut list = Vec::new();
    for (record, it) in measures.premises.iter().filter(|(_, it)| it.is_active()) {
        let Some(on_file_since) = it.on_file_since else {
            continue;
        };
        let last_visit = visits.get(record).and_then(|days| days.last()).copied();
        let (graded, due) = plan.next_visit(*record, it, on_file_since, last_visit);
        if due.is_none() && graded.open == 0 {
            continue;
        }
        let days_over = due.as_ref().map_or(i64::MIN, |due| {
            today.signed_duration_since(due.date).num_days()
        });
        list.push(NextVisit {
            premises: *record,
            grid: it.grid,
            name: it.name.clone(),
            grade: graded.grade,
            score: graded.score.score,
            reasons: graded.score.reasons,
            due,
            days_over,
            open: graded.open,
            last_visit,
        });
    }
    sort_visits(&mut list, pack);
    list
}

/// Puts premises to visit into the order of [`next_visits`]（排序）, those of several lists too.
pub fn sort_visits(list: &mut [NextVisit], pack: &PolicyPack) {
    list.sort_by_key(|it| {
        let rank = pack.risk.rank(&it.grade);
        let order = (
            it.days_over <= 0,
            std::cmp::Reverse((rank, it.days_over, it.score)),
        );
        (order, it.premises)
    });
}
