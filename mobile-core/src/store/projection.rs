//! Rows of lists, kept in step with the records they are read from.

mod case;
mod hazard;
mod inspection;
mod photo;
mod premises;

pub(super) use case::case;
pub(super) use hazard::hazard;
pub(super) use inspection::inspection;
pub(super) use photo::photo;
pub(super) use premises::premises;
