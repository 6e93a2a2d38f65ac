//! Hazards（隐患）: the content of a rectification record as the rules read it.

pub mod keys;

mod check;
mod frozen;
mod repeat;
mod source;
mod view;
mod write;

pub use check::check_hazard;
pub use frozen::{
    frozen_since, goes_by_notice, refuse_rewriting, refuse_settling, refuse_signing,
    refuse_unsigning,
};
pub use repeat::{EarlierHazard, repeat_of};
pub use source::HazardSource;
pub use view::{Hazard, HazardSeverity};
pub use write::{beside_file_remark, hazard_content};

#[cfg(test)]
mod tests;
