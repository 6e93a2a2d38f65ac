//! Transfers of households: the list for those who look after them, numbers and a masked file for
//! everybody else.

mod export;
mod gather;
mod show;

pub(super) use export::{__path_export_transfer, export_transfer};
pub(super) use show::{__path_show_transfer, show_transfer};
