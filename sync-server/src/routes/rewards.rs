//! Rewards of grid workers.

mod decide;
mod export;
mod list;

pub(super) use decide::*;
pub(super) use export::*;
pub(super) use list::*;
