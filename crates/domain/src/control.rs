//! The control stream: who is who, who may do what where, as rows that everybody replicates.

mod actor;
mod answerable;
mod apply;
mod credentials;
mod error;
mod event;
mod foreign_number;
mod grants;
mod grid;
mod home;
mod keys;
mod offline;
mod own_signature;
mod own_signer;
mod policies;
mod state;
mod streams;
mod tree;
mod works_at;

pub use error::ControlError;
pub use event::{ControlEvent, DeviceEnrollment, DeviceOrder};
pub use grid::{Grid, GridLevel};
pub use home::PremisesMove;
pub use keys::KeyStanding;
pub use policies::PolicyInForce;
pub use state::{ControlRow, ControlState, EnrolledDevice};

#[cfg(test)]
mod tests;
