use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::grade_steps::grade_steps;
use super::{Graded, Measures, PremisesMeasure, grade};
use crate::RecordId;
use crate::control::ControlState;
use crate::lifecycle::Status;
use crate::policy::{CreditGrade, PolicyPack};
use crate::schedule::{GradeStep, open_measures};
use crate::sheet::{fires, flagged_credit};

/// What every plan of visits goes by（检查计划依据）: the pack, what the township has set on a day, and the
/// fires until then. The list of next visits, the plans of agencies, joint visits and the phones ask
/// here, and nowhere else.
#[derive(Clone, Debug)]
pub struct PlanBasis<'a> {
    /// People, grids, registers.
    pub control: &'a ControlState,
    /// The policy pack.
    pub pack: &'a PolicyPack,
    /// The day whose registers count.
    pub on: NaiveDate,
    /// The day until which the records count.
    pub today: NaiveDate,
    fires: BTreeMap<RecordId, Vec<NaiveDate>>,
}

/// A premises as every plan sees it（计划所见场所）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Its grade, lifted by open control measures (S1-16), with what led to it.
    pub graded: Graded,
    /// How that grade came to be, oldest first.
    pub steps: Vec<GradeStep>,
    /// The credit that counts: of the register, else of the file.
    pub credit: Option<CreditGrade>,
    /// The day of the earliest complaint that nobody has looked into（未处置举报）of S2-27.
    pub open_complaint: Option<NaiveDate>,
}

impl<'a> PlanBasis<'a> {
    /// By the records of `today`, and by what the township had set on the day `on`, its incidents and
    /// marks of credit among it.
    #[must_use]
    pub fn new(
        control: &'a ControlState,
        pack: &'a PolicyPack,
        on: NaiveDate,
        today: NaiveDate,
    ) -> Self {
        Self {
            control,
            pack,
            on,
            today,
            fires: fires(&control.registers, on),
        }
    }

    /// A premises with the grade that holds, its credit, and the complaint about it.
    #[must_use]
    pub fn planned(
        &self,
        record: RecordId,
        premises: &PremisesMeasure,
        measures: &Measures,
    ) -> Planned {
        let (registers, pack) = (&self.control.registers, self.pack);
        let credit = flagged_credit(registers, record, self.on).or(premises.premises().credit);
        let mut graded = grade(
            record,
            premises,
            measures,
            &self.fires,
            credit,
            pack,
            self.today,
        );
        let lifts = open_measures(self.control, record, self.on);
        for (_, measure) in &lifts {
            if pack.risk.rank(&measure.grade) > pack.risk.rank(&graded.grade) {
                graded.grade.clone_from(&measure.grade);
            }
        }
        let steps = grade_steps(&graded.changes, &lifts, &pack.risk);
        Planned {
            graded,
            steps,
            credit,
            open_complaint: open_complaint(record, measures),
        }
    }
}

/// The earliest of the complaints that are sorted and not answered, and after whose day nobody came. One
/// of the day of a visit stays: which of the two was first, no day tells.
fn open_complaint(record: RecordId, measures: &Measures) -> Option<NaiveDate> {
    let last = measures
        .visits_at(record)
        .filter(|(_, visit)| visit.status != Status::Withdrawn)
        .filter_map(|(_, visit)| visit.visited_on)
        .max();
    measures
        .reports_at(record)
        .filter(|report| report.is_open())
        .filter_map(|report| report.received_on)
        .filter(|received| last.is_none_or(|last| last <= *received))
        .min()
}
