//! Registers of cases: one set of routes for all of them.

mod list;
mod open;
mod registers;
mod step;
mod write;

pub(crate) use list::{__path_list, list};
pub(crate) use open::{__path_open, grid_stream, open};
pub(crate) use registers::{__path_registers, registers};
pub(crate) use step::{__path_step, step};
pub(crate) use write::{Place, StepBody, rehearse_step, write_and_step, write_and_step_as};
