//! Testkit: builders, manual clock, seeded randomness; end-to-end and mechanism tests.

pub mod photo_generator;
