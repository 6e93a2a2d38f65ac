//! Tests over the real relay, through its doors.

mod accounts;
mod admin;
mod blobs;
mod console;
mod enrollment;
mod exchange;
mod healing;
mod http_errors;
mod jobs;
mod ledger;
mod limits;
mod negatives;
mod operations;
mod phone;
mod premises_import;
mod quarantine;
mod scope;
mod wake;
mod world;
