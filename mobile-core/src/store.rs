//! All SQL of the phone: one encrypted database, one writer thread, a pool of readers.
//!
//! **Invariants.** A call that returns is durable (`synchronous=FULL`). A wrong key touches
//! nothing. A database that will not open is renamed, never deleted. The rows of the log are kept
//! byte for byte; what is derived from them changes in the same transaction.

mod ahead;
#[cfg(feature = "testing")]
mod all_tables;
mod blobs;
mod cases;
mod checks;
mod cipher;
mod client_store;
mod codec;
mod commit;
mod connection;
mod courier;
mod database;
mod error;
mod homes;
mod kept_forms;
mod lists;
mod log;
mod migration;
mod numbers;
mod outbox;
mod policies;
mod projection;
mod proofs;
mod read_pool;
mod redact;
mod reserve;
mod salvage;
mod search;
mod set_aside;
mod settings;
#[cfg(feature = "testing")]
mod shown_records;
mod writer;

#[cfg(test)]
mod tests;

pub(crate) use blobs::{BlobRole, BlobRow, BlobToSend};
pub(crate) use connection::{DatabaseKey, PAGE_BYTES};
pub(crate) use courier::WrittenLetter;
pub(crate) use database::{DAMAGE_MARK, Database, DatabaseOptions};
pub(crate) use error::{DbError, OpenError, is_full_text};
pub(crate) use homes::Homes;

pub use cases::{CaseFilter, CaseRow};
#[cfg(feature = "testing")]
pub use shown_records::ShownRecord;

pub use lists::{HazardFilter, HazardRow, InspectionRow, PhotoRow, PremisesRow};
pub use outbox::DraftRow;
pub(crate) use outbox::{OwnVerdict, OwnWork};
pub(crate) use salvage::{SALT_BYTES, WriteAheadLog, salvage};
pub(crate) use set_aside::{finish as finish_set_aside, set_aside};
pub(crate) use writer::Executor;
