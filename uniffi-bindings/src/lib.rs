//! The place of the Kotlin and Swift surface over mobile-core; no decisions will stand here.
//!
//! Nothing is exported yet: the README says so. The package holds its place in the layering test,
//! so that the arrows are right before the first line is written.
#![forbid(unsafe_code)]
