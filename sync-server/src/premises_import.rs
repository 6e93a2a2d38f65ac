//! Lists of premises from a workbook（场所名单导入）of S3-12: read, checked row by row, reconciled per
//! village, and entered only when somebody confirms what was checked.

mod cell;
mod columns;
mod enter;
mod error;
mod known;
mod plan;
mod report;
mod stated;
mod workbook;

pub(crate) use enter::{Confirmation, EnterError, enter};
pub(crate) use error::PremisesImportError;
pub(crate) use plan::{PlanError, Planned, Planning, SET_MARKS, plan};
pub(crate) use report::{EnteredPremises, ImportPlan};
pub(crate) use workbook::read_workbook;

#[cfg(test)]
pub(crate) mod tests;
