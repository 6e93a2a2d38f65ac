//! One record: reading it and acting on it.

mod act;
mod answerable;
pub(super) mod contacts;
mod field_edit;
mod kept_phone;
mod same_file;
mod show;
mod stray_key;
mod view;

pub(crate) use act::{__path_act, ActResult, act, only_if_applied};
pub(crate) use kept_phone::require_whole_phone;
pub(crate) use show::{__path_show, readable, show};
