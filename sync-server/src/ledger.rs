//! Rows of the hazard ledger（台账）out of the store, one at a time.

mod answerable;
mod deadlines;
mod filed_case;
mod progress;
mod recheck;
mod row;
mod rows;

pub(crate) use rows::LedgerRows;
