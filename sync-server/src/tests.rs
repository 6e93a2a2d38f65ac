//! Tests over the real relay, through its doors.

mod access;
mod accounts;
mod admin;
mod administration;
mod backups;
mod blobs;
mod blobs_on_s3;
mod console;
mod disk;
mod enrollment;
mod exchange;
mod healing;
mod http_errors;
mod jobs;
mod ledger;
mod limits;
mod negatives;
mod operations;
mod own_key;
mod phone;
mod premises_import;
mod quarantine;
mod scope;
mod second_factor;
mod wake;
mod world;
