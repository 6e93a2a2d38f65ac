//! The list of what waits for a person（待定箱）, and its admission.

mod admit;
mod admit_many;
mod list;

pub(crate) use admit::{__path_admit, admit};
pub(crate) use admit_many::{__path_admit_many, admit_many};
pub(crate) use list::{__path_list, list};
