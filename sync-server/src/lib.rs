//! The relay: HTTP, stores, jobs, administration.
