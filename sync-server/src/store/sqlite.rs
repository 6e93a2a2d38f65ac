//! The SQLite store: WAL, one writer, `synchronous=FULL`, a pool of readers.

mod accounts;
mod blobs;
mod codes;
mod commit;
mod connection;
mod convert;
mod database;
mod draws;
mod listing;
mod measures;
mod migrate;
mod projection;
mod readers;
mod rows;
mod sessions;
mod tenants;
mod turn;
mod uploads;
mod writer;

pub use database::{OpenError, SqliteDatabase};

#[cfg(test)]
mod tests;
