//! Papers of the relay（文书）: gathered from the store, made by the same code as on a phone.

mod board;
mod case_file;
mod make;
mod paper_kind;

pub(crate) use board::board_id;
pub(crate) use make::{Draft, draft};
pub(crate) use paper_kind::PaperKind;
