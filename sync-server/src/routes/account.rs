//! Sign-in by name and password.

mod login;
mod logout;
mod me;
pub(super) mod revoke;
mod totp;

pub(crate) use login::{__path_login, login};
pub(crate) use logout::{__path_logout, logout};
pub(crate) use me::{__path_me, me};
pub(crate) use totp::{
    __path_begin_totp, __path_confirm_totp, __path_remove_totp, begin_totp, confirm_totp,
    remove_totp,
};
