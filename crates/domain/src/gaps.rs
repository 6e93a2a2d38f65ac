//! Gaps（管理空白）: 横到边、纵到底、无缝隙、无缺口 (S4-23), every risk point with a name (S1-14), the
//! key types first (S4-16).

mod find;
mod gap;
mod grid_row;
mod rules;

pub use find::{PremisesRow, find_gaps};
pub use gap::{Gap, GapKind, GapReport, GapSubject};
pub use grid_row::{GridRow, grid_rows};
pub use rules::GapRules;

#[cfg(test)]
mod tests;
