//! The relay's word for the rows of the log, page by page.

use rusqlite::{Connection, Transaction};
use wangge_domain::StreamId;
use wangge_protocol::PageProof;

use super::codec::{cbor, place, read_cbor};
use super::{DbError, numbers};

/// Keeps the proofs of pages.
pub(super) fn keep(tx: &Transaction<'_>, proofs: &[PageProof]) -> Result<(), DbError> {
    for proof in proofs {
        let stream = numbers::stream_or_new(tx, proof.stream)?;
        tx.prepare_cached("INSERT OR REPLACE INTO page_proof (place, proof) VALUES (?1, ?2)")?
            .execute((place(stream, proof.seq)?, cbor(proof)))?;
    }
    Ok(())
}

/// Forgets those that end after a place of a stream.
pub(super) fn drop_after(tx: &Transaction<'_>, stream: i64, seq: u64) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM page_proof WHERE place > ?1 AND place < ?2",
        [place(stream, seq)?, place(stream + 1, 0)?],
    )?;
    Ok(())
}

/// Those that end after a place of a stream, in order.
pub(super) fn after(
    connection: &Connection,
    stream: StreamId,
    seq: u64,
) -> Result<Vec<PageProof>, DbError> {
    let Some(number) = numbers::stream(connection, stream)? else {
        return Ok(Vec::new());
    };
    let mut statement = connection.prepare_cached(
        "SELECT proof FROM page_proof WHERE place > ?1 AND place < ?2 ORDER BY place",
    )?;
    let mut found = statement.query([place(number, seq)?, place(number + 1, 0)?])?;
    let mut proofs = Vec::new();
    while let Some(row) = found.next()? {
        proofs.push(read_cbor("page proof", &row.get::<_, Vec<u8>>(0)?)?);
    }
    Ok(proofs)
}
