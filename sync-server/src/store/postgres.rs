//! The PostgreSQL store: several relays on one database, each stream under the lock of its row.

mod accounts;
mod append;
mod awaited_photos;
mod blobs;
mod codes;
mod commit;
mod convert;
mod counts;
mod courier;
mod database;
mod draws;
mod error;
mod examine;
mod filter;
mod heads;
mod leases;
mod listen;
mod listing;
mod load;
mod measures;
mod migrate;
mod mirror;
mod mirror_note;
mod numbers;
mod park;
mod pool;
mod projection;
mod provisional;
mod public_reports;
mod redact;
mod rows;
mod session;
mod sessions;
mod shipping_turn;
mod shown;
mod target;
mod tenants;
mod tls;
mod turn;
mod uploads;

pub use database::PostgresDatabase;
pub use error::PostgresError;
pub(crate) use examine::examine_server;
pub(crate) use load::load_file;
pub(crate) use shown::{describe_connection, is_without_password};

#[cfg(test)]
mod tests;
