use wangge_protocol::{BlobHashes, Header, RowBody};
use wangge_sync_engine::files_gone;
use wangge_sync_engine::store::{BlankedRow, StoreError};

use super::convert::corrupt;
use super::session::{Session, column};
use crate::store::row_codec::{decode_body, encode_body, place};

/// Blanks a row of the log（涂销）, and lets go of the photos that go with it: nobody may read them any
/// more, and the sweep removes the objects that no index knows.
pub(super) fn blank(session: &Session, tenant: i64, one: &BlankedRow) -> Result<(), StoreError> {
    let missing = || corrupt("there is no such row to blank");
    let stream = session.first(
        "SELECT number FROM stream WHERE tenant = $1 AND stream = $2",
        &[&tenant, &one.stream.as_bytes().as_slice()],
    )?;
    let stream: i64 = column(&stream.ok_or_else(missing)?, 0)?;
    let place = place(stream, one.seq).ok_or_else(|| corrupt("a seq is out of range"))?;
    let found = session
        .first(
            "SELECT is_stub, body FROM log WHERE place = $1 AND tenant = $2 FOR UPDATE",
            &[&place, &tenant],
        )?
        .ok_or_else(missing)?;
    let is_stub: i64 = column(&found, 0)?;
    let mut body = decode_body(is_stub != 0, column(&found, 1)?)?;
    let RowBody::Accepted { envelope, .. } = &mut body else {
        return Err(corrupt("a trace holds nothing to blank"));
    };
    session.execute(
        "INSERT INTO redacted_row (place, tenant, confirmed) VALUES ($1, $2, $3)
         ON CONFLICT DO NOTHING",
        &[&place, &tenant, &one.by.0.as_slice()],
    )?;
    let header = envelope.header.clone();
    if envelope.blank() {
        session.execute(
            "UPDATE log SET body = $2 WHERE place = $1",
            &[&place, &encode_body(&body)],
        )?;
    }
    unlink_blobs(session, tenant, &header, &one.keeps)
}

fn unlink_blobs(
    session: &Session,
    tenant: i64,
    header: &Header,
    keeps: &[BlobHashes],
) -> Result<(), StoreError> {
    let record = header.record.as_bytes().as_slice();
    let mut any = false;
    for blobs in files_gone(header, keeps) {
        any = true;
        session.execute(
            "DELETE FROM blob_set WHERE tenant = $1 AND record = $2 AND original = $3
               AND view = $4 AND thumbnail = $5",
            &[
                &tenant,
                &record,
                &blobs.original.0.as_slice(),
                &blobs.view.0.as_slice(),
                &blobs.thumbnail.0.as_slice(),
            ],
        )?;
        for digest in [blobs.original, blobs.view, blobs.thumbnail] {
            let digest = digest.0.as_slice();
            session.execute(
                "DELETE FROM blob_reference WHERE tenant = $1 AND digest = $2 AND record = $3",
                &[&tenant, &digest, &record],
            )?;
            session.execute(
                "DELETE FROM blob WHERE tenant = $1 AND digest = $2 AND NOT EXISTS
                   (SELECT 1 FROM blob_reference WHERE tenant = $1 AND digest = $2)",
                &[&tenant, &digest],
            )?;
        }
    }
    if any {
        session.execute(
            "DELETE FROM awaited_photo WHERE tenant = $1 AND photo = $2",
            &[&tenant, &record],
        )?;
    }
    Ok(())
}
