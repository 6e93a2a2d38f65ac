use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Certainty;

/// The State Council's holiday tables（节假日安排）by year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayTables {
    /// Time zone of the dates.
    pub timezone: String,
    /// Year by year. A year that is missing, or whose table is `unknown`, counts weekends only.
    pub years: BTreeMap<i32, HolidayYear>,
}

/// One year of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayYear {
    /// `found`, or `unknown` if the notice was not out yet.
    pub certainty: Certainty,
    /// Where it was read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// The notice（通知）.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub doc: String,
    /// Remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Rest days by festival.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub off: BTreeMap<String, Vec<NaiveDate>>,
    /// Make-up working days（调休上班）, as a rule weekend days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workdays: Vec<NaiveDate>,
}
