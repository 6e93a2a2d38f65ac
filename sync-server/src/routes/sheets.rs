//! Sheets: registers that the policy pack defines.

mod export;
mod import;
mod list;
mod public;
mod show;

pub(super) use export::{__path_export_sheet, export_sheet};
pub(super) use import::{__path_import_sheet, import_sheet};
pub(super) use list::{__path_list_sheets, list_sheets};
pub(super) use public::{__path_public_sheet, public_sheet};
pub(super) use show::{__path_show_sheet, show_sheet};
