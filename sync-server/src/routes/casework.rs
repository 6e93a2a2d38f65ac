//! What is drawn up over many records of the registers.

mod alerts;
mod annulled;
mod candidates;
mod check_call;
mod check_meeting;
mod check_week;
mod complaint_text;
mod coverage;
mod import_complaints;
mod lines;
mod public_listings;
mod sample_seed;
mod to_confirm;
mod truth;
mod weekly;

pub(crate) use alerts::{__path_alerts, alerts};
pub(crate) use annulled::{__path_annulled, annulled};
pub(crate) use candidates::{__path_candidates, candidates, check_draw};
pub(crate) use check_call::check_call;
pub(crate) use check_meeting::check_meeting;
pub(crate) use check_week::check_week;
pub(crate) use coverage::{__path_coverage, coverage};
pub(crate) use import_complaints::{__path_import_complaints, import_complaints};
pub(crate) use lines::{all_of, gathered, oldest_first, state_of};
pub(crate) use public_listings::{__path_public_listings, public_listings};
pub(crate) use to_confirm::{__path_to_confirm, to_confirm};
pub(crate) use truth::{__path_truth, truth};
pub(crate) use weekly::{__path_weekly, weekly};
