//! Papers and ledgers（文书与台账）: domain in, bytes out.
//!
//! The same input gives the same bytes: no clock, no randomness, no files, no network. What a
//! paper says of *now* is an argument.
//!
//! # Papers
//! A caller gathers a [`CaseFile`] (a premises with its inspections, hazards and photos), picks a
//! paper ([`papers`]), and has it laid out and written as PDF ([`render`]) with the fonts and
//! pictures it gives. A phone offline and the relay run this same code.
//!
//! # The ledger
//! [`ledger_csv`] writes the hazard ledger（隐患排查整改台账, S4-22）that a township prints and files:
//! one line per hazard, columns as on paper, in Chinese. [`demo_ledger_csv`] writes the same for a
//! relay whose clock is made up, and says so on every line.
//!
//! Rows are taken one at a time and written at once, so a ledger of any length costs the memory
//! of one row.
//!
//! What people typed into a phone ends up in a spreadsheet on an officer's computer. A cell that a
//! spreadsheet would run as a formula is made plain text with a leading apostrophe; a plain
//! number, negative ones too, stays a number.
#![forbid(unsafe_code)]

mod case_file;
mod cell;
mod circular_file;
mod ledger;
mod paper;
pub mod papers;
mod register_file;
mod snapshot_file;
mod snapshot_xlsx;
mod status_label;
mod table;
mod time_text;

pub use case_file::{CaseFile, Office, PhotoFile, RecordFile};
pub use circular_file::CircularFile;
pub use ledger::{
    HazardLevel, LedgerError, LedgerRow, LedgerSheet, demo_ledger_csv, ledger_csv, ledger_xlsx,
};
pub use paper::{
    Align, Authority, Block, Cell, Delegation, FontError, FontSet, Paper, PaperClaim, PaperError,
    Photo, Pictures, RenderedPaper, SealBlock, SignatureBox, Sketch, Span, Table, TableRow,
    TextStyle, content_hash, render,
};
pub use register_file::RegisterFile;
pub use snapshot_file::SnapshotFile;
pub use snapshot_xlsx::snapshot_xlsx;
pub use status_label::status_label;
pub use table::{table_csv, table_line};
