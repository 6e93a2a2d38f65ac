//! Papers of the relay（文书）: gathered from the store, made by the same code as on a phone.

mod as_made;
mod board;
mod case_bundle;
mod case_file;
mod check;
mod circular;
mod gather;
mod genuine;
mod make;
mod paper_kind;
mod snapshot;

pub(crate) use board::board_id;
pub(crate) use case_bundle::{case_bundle, case_bundle_id};
pub(crate) use case_file::record_of_kind;
pub use check::{LogPlace, PaperCheck, PaperVerdict, PaperVersion, WithoutEffect};
pub(crate) use check::{check_with_bundle, earlier_version, prepare};
pub(crate) use circular::CircularAsked;
pub(crate) use genuine::genuine;
pub(crate) use make::{Draft, draft, draft_for, issuer_name, office};
pub(crate) use paper_kind::PaperKind;
pub(crate) use snapshot::{snapshot_file, snapshot_of};
