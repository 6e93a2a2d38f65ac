use chrono::NaiveDate;

/// A grade from a day on（等级变动）, as plans of visits need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GradeStep {
    /// From this day on.
    pub on: NaiveDate,
    /// Grade id.
    pub grade: String,
}
