//! The hazard ledger（隐患排查整改台账）.

mod columns;
mod row;
mod write;
mod xlsx;

#[cfg(test)]
mod tests;

pub use row::{HazardLevel, LedgerRow};
pub use write::{demo_ledger_csv, ledger_csv};
pub use xlsx::{LedgerError, LedgerSheet, ledger_xlsx};
