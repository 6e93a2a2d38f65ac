//! The pure rules of grid fire inspection（网格消防检查）.
//!
//! Everything here is a function of its arguments: no I/O, no clock, no randomness, no async.
//! Rules return findings; they never fail because of the outside world.
//! Numbers that a county may change come from the policy pack ([`policy`]), never from constants.
#![forbid(unsafe_code)]

mod digest;
mod finding;
mod id;
mod time;

pub mod accounting;
pub mod admission;
pub mod calendar;
pub mod campaign;
pub mod casework;
pub mod census;
pub mod checklist;
pub mod control;
pub mod draw;
pub mod evaluation;
pub mod gaps;
pub mod hazard;
pub mod inspection;
pub mod lifecycle;
pub mod numbering;
pub mod owner_page;
pub mod people;
pub mod policy;
pub mod premises;
pub mod public_report;
pub mod record;
pub mod register;
pub mod resources;
pub mod reward;
pub mod risk;
pub mod schedule;
pub mod sheet;
pub mod staffing;
pub mod tally;

pub use digest::Digest;
pub use finding::{Finding, FindingLevel};
pub use id::{DeviceId, GridId, RecordId, StreamId, TenantId, UserId};
pub use time::{CHINA_OFFSET_SECONDS, Timestamp};
