//! The bridge（网页外壳的桥）: one JSON dispatcher over the facade of mobile-core, so that a native host
//! passes strings and nothing else between its web view and the core.
//!
//! A request is `{"method": "premises.get", "args": {…}}`; an answer is `{"ok": …}` or
//! `{"error": {…}}`. `docs/BRIDGE.md` lists every method with its shapes; a test holds it to the
//! table in this crate. Nothing is decided here: every method is one call of the facade, or a few
//! that only read.
#![forbid(unsafe_code)]

mod args;
mod bridge;
mod document;
mod failure;
mod method;
mod methods;
mod surroundings;
mod sync_state;
mod view;

pub use bridge::Bridge;
pub use document::document;
pub use surroundings::Surroundings;

#[cfg(test)]
mod tests;
