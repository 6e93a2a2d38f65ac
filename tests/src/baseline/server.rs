use std::io::Read;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::routing::post;
use flate2::read::GzDecoder;
use rusqlite::{Connection, params};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::BaselineError;

/// A running baseline server; it ends when it is dropped.
#[derive(Debug)]
pub struct BaselineServer {
    address: SocketAddr,
    database: Arc<Mutex<Connection>>,
    serving: JoinHandle<()>,
}

/// All that is read of a document: the rest is stored as it came.
#[derive(Deserialize)]
struct Identified {
    id: String,
}

impl BaselineServer {
    /// Serves on a free loopback port, with its database in this folder.
    ///
    /// # Errors
    /// If the database or the port cannot be had.
    pub async fn start(folder: &Path) -> Result<Self, BaselineError> {
        let connection = Connection::open(folder.join("baseline.db"))?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE IF NOT EXISTS document
                 (id TEXT PRIMARY KEY, seq INTEGER NOT NULL UNIQUE, body TEXT NOT NULL);",
        )?;
        let database = Arc::new(Mutex::new(connection));
        let router = Router::new()
            .route("/batch", post(receive))
            .layer(DefaultBodyLimit::max(16 << 20))
            .with_state(Arc::clone(&database));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let serving = tokio::spawn(async move {
            // It ends with the task; there is nobody to tell.
            let _ended = axum::serve(listener, router).await;
        });
        Ok(Self {
            address,
            database,
            serving,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many documents are stored.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn count(&self) -> Result<u64, BaselineError> {
        let database = self.database.lock().unwrap_or_else(PoisonError::into_inner);
        let count: i64 =
            database.query_row("SELECT count(*) FROM document", [], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or(0))
    }
}

impl Drop for BaselineServer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn receive(
    State(database): State<Arc<Mutex<Connection>>>,
    body: Bytes,
) -> Result<String, StatusCode> {
    let stored = tokio::task::spawn_blocking(move || store(&database, &body)).await;
    match stored {
        Ok(Ok(seq)) => Ok(format!("{{\"seq\":{seq}}}")),
        Ok(Err(refused)) => Err(refused),
        Err(_panicked) => Err(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

/// Stores a batch whole or not at all; returns when it is durable.
fn store(database: &Mutex<Connection>, body: &[u8]) -> Result<i64, StatusCode> {
    let mut text = String::new();
    GzDecoder::new(body)
        .read_to_string(&mut text)
        .map_err(|_| StatusCode::BAD_REQUEST)?;
    let mut documents = Vec::new();
    for line in text.lines() {
        let document: Identified =
            serde_json::from_str(line).map_err(|_| StatusCode::BAD_REQUEST)?;
        documents.push((document.id, line));
    }
    let mut database = database.lock().unwrap_or_else(PoisonError::into_inner);
    commit(&mut database, &documents).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

fn commit(database: &mut Connection, documents: &[(String, &str)]) -> rusqlite::Result<i64> {
    let transaction = database.transaction()?;
    let mut seq: i64 =
        transaction.query_row("SELECT coalesce(max(seq), 0) FROM document", [], |row| {
            row.get(0)
        })?;
    {
        let mut upsert = transaction.prepare_cached(
            "INSERT INTO document (id, seq, body) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, body = excluded.body",
        )?;
        for (id, body) in documents {
            seq += 1;
            upsert.execute(params![id, seq, body])?;
        }
    }
    transaction.commit()?;
    Ok(seq)
}
