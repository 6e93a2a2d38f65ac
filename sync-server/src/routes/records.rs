//! One record: reading it and acting on it.

mod act;
pub(super) mod contacts;
mod mask;
mod show;
mod view;

pub(crate) use act::{__path_act, ActResult, act, only_if_applied};
pub(crate) use show::{__path_show, readable, show};
