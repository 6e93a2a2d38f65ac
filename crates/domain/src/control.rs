//! The control stream: who is who, who may do what where, as rows that everybody replicates.

mod event;
mod grid;
mod state;

pub use event::{ControlEvent, DeviceEnrollment};
pub use grid::{Grid, GridLevel};
pub use state::{ControlRow, ControlState, EnrolledDevice};
