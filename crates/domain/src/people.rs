//! People, roles and what they may do where.

mod credential;
mod grant;
mod person;
mod role;

pub use credential::Credential;
pub use grant::{RoleGrant, Scope};
pub use person::Person;
pub use role::Role;
