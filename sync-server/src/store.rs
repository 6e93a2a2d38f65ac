//! Storage of the relay behind traits; SQL stands nowhere else.

mod accounts;
mod codes;
mod columns;
mod courier;
mod database;
mod draws;
mod intake;
mod listing;
mod measure_codec;
mod measures;
mod numbers;
pub mod postgres;
mod public_reports;
mod row_codec;
mod sessions;
mod snapshot_key;
pub mod sqlite;
mod table_rows;
mod tenants;
mod uploads;

pub use accounts::{Account, AccountStore, Attempt};
pub use codes::{CodeStore, CodeUse};
pub use courier::{CourierStore, StoredLetter};
pub use database::{HeadListener, JobNote, RelayDatabase};
pub use draws::{DrawStore, SealedSecret};
pub(crate) use intake::{IntakeStore, PublicStatus, Submission, VisitKind};
pub use listing::{
    BlobLink, BlobRole, DueRecord, ListOrder, ListQuery, ListedRecord, ListingStore, Quarantined,
    Reach, StatusCount,
};
pub(crate) use measure_codec::sealed as sealed_measure;
pub use measures::{DecidedObjection, MeasureChanges, MeasureStore};
pub use numbers::{GivenNumber, NumberStore, StatedNumber};
pub use postgres::PostgresDatabase;
pub(crate) use postgres::{describe_connection, examine_server, is_without_password, load_file};
pub use public_reports::{
    IdentityLook, PublicReport, PublicReportStore, ReportState, RewardAct, RewardDeed,
};
pub use sessions::{Session, SessionStore};
pub use sqlite::SqliteDatabase;
pub use tenants::{ServiceKeyRow, StoredPolicy, TenantRow, TenantStore};
pub use uploads::{BlobStore, Upload, UploadStore};

#[cfg(test)]
mod tests;
