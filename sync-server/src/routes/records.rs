//! One record: reading it and acting on it.

mod act;
mod answerable;
mod companions;
pub(super) mod contacts;
mod field_edit;
mod grading;
mod kept_phone;
mod related;
mod same_file;
mod show;
mod stray_key;
mod view;

pub(crate) use act::{__path_act, ActResult, act, only_if_applied};
pub(crate) use companions::{__path_companions, companions};
pub(crate) use kept_phone::require_whole_phone;
pub(crate) use related::{__path_related, related};
pub(crate) use show::{__path_show, readable, show};
