use chrono::NaiveDate;

use super::{Graded, Measures, PlanBasis, Planned, PremisesMeasure};
use crate::RecordId;
use crate::calendar::Calendar;
use crate::control::ControlState;
use crate::policy::{PolicyPack, Visitor};
use crate::register::GRID_AGENCY;
use crate::schedule::{ExtraInput, NextDue, SetVisits, VisitInput, next_due_with};

/// What a list of visits knows of every premises alike: the list of next visits and the rate of visits
/// done ask by it, and by nothing else.
pub(super) struct VisitPlan<'a> {
    measures: &'a Measures,
    basis: PlanBasis<'a>,
    calendar: Calendar,
    set: SetVisits,
    by: Visitor,
}

impl<'a> VisitPlan<'a> {
    /// The plan of one kind of visitor: by the records of `today`, and by what the township had set on
    /// the day `on`, its incidents and marks of credit among it.
    pub(super) fn new(
        measures: &'a Measures,
        control: &'a ControlState,
        pack: &'a PolicyPack,
        by: Visitor,
        on: NaiveDate,
        today: NaiveDate,
    ) -> Self {
        Self {
            measures,
            basis: PlanBasis::new(control, pack, on, today),
            calendar: pack.working_calendar(),
            set: SetVisits::on(control, on),
            by,
        }
    }

    /// The grade of a premises, lifted by open control measures, and the visit that is owed next. What
    /// the township has set counts here as on the phones（S2-11, S1-16, S4-11, S2-38）, and a complaint
    /// that nobody has looked into（S2-27）.
    pub(super) fn next_visit(
        &self,
        record: RecordId,
        it: &PremisesMeasure,
        on_file_since: NaiveDate,
        last_visit: Option<NaiveDate>,
    ) -> (Graded, Option<NextDue>) {
        let basis = &self.basis;
        let Planned {
            graded,
            steps,
            credit,
            open_complaint,
        } = basis.planned(record, it, self.measures);
        let input = VisitInput {
            by: self.by,
            grade: &graded.grade,
            steps: &steps,
            credit,
            facts: &graded.facts,
            last_visit,
            on_file_since,
            open_complaint,
        };
        let extra = ExtraInput {
            control: basis.control,
            premises: record,
            grid: it.grid,
            category: &graded.category,
            facts: &graded.facts,
            grade: &graded.grade,
            date: basis.on,
        };
        let mut visits = self.set.raised(&extra, self.by);
        if self.by == Visitor::Grid {
            visits.extend(self.set.of_agency(&extra, GRID_AGENCY));
        }
        let due = next_due_with(&input, basis.pack, &self.calendar, &visits);
        (graded, due)
    }
}
