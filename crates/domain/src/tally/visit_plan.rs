use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Graded, Measures, PremisesMeasure, grade};
use crate::RecordId;
use crate::calendar::Calendar;
use crate::control::ControlState;
use crate::policy::{PolicyPack, Visitor};
use crate::premises::effective_category;
use crate::register::GRID_AGENCY;
use crate::schedule::{ExtraInput, NextDue, SetVisits, VisitInput, next_due_with, open_measures};
use crate::sheet::{burned_premises, flagged_credit};

/// What a list of visits knows of every premises alike: the list of next visits and the rate of visits
/// done ask by it, and by nothing else.
pub(super) struct VisitPlan<'a> {
    measures: &'a Measures,
    control: &'a ControlState,
    pack: &'a PolicyPack,
    calendar: Calendar,
    set: SetVisits,
    burned: BTreeSet<RecordId>,
    by: Visitor,
    on: NaiveDate,
    today: NaiveDate,
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
            control,
            pack,
            calendar: pack.working_calendar(),
            set: SetVisits::on(control, on),
            burned: burned_premises(&control.registers, on),
            by,
            on,
            today,
        }
    }

    /// The grade of a premises, lifted by open control measures, and the visit that is owed next. What
    /// the township has set counts here as on the phones（S2-11, S1-16, S4-11, S2-38）.
    pub(super) fn next_visit(
        &self,
        record: RecordId,
        it: &PremisesMeasure,
        on_file_since: NaiveDate,
        last_visit: Option<NaiveDate>,
    ) -> (Graded, Option<NextDue>) {
        let (control, pack) = (self.control, self.pack);
        let mut graded = grade(record, it, self.measures, &self.burned, pack, self.today);
        for (_, measure) in open_measures(control, record, self.on) {
            if pack.risk.rank(&measure.grade) > pack.risk.rank(&graded.grade) {
                graded.grade = measure.grade;
            }
        }
        let premises = it.premises();
        let input = VisitInput {
            by: self.by,
            grade: &graded.grade,
            credit: flagged_credit(&control.registers, record, self.on).or(premises.credit),
            facts: &graded.facts,
            last_visit,
            on_file_since,
            open_complaint: None,
        };
        let category = effective_category(&premises, &pack.categories, &graded.facts);
        let extra = ExtraInput {
            control,
            premises: record,
            grid: it.grid,
            category: &category,
            facts: &graded.facts,
            grade: &graded.grade,
            date: self.on,
        };
        let mut visits = self.set.raised(&extra, self.by);
        if self.by == Visitor::Grid {
            visits.extend(self.set.of_agency(&extra, GRID_AGENCY));
        }
        let due = next_due_with(&input, pack, &self.calendar, &visits);
        (graded, due)
    }
}
