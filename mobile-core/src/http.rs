//! Talking to the relay: TLS with a pinned key, typed failures, bounded bodies, counted bytes.
//!
//! **Invariants.** Nothing is sent to a relay whose key is not the pinned one, the one that it announced as
//! its next, or one that the root key certified. No body is read
//! without a limit. Every call can be cancelled and has a timeout. A failure never loses what was
//! to be sent: the caller still holds it.

mod body;
mod counters;
mod failure;
mod pin;
mod relay_client;
mod tus;
mod wake;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

pub(crate) use counters::Counters;
pub(crate) use failure::HttpFailure;
pub(crate) use pin::{AnsweredBy, TrustedKeys};
pub(crate) use relay_client::{RelayClient, SessionKey};
pub(crate) use tus::{BegunUpload, BlobSource, UploadOutcome, UploadRequest};
pub(crate) use wake::wake;
