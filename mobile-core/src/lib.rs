//! The core of the phone: encrypted store, sync client, and one file per operation.
//!
//! **Invariants.** A fact is durable before the call that made it returns. Nothing local waits
//! for the network. What a person wrote is never deleted: set aside, hidden, shown with the
//! reason of its refusal, but not lost. No decision reads a device clock as truth.
#![forbid(unsafe_code)]

#[macro_use]
mod planted;

mod app_lock;
mod clock;
mod clock_doubt;
mod config;
mod courier;
mod error;
mod error_from;
mod export_folder;
mod facade;
mod folder_lock;
mod http;
mod keyring;
mod life;
mod media;
mod opening;
mod ops;
mod photo_files;
mod photo_keys;
mod platform;
mod policies;
mod protection;
mod random;
mod session;
#[cfg(feature = "testing")]
pub mod simulation;
mod store;
mod sync;
mod vault;
mod workers;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use clock::Clock;
pub use clock_doubt::ClockDoubt;
pub use config::CoreConfig;
pub use error::{CoreError, Kept, Retry};
pub use facade::Core;
pub use opening::OpenReport;
pub use ops::{
    AnnulledEscalation, AnswerInput, AttachedPhoto, BackgroundSync, BlobCount, CampaignView,
    CaseLogLine, CasePage, CaseRegister, CaseSubject, CaseView, ContactCard, CourierExport,
    CourierImport, CourierPhotos, DueItem, EnrollmentLink, ExportKey, ExportReport, FieldConflict,
    GridView, GuideView, HazardInput, HazardPlan, InsuranceReminder, JobView, LessonView,
    MyRewards, NamedRecord, NoticeInput, OsUpload, PhonePosition, PhotoInput, PhotoRole, PhotoView,
    PinState, PlannedAct, PremisesView, QuickReport, QuizResult, RaisedHazard, RecheckInput,
    RecordView, RedactionView, RefusedWork, Reminder, ReminderKind, RollupView, RoundTeam,
    ScoreCard, ServiceInput, SignatureInput, SignatureView, StartInspection, Status, StepInput,
    SubmitInspection, SubmittedInspection, SupervisionView, ToConfirm, WarningView, check_strokes,
};
#[cfg(feature = "papers")]
pub use ops::{MadePaper, PaperKind};
pub use platform::{FileKeyVault, SystemClock};
pub use protection::{FileProtection, OwnFolder};
pub use random::{RandomSource, SystemRandom};
pub use store::{
    CaseFilter, CaseRow, DraftRow, HazardFilter, HazardRow, InspectionRow, PhotoRow, PremisesRow,
};
pub use sync::{
    NetworkKind, NoObserver, PhotoReport, SyncEnd, SyncObserver, SyncOptions, SyncProgress,
    SyncReport,
};
/// Gives a running call up（取消）.
pub use tokio_util::sync::CancellationToken;
pub use vault::{KeyVault, VaultError};
/// The hash of what a signature is put under（签署内容摘要）.
pub use wangge_sync_engine::statement_digest;
pub use workers::{WorkerFolder, Workers};
