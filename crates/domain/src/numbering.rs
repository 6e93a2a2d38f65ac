//! Document numbers（文号）: rendering, reading back, and the provisional ones of an offline phone.

mod provisional;
mod template;

pub use provisional::{ParseProvisionalError, ProvisionalNumber};
pub(crate) use template::check_template;
pub use template::{FinalNumber, ParseNumberError, meant_numbers, parse_number, render_number};
