//! Sign-on by an organisation's own provider（统一认证登录）: OpenID Connect, code flow with PKCE
//! (docs/adr/0016-sign-on.md). The provider says who it is; what that person may do says the relay.

mod attempt;
mod choice;
mod failure;
mod provider;
mod transport;

pub(crate) use attempt::SignOnAttempt;
pub use choice::{SignOnChoice, SignOnClaim};
pub(crate) use failure::SignOnFailure;
pub(crate) use provider::SignOn;
