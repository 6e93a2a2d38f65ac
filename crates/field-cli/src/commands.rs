//! The commands, one a file.

pub(crate) mod actions;
pub(crate) mod case;
pub(crate) mod census;
pub(crate) mod conflicts;
pub(crate) mod courier;
pub(crate) mod due;
pub(crate) mod enroll;
pub(crate) mod export;
pub(crate) mod grids;
pub(crate) mod hazard;
pub(crate) mod history;
pub(crate) mod inspect;
pub(crate) mod photo;
pub(crate) mod plan;
pub(crate) mod premises;
pub(crate) mod refused;
pub(crate) mod resolve;
pub(crate) mod review;
pub(crate) mod shell;
pub(crate) mod show;
pub(crate) mod status;
pub(crate) mod stress_writes;
pub(crate) mod sweep;
pub(crate) mod sync;
pub(crate) mod verify_ledger;
pub(crate) mod withdraw;
