//! Kotlin and Swift surface over mobile-core; no decisions.
