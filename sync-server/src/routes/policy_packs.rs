//! Policy packs at the console（政策包管理）: look, compare, upload what was signed elsewhere, schedule.

mod list;
mod upload;

pub(crate) use list::{__path_list_packs, __path_show_pack, list_packs, show_pack};
pub(crate) use upload::{__path_upload_pack, upload_pack};
