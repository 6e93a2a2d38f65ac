use chrono::NaiveDate;
use wangge_domain::{GridId, RecordId};

/// What every letter（函、单、书）has, whatever it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The record it is about: a hazard, a premises, a case.
    pub record: RecordId,
    /// Code of the issuing body in the policy pack.
    pub issuer: String,
    /// The grid it is about.
    pub grid: GridId,
    /// Number, final or provisional.
    pub number: String,
    /// Day it bears.
    pub dated: NaiveDate,
    /// To whom: a unit, a person, a body.
    pub to: String,
}
