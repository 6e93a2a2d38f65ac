//! Testkit: builders, manual clock, seeded randomness; end-to-end and mechanism tests.
#![forbid(unsafe_code)]

pub mod baseline;
pub mod manual_clock;
pub mod peer_contract;
pub mod postgres_cluster;
pub mod process_usage;
pub mod proxy;
pub mod s3_server;
pub mod seeded;
pub mod slope;
mod strokes;
pub mod township;
pub mod workload;
pub mod write_ledger;

pub use strokes::{STROKES, strokes_of};
pub use wangge_photo_generator as photo_generator;
