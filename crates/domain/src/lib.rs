//! The pure rules of grid fire inspection: no I/O, no clock, no randomness.
