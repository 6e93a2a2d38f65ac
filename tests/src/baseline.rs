//! The baseline of `make bench`: a plain batch upload, as an ordinary team writes it.
//!
//! JSON lines, gzip, 100 to a request, one request at a time; on the other side axum and SQLite
//! (WAL, `synchronous=FULL`), one durable transaction per request before the answer. No signatures,
//! no merge, no encryption. It runs in the same run as the engine, so that both have the same
//! machine and neighbors.

mod server;
mod upload;

#[cfg(test)]
mod tests;

pub use server::BaselineServer;
pub use upload::{BaselineUpload, upload};

/// Why the baseline failed; a bench that hears this stops.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// The database.
    #[error("the database: {0}")]
    Database(#[from] rusqlite::Error),
    /// Sockets, files, compression.
    #[error("input or output: {0}")]
    Io(#[from] std::io::Error),
    /// The HTTP client.
    #[error("the client: {0}")]
    Client(#[from] reqwest::Error),
    /// The server refused a batch.
    #[error("the server answered {0}")]
    Refused(u16),
}
