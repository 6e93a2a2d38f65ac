//! One record: reading it and acting on it.

mod act;
mod show;
mod view;

pub(crate) use act::{__path_act, act};
pub(super) use show::readable;
pub(crate) use show::{__path_show, show};
