//! Command-line shell over mobile-core for workers, officers, tests and support.
