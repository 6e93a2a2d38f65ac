//! Draws the photos that tests and the demo shoot.
//!
//! No real person, place or device is on them: scenes are polygons, texture and sensor-like noise,
//! and each carries the word 演示 in a corner, so that none can be taken for evidence.
//! A [`Pool`] of 12-megapixel pictures is drawn once; a *shot* is one of them with EXIF of its
//! own, so that no two shots have equal bytes. [`small_jpeg`] serves tests that need speed.
//!
//! Everything depends on the seed alone.
#![forbid(unsafe_code)]

mod canvas;
mod develop;
mod exif_block;
mod noise;
mod pool;
mod scene;
mod seeded;
mod small_jpeg;
mod stamp;

pub use exif_block::ShotExif;
pub use pool::Pool;
pub use scene::Scene;
pub use small_jpeg::small_jpeg;
