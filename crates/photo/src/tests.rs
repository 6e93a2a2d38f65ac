//! Tests of the crate as a whole: what a photo becomes, and what hostile files do not do.

mod copies;
mod hostile_jpeg;
mod hostile_metadata;
mod hostile_png;
mod metadata;
mod orientations;
mod pictures;
mod real_cameras;
mod truncation;
mod watermarks;
