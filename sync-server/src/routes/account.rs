//! Sign-in by name and password.

mod login;
mod logout;
mod me;
pub(super) mod revoke;

pub(crate) use login::{__path_login, login};
pub(crate) use logout::{__path_logout, logout};
pub(crate) use me::{__path_me, me};
