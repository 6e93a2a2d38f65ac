//! The core of the phone: encrypted store, sync client, and one file per operation.
