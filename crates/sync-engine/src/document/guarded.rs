use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs a piece of work of the document library. A panic in it becomes an error: the library
/// trusts its input in places, and one record must not end the process. What the closure borrows
/// mutably is thrown away by the caller on an error.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err("the library panicked".to_owned()))
}
