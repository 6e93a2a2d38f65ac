//! Lists of premises from a workbook（场所名单导入）: checked first, entered when confirmed.

pub(super) mod check;
pub(super) mod confirm;

pub(super) use check::check;
pub(super) use confirm::confirm;
