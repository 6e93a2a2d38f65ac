//! The lifecycle of records: signed events in a log, and the pure fold over them.
//!
//! Content is a CRDT; status, deadlines, assignment and numbers live here and nowhere else.

mod act;
mod action;
mod event;
mod outcome;
mod reason;
mod state;
mod status;
mod version;

pub use act::{Act, Actor, Facts, LoggedAct, TimeBounds};
pub use action::Action;
pub use event::{Event, Responsible, ReturnReason, ServiceProof, SignatureRef};
pub use outcome::{Effect, Outcome, Ruling, SeriesKey, Timing};
pub use reason::Reason;
pub use state::{HistoryEntry, RecordState};
pub use status::Status;
pub use version::Version;

/// Revision of the fold: rises when a rule of [`judge`](self) changes, so that an auditor can
/// tell a recorded outcome of an older fold from a wrong one.
pub const FOLD_REVISION: u16 = 1;
