//! The SQLite store: WAL, one writer, `synchronous=FULL`, a pool of readers.

mod accounts;
mod awaited_photos;
mod blobs;
mod codes;
mod commit;
mod connection;
mod convert;
mod counts;
mod courier;
mod database;
mod draws;
mod examine;
mod image;
mod list_values;
mod listing;
mod measures;
mod migrate;
mod mirror;
mod numbers;
mod overwrite;
mod projection;
mod provisional;
mod public_reports;
mod readers;
mod redact;
mod rows;
mod sessions;
mod sound;
mod streams;
mod tenants;
mod turn;
mod uploads;
mod verify;
mod verify_derived;
mod verify_records;
mod writer;

pub use database::{OpenError, SqliteDatabase};
pub(crate) use examine::{FileBlob, FileState, examine_file, require_sound, sqlite_version};
pub(crate) use image::{copy_image, list_blobs, read_setting, verify_since};
pub(in crate::store) use mirror::Mirror;
pub(crate) use verify::{FileHead, copy_database, open_epochs, read_heads, verify_file};

#[cfg(test)]
mod tests;
