//! The relay（中继）: HTTP, stores, blobs, jobs, administration.
//!
//! The relay only orders: it checks an envelope, decides, appends it with its decision to the log
//! of one stream, and serves the log. Its decisions are pure functions of the engine; this crate
//! holds all the I/O around them.
//!
//! [`Relay::start`] runs a relay on a data folder that [`admin::init`] made; [`admin::Admin`] is
//! everything the command line can do, as a library.
#![forbid(unsafe_code)]

#[macro_use]
mod planted;

mod access;
pub mod admin;
mod at_cut;
mod audit;
mod awaited_photos;
mod backed_up;
mod backup;
mod backup_place;
mod backup_target;
mod basemap;
mod blob;
mod blob_choice;
pub mod clock;
mod configuration;
mod courier;
mod damage;
mod data_folder;
mod disk;
mod doctor;
mod draws;
mod enrollment_code;
mod error;
mod evidence;
mod figures;
mod healing;
mod held;
mod held_logs;
mod http;
mod intake;
mod intake_choice;
mod jobs;
mod keep_schedule;
mod keys;
mod ledger;
mod list_walk;
mod mask;
mod metrics;
mod minimum_app;
mod opening;
mod owing;
mod own_runtime;
mod paper;
mod password;
mod platform;
mod premises_import;
mod premises_move;
mod premises_table;
mod projection;
mod provisional;
mod public_reports;
mod quarantine;
mod read_only;
mod refusal_text;
mod relay;
mod reporter;
mod retention;
mod rewards;
mod routes;
mod second_factor;
mod seen;
mod serve_choice;
mod settings;
mod sign_on;
pub mod store;
mod store_choice;
mod strangers;
mod support;
mod survey;
mod tenant;
mod tls_word;
mod trust;
mod webhooks;
mod witness;
mod witness_duty;

pub use audit::{AuditReport, AuditVerifyError, verify_audit};
pub use backup_place::BackupPlace;
pub use backup_target::BackupTarget;
pub use blob_choice::{BlobChoice, S3Choice};
pub use configuration::{
    CONFIGURATION_VARIABLE, Configuration, ConfigurationError, configuration_document,
};
pub use data_folder::DataFolder;
pub use disk::{DiskLimits, DiskProbe};
pub use doctor::{DoctorFinding, DoctorLevel, DoctorReport, examine};
pub use error::RelayStartError;
pub use http::{Patience, QuotaChoice};
pub use intake::{Intake, IntakeConfig, RunningIntake};
pub use intake_choice::IntakeChoice;
pub use keep_schedule::KeepSchedule;
pub use paper::{LogPlace, PaperCheck, PaperVerdict, PaperVersion, WithoutEffect};
pub use relay::{ClockChoice, Relay, RelayConfig, RunningRelay};
pub use retention::{RetentionDeed, RetentionRule};
pub use serve_choice::ServeChoice;
pub use sign_on::{SignOnChoice, SignOnClaim};
pub use store_choice::{POSTGRES_VARIABLE, StoreChoice};
pub use support::support_bundle;
pub use webhooks::{WebhookChoice, WebhookEvent};

#[doc(hidden)]
pub mod command_line;

/// The description of the supervisors' API, as `GET /api/v1/openapi.json` serves it.
#[must_use]
pub fn openapi_document() -> String {
    routes::document()
}

#[cfg(test)]
mod tests;
