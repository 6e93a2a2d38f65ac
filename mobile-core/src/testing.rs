//! Phones on real folders, with a relay of the engine's little world behind real TLS.

mod relay;
mod scene;

pub(crate) use relay::TestRelay;
pub(crate) use scene::{Scene, TestPhone, open, photo, premises_fields};
