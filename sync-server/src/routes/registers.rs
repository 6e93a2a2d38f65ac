//! Registers: what a township sets.

mod list;
mod scope;
mod set;
mod show;
mod view;

pub(super) use list::*;
pub(super) use set::*;
pub(super) use show::*;
