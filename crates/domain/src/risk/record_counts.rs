use crate::premises::PremisesFacts;

/// What is counted from the records of a premises（动态风险数据）for its score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecordCounts {
    /// Open general hazards.
    pub open_general: u32,
    /// Open hazards that threaten life; not among the general ones.
    pub open_life_threat: u32,
    /// Overdue.
    pub overdue: u32,
    /// Repeats within twelve months.
    pub repeat_hazard_12m: u32,
    /// A report was verified within six months.
    pub verified_report_6m: bool,
    /// Not inspected for over two cycles.
    pub no_check_over_2_cycles: bool,
    /// No hazard in the last two cycles.
    pub no_hazard_2_cycles: bool,
    /// A suspected major hazard is open.
    pub suspected_major: bool,
    /// A major hazard was confirmed and is open.
    pub major_confirmed: bool,
}

impl RecordCounts {
    /// Adds them to the facts of the premises.
    pub fn add_to(&self, facts: &mut PremisesFacts) {
        facts.set_number("open_general", i64::from(self.open_general));
        facts.set_number("open_life_threat", i64::from(self.open_life_threat));
        facts.set_number("overdue", i64::from(self.overdue));
        facts.set_number("repeat_hazard_12m", i64::from(self.repeat_hazard_12m));
        facts.set_flag("verified_report_6m", self.verified_report_6m);
        facts.set_flag("no_check_over_2_cycles", self.no_check_over_2_cycles);
        facts.set_flag("no_hazard_2_cycles", self.no_hazard_2_cycles);
        facts.set_flag("suspected_major", self.suspected_major);
        facts.set_flag("major_confirmed", self.major_confirmed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::premises::fact_names::RECORD_FACTS;

    #[test]
    fn it_sets_every_fact_of_records_and_no_other() {
        let mut facts = PremisesFacts::default();
        RecordCounts::default().add_to(&mut facts);
        for name in RECORD_FACTS {
            assert_eq!(facts.number(name), Some(0), "{name}");
        }
        assert_eq!(
            format!("{facts:?}").matches(": 0").count(),
            RECORD_FACTS.len()
        );
    }
}
