//! Policy packs, byte for byte.

use rusqlite::{OptionalExtension as _, Row as SqlRow};
use wangge_domain::Digest;
use wangge_protocol::sha256;

use super::codec::digest;
use super::{Database, DbError};

/// Hash and bytes of a row.
fn pack(row: &SqlRow<'_>) -> rusqlite::Result<(Digest, Vec<u8>)> {
    Ok((digest(row, "digest")?, row.get("bytes")?))
}

/// A damaged page of a long value can come back as other bytes instead of an error: a pack is
/// what its hash says, or the database is damaged.
fn whole(found: rusqlite::Result<(Digest, Vec<u8>)>) -> Result<Option<Vec<u8>>, DbError> {
    match found.optional()? {
        Some((digest, bytes)) if sha256(&bytes) != digest => {
            Err(DbError::decode("policy pack", "its hash is another"))
        }
        found => Ok(found.map(|(_, bytes)| bytes)),
    }
}

impl Database {
    /// The bytes of a pack by their hash.
    pub(crate) fn policy(&self, digest: Digest) -> Result<Option<Vec<u8>>, DbError> {
        self.read(|connection| {
            whole(connection.query_row(
                "SELECT digest, bytes FROM policy WHERE digest = ?1",
                [digest.0],
                pack,
            ))
        })
    }

    /// The bytes of a pack by its revision: what a record pinned.
    pub(crate) fn policy_of_revision(&self, revision: u32) -> Result<Option<Vec<u8>>, DbError> {
        self.read(|connection| {
            whole(connection.query_row(
                "SELECT digest, bytes FROM policy WHERE revision = ?1",
                [revision],
                pack,
            ))
        })
    }

    /// Hashes of all packs held.
    pub(crate) fn policy_digests(&self) -> Result<Vec<Digest>, DbError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT digest FROM policy")?;
            let mut rows = statement.query([])?;
            let mut digests = Vec::new();
            while let Some(row) = rows.next()? {
                digests.push(super::codec::digest(row, "digest")?);
            }
            Ok(digests)
        })
    }

    /// The bytes of the newest pack.
    pub(crate) fn newest_policy(&self) -> Result<Option<Vec<u8>>, DbError> {
        self.read(|connection| {
            whole(connection.query_row(
                "SELECT digest, bytes FROM policy ORDER BY revision DESC LIMIT 1",
                [],
                pack,
            ))
        })
    }

    /// Keeps a pack whose hash was verified.
    pub(crate) fn add_policy(
        &self,
        digest: Digest,
        revision: u32,
        bytes: Vec<u8>,
    ) -> Result<(), DbError> {
        self.write(move |tx| {
            tx.execute(
                "INSERT OR IGNORE INTO policy (digest, revision, bytes) VALUES (?1, ?2, ?3)",
                (digest.0, revision, &bytes),
            )?;
            Ok(())
        })
    }
}
