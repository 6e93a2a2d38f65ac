//! The page for the public（随手拍）of S2-34, as a process of its own.
//!
//! It holds one folder with one database and one key, and has no path to anything else: no
//! accounts, no log, no blobs of inspections, no address that it would call. What it took in lies
//! there until the relay collects it; what may be told of it, the relay puts there.

mod address;
mod ask;
mod form_token;
mod html;
mod limits;
mod multipart;
mod pages;
mod photos;
mod secret;
mod serving;
mod site;
mod submit;

pub(crate) use secret::IntakeSecret;
pub use serving::{Intake, IntakeConfig, RunningIntake};

#[cfg(test)]
mod tests;
