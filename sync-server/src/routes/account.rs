//! Sign-in by name and password, or by a provider of the organisation.

mod login;
mod logout;
mod me;
pub(super) mod revoke;
mod sign_on;
mod totp;

pub(crate) use login::{__path_login, login};
pub(crate) use logout::{__path_logout, logout};
pub(crate) use me::{__path_me, me};
pub(crate) use sign_on::{
    __path_sign_on_begin, __path_sign_on_callback, __path_sign_on_offer, sign_on_begin,
    sign_on_callback, sign_on_offer,
};
pub(crate) use totp::{
    __path_begin_totp, __path_confirm_totp, __path_remove_totp, begin_totp, confirm_totp,
    remove_totp,
};
