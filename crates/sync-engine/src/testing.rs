//! A little world to play in, and the conformance suites that every store passes.
//!
//! Feature `testing`. Functions here panic when a promise is broken: they are tests.

mod ahead_suite;
mod client_suite;
mod defect;
mod files_suite;
mod heads_suite;
mod older_build;
mod phone;
mod redaction_suite;
mod relay_suite;
mod world;

pub use client_suite::client_store_suite;
pub use defect::{Defect, is_planted, plant};
pub use older_build::{OlderBuild, can_read};
pub use phone::{Fault, Phone};
pub use relay_suite::relay_store_suite;
pub use world::World;
