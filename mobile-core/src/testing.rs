//! A core on a real folder with a relay of the engine's little world behind real TLS.

mod bench;
mod relay;
mod scene;

pub(crate) use relay::TestRelay;
pub(crate) use scene::{ManualClock, Scene, photo};
