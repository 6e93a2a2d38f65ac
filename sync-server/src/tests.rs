//! Tests over the real relay, through its doors.

mod accounts;
mod admin;
mod blobs;
mod enrollment;
mod exchange;
mod jobs;
mod ledger;
mod limits;
mod phone;
mod scope;
mod wake;
mod world;
