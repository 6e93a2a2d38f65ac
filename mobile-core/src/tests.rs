//! Operations on whole phones, with a relay.

mod cases;
mod clock;
mod comparing;
mod conflicts;
mod damage;
mod enrollment;
mod field_edits;
mod first_start;
mod gone_premises;
mod inspection_loop;
mod lifecycle;
mod limits;
mod newer_policy;
mod photo_files;
mod photos;
mod recovery;
mod refusals;
mod registers;
mod same_files;
mod signed_alike;
mod syncing;
