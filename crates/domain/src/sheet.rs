//! Sheets（登记表）: registers that a county defines as data of the policy pack.
//!
//! A sheet says which fields an entry has and what the entries are measured by: numbers of people,
//! dates that run out, areas that have none. Its rows are those of any register of the control
//! stream, so that every phone holds them; what a sheet asks is judged before a row is written,
//! never by a fold. No household and no complainant belongs on a sheet.

mod check;
mod credit;
mod definition;
mod demand;
mod entry;
mod field;
mod gauge;
mod import;
mod incident;
mod personal;
mod standing;
mod validate;
mod value;
mod words;

pub use check::check_sheet_row;
pub use credit::flagged_credit;
pub use definition::{Sheet, SheetRules, Span};
pub use demand::{Demand, Only};
pub use entry::{entries_about, entry_of, sheet_row};
pub use field::{FieldKind, SheetField};
pub use gauge::sheet_standing;
pub use import::{SheetImportRow, read_sheet_rows};
pub use incident::{fire_within, fires};
pub use personal::{holds_personal_number, masked_name};
pub use standing::{LineFinding, LineState, SheetLine, SheetStanding};
pub(crate) use validate::check_sheets;
pub use words::entry_words;

#[cfg(test)]
mod tests;
