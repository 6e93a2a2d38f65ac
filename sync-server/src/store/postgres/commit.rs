use std::collections::BTreeMap;

use wangge_domain::lifecycle::SeriesKey;
use wangge_domain::{RecordId, Timestamp};
use wangge_protocol::RowBody;
use wangge_sync_engine::store::{NumberGrant, QuarantineEntry, RelayCommit, StoreError};

use super::append::append;
use super::convert::{raced, to_sql, u32_from};
use super::heads::LockedHeads;
use super::projection::put_records;
use super::provisional::keep_use;
use super::redact::blank;
use super::session::{Param, Session, column};
use crate::store::row_codec::{encode_envelope, refusal_name};

/// Bytes of quarantined envelopes kept per device.
const QUARANTINE_BYTES: i64 = 64 << 20;

/// Applies a commit inside a transaction: the heads are locked first, so that the order of commits
/// is the order of the log.
pub(super) fn apply(
    session: &Session,
    tenant: i64,
    commit: &RelayCommit,
) -> Result<(), StoreError> {
    let mut heads = LockedHeads::lock(session, tenant, commit)?;
    append(session, tenant, &mut heads, &commit.rows)?;
    let mut first_at: BTreeMap<RecordId, Timestamp> = BTreeMap::new();
    for row in &commit.rows {
        if let RowBody::Accepted { envelope, .. } = &row.row.body {
            first_at
                .entry(envelope.header.record)
                .or_insert(row.row.received_at);
        }
    }
    for one in &commit.blank {
        blank(session, tenant, one)?;
    }
    put_records(session, tenant, &heads, &commit.records, &first_at)?;
    for entry in &commit.quarantine {
        set_apart(session, tenant, entry)?;
    }
    for grant in &commit.numbers {
        give(session, tenant, grant)?;
    }
    for one in &commit.provisional {
        keep_use(session, tenant, one)?;
    }
    for lease in &commit.leases {
        session.execute(
            "INSERT INTO lease (tenant, digest, relay_key, signature, bytes)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            &[
                &tenant,
                &lease.digest().0.as_slice(),
                &lease.relay_key.0.as_slice(),
                &lease.signature.0.as_slice(),
                &lease.bytes,
            ],
        )?;
    }
    Ok(())
}

fn set_apart(session: &Session, tenant: i64, entry: &QuarantineEntry) -> Result<(), StoreError> {
    let header = &entry.envelope.header;
    let bytes = encode_envelope(&entry.envelope);
    let size = to_sql(bytes.len() as u64);
    let device = header.device.as_bytes().as_slice();
    let used = session.first(
        "SELECT coalesce(sum(size), 0)::bigint FROM quarantine
         WHERE tenant = $1 AND device = $2 AND bytes IS NOT NULL",
        &[&tenant, &device],
    )?;
    let used: i64 = used.map_or(Ok(0), |row| column(&row, 0))?;
    let kept = (used.saturating_add(size) <= QUARANTINE_BYTES).then_some(bytes);
    session
        .execute(
            "INSERT INTO quarantine
               (tenant, envelope, stream, record, device, \"user\", device_seq, reason, is_final,
                received_at, size, bytes)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING",
            &[
                &tenant,
                &entry.envelope.id().0.as_slice(),
                &entry.stream.as_bytes().as_slice(),
                &header.record.as_bytes().as_slice(),
                &device,
                &header.user.as_bytes().as_slice(),
                &to_sql(header.device_seq),
                &refusal_name(entry.reason).unwrap_or_default(),
                &i64::from(entry.is_final),
                &entry.received_at.0,
                &size,
                &kept,
            ],
        )
        .map(drop)
}

/// Gives a number. Turns of different streams share a series: whoever comes second decides anew,
/// be the first one's commit seen already or only its key waited for.
fn give(session: &Session, tenant: i64, grant: &NumberGrant) -> Result<(), StoreError> {
    let follows =
        || Ok::<bool, StoreError>(last_number(session, tenant, &grant.series)? + 1 == grant.number);
    if !grant.attested && !follows()? {
        return Err(StoreError::HeadMoved);
    }
    let year = i64::from(grant.series.year);
    let number = i64::from(grant.number);
    let values: [Param<'_>; 7] = [
        &tenant,
        &grant.series.issuer,
        &grant.series.document,
        &year,
        &number,
        &grant.text,
        &grant.envelope.0.as_slice(),
    ];
    let sql = "INSERT INTO document_number
                 (tenant, issuer, document, year, number, text, envelope)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let sql = if grant.attested {
        format!("{sql} ON CONFLICT DO NOTHING")
    } else {
        sql.to_owned()
    };
    session.raw_query(&sql, &values).map(drop).map_err(raced)
}

/// The last number given in a series; 0: none.
pub(super) fn last_number(
    session: &Session,
    tenant: i64,
    series: &SeriesKey,
) -> Result<u32, StoreError> {
    let found = session.first(
        "SELECT max(number) FROM document_number
         WHERE tenant = $1 AND issuer = $2 AND document = $3 AND year = $4",
        &[
            &tenant,
            &series.issuer,
            &series.document,
            &i64::from(series.year),
        ],
    )?;
    let newest: Option<i64> = found.map_or(Ok(None), |row| column(&row, 0))?;
    Ok(newest.map_or(0, u32_from))
}
