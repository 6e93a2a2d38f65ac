use std::collections::BTreeSet;

use tokio_postgres::Row;
use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, Digest, RecordId, StreamId, TenantId, Timestamp, UserId};
use wangge_protocol::Envelope;
use wangge_sync_engine::store::{ProvisionalUse, StoreError};

use super::convert::{
    corrupt, digest, from_sql, id16, record as record_id, stream as stream_id, text, u32_from,
};
use super::database::PostgresDatabase;
use super::filter::{Filter, Value, id};
use super::provisional::keep_use;
use super::session::{Param, Session, column};
use crate::store::columns::AWAITS_PHOTOS;
use crate::store::row_codec::{decode_envelope, refusal};
use crate::store::{
    BlobLink, BlobRole, DueRecord, ListOrder, ListQuery, ListedRecord, ListingStore, Quarantined,
    Reach, StatusCount,
};

const COLUMNS: &str = "record.record, stream.stream, record.kind, record.status, record.first_at, \
    record.due, record.premises, coalesce(place.title, ''), record.title, record.detail, \
    record.category, record.village, record.department, record.author, record.number_text, \
    record.flags, record.last_seq, coalesce(record.provisional_text, '')";

const FROM: &str = "FROM record JOIN stream ON stream.number = record.stream \
    LEFT JOIN record AS place ON place.tenant = record.tenant \
      AND place.record = record.premises AND place.kind = 'premises'";

fn open(row: &Row) -> Result<ListedRecord, StoreError> {
    let kind: String = column(row, 2)?;
    let due: Option<i64> = column(row, 5)?;
    let premises: Option<&[u8]> = column(row, 6)?;
    let author: Option<&[u8]> = column(row, 13)?;
    Ok(ListedRecord {
        record: record_id(column(row, 0)?)?,
        stream: stream_id(column(row, 1)?)?,
        kind: RecordKind::from(kind),
        status: column(row, 3)?,
        first_at: Timestamp(column(row, 4)?),
        due: due.map(Timestamp),
        premises: premises.map(record_id).transpose()?,
        premises_name: column(row, 7)?,
        title: column(row, 8)?,
        detail: column(row, 9)?,
        category: column(row, 10)?,
        village: column(row, 11)?,
        department: column(row, 12)?,
        author: author
            .map(|id| id16(id).map(UserId::from_bytes))
            .transpose()?,
        number: column(row, 14)?,
        flags: u32_from(column(row, 15)?),
        last_seq: from_sql(column(row, 16)?),
        provisional: column(row, 17)?,
    })
}

fn collect(
    session: &Session,
    rest: &str,
    values: &[Param<'_>],
) -> Result<Vec<ListedRecord>, StoreError> {
    let sql = format!("SELECT {COLUMNS} {FROM} {rest}");
    session.query(&sql, values)?.iter().map(open).collect()
}

fn filtered(number: i64, query: &ListQuery) -> (Filter, &'static str) {
    let mut filter = Filter::new("record.tenant = ?", vec![Value::Number(number)]);
    filter.and(
        "record.kind = ?",
        [Value::Text(text(query.kind.as_str()).into_owned())],
    );
    filter.within(number, &query.reach);
    if let Some(within) = &query.within {
        filter.within(number, within);
    }
    let texts = [
        ("record.status = ?", &query.status),
        ("record.category = ?", &query.category),
    ];
    for (condition, wanted) in texts {
        if let Some(wanted) = wanted {
            filter.and(condition, [Value::Text(text(wanted).into_owned())]);
        }
    }
    if let Some(author) = query.author {
        let author = Value::Bytes(author.as_bytes().to_vec());
        filter.and("record.author = ?", [author]);
    }
    if query.awaits_photos {
        filter.and(AWAITS_PHOTOS, [Value::Number(number)]);
    }
    if query.open {
        // As the index of migration 8 says it.
        filter.and("record.status NOT IN ('closed', 'voided', 'withdrawn')", []);
    }
    if let Some(due) = query.due_before {
        filter.and("record.due_key < ?", [Value::Number(due.0)]);
    }
    if let Some(due) = query.due_after {
        filter.and("record.due_key >= ?", [Value::Number(due.0)]);
    }
    if let Some(until) = query.first_until {
        filter.and("record.first_at <= ?", [Value::Number(until.0)]);
    }
    if let Some(wanted) = &query.text {
        filter.containing(number, wanted);
    }
    let order = match query.order {
        ListOrder::Newest { after } => {
            if let Some((at, record)) = after {
                let key = [Value::Number(at), id(record)];
                filter.and("(record.first_at, record.record) < (?, ?)", key);
            }
            "record.first_at DESC, record.record DESC"
        }
        ListOrder::Oldest { after } => {
            if let Some((at, record)) = after {
                let key = [Value::Number(at), id(record)];
                filter.and("(record.first_at, record.record) > (?, ?)", key);
            }
            "record.first_at, record.record"
        }
        ListOrder::Due { after } => {
            if let Some((due, record)) = after {
                let key = [Value::Number(due), id(record)];
                filter.and("(record.due_key, record.record) > (?, ?)", key);
            }
            "record.due_key, record.record"
        }
    };
    (filter, order)
}

impl ListingStore for PostgresDatabase {
    fn list(&self, tenant: TenantId, query: &ListQuery) -> Result<Vec<ListedRecord>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let (filter, order) = filtered(number, query);
        let rest = format!(
            "WHERE {} ORDER BY {order} LIMIT {}",
            filter.sql, query.limit
        );
        collect(&session, &rest, &filter.values())
    }

    fn count_listed(&self, tenant: TenantId, query: &ListQuery) -> Result<u64, StoreError> {
        let (session, number) = self.of(tenant)?;
        let (filter, _) = filtered(number, query);
        let sql = format!("SELECT count(*) {FROM} WHERE {}", filter.sql);
        let found = session.first(&sql, &filter.values())?;
        let count: Option<i64> = found.map(|row| column(&row, 0)).transpose()?;
        Ok(count.map_or(0, from_sql))
    }

    fn listed(
        &self,
        tenant: TenantId,
        record: RecordId,
    ) -> Result<Option<ListedRecord>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rest = "WHERE record.tenant = $1 AND record.record = $2";
        let values: [Param<'_>; 2] = [&number, &record.as_bytes().as_slice()];
        Ok(collect(&session, rest, &values)?.pop())
    }

    fn hanging_on(
        &self,
        tenant: TenantId,
        record: RecordId,
        kind: &RecordKind,
        limit: u32,
    ) -> Result<Vec<ListedRecord>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rest = "WHERE record.tenant = $1 AND record.premises = $2 AND record.kind = $3
                    ORDER BY record.first_at, record.record LIMIT $4";
        let values: [Param<'_>; 4] = [
            &number,
            &record.as_bytes().as_slice(),
            &text(kind.as_str()),
            &i64::from(limit),
        ];
        collect(&session, rest, &values)
    }

    fn newest_on(
        &self,
        tenant: TenantId,
        record: RecordId,
        kind: &RecordKind,
        after: Option<(i64, RecordId)>,
        limit: u32,
    ) -> Result<Vec<ListedRecord>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let (at, last) = after.unwrap_or((i64::MAX, RecordId::from_bytes([0xFF; 16])));
        let rest = "WHERE record.tenant = $1 AND record.premises = $2 AND record.kind = $3
                      AND (record.first_at, record.record) < ($4, $5)
                    ORDER BY record.first_at DESC, record.record DESC LIMIT $6";
        let values: [Param<'_>; 6] = [
            &number,
            &record.as_bytes().as_slice(),
            &text(kind.as_str()),
            &at,
            &last.as_bytes().as_slice(),
            &i64::from(limit),
        ];
        collect(&session, rest, &values)
    }

    fn blobs_of(
        &self,
        tenant: TenantId,
        records: &BTreeSet<RecordId>,
    ) -> Result<Vec<BlobLink>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let ids: Vec<&[u8]> = records.iter().map(|id| id.as_bytes().as_slice()).collect();
        let rows = session.query(
            "SELECT r.digest, r.role, b.digest IS NOT NULL, r.record FROM blob_reference r
             LEFT JOIN blob b ON b.tenant = r.tenant AND b.digest = r.digest
             WHERE r.tenant = $1 AND r.record = ANY($2) ORDER BY r.record, r.role, r.digest",
            &[&number, &ids],
        )?;
        rows.iter()
            .map(|row| {
                let role = match column::<i64>(row, 1)? {
                    0 => BlobRole::Original,
                    1 => BlobRole::View,
                    2 => BlobRole::Thumbnail,
                    _ => return Err(corrupt("a blob has an unknown role")),
                };
                Ok(BlobLink {
                    record: record_id(column(row, 3)?)?,
                    digest: digest(column(row, 0)?)?,
                    role,
                    held: column(row, 2)?,
                })
            })
            .collect()
    }

    fn count(&self, tenant: TenantId, reach: &Reach) -> Result<Vec<StatusCount>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let mut filter = Filter::new("record.tenant = ?", vec![Value::Number(number)]);
        let sql =
            if reach.premises.is_empty() && reach.departments.is_empty() && reach.away.is_empty() {
                filter.in_streams(number, &reach.streams);
                format!(
                    "SELECT kind, status, sum(count)::bigint, sum(count * overdue)::bigint
                 FROM record_count AS record WHERE count > 0 AND {}
                 GROUP BY kind, status ORDER BY kind, status",
                    filter.sql
                )
            } else {
                filter.within(number, reach);
                format!(
                    "SELECT kind, status, count(*), sum(flags & 1)::bigint FROM record WHERE {}
                 GROUP BY kind, status ORDER BY kind, status",
                    filter.sql
                )
            };
        let rows = session.query(&sql, &filter.values())?;
        rows.iter()
            .map(|row| {
                Ok(StatusCount {
                    kind: column(row, 0)?,
                    status: column(row, 1)?,
                    count: from_sql(column(row, 2)?),
                    overdue: from_sql(column(row, 3)?),
                })
            })
            .collect()
    }

    fn due_records(
        &self,
        tenant: TenantId,
        now: Timestamp,
        after: Option<(i64, RecordId)>,
        limit: u32,
    ) -> Result<Vec<DueRecord>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let (key, record) = after.unwrap_or((i64::MIN, RecordId::from_bytes([0; 16])));
        let cases: Vec<String> = RecordKind::CASES
            .iter()
            .map(|kind| format!("'{kind}'"))
            .collect();
        let sql = format!(
            "SELECT due_key, record, status = 'closed', last_seq FROM record
             WHERE tenant = $1 AND kind IN ('rectification', {}) AND due_key < $2
               AND (due_key, record) > ($3, $4)
               AND CASE kind WHEN 'rectification'
                   THEN flags & 1 = 1 OR status NOT IN ('closed', 'voided', 'withdrawn')
                   ELSE flags & 1 = 0 END
             ORDER BY due_key, record LIMIT $5",
            cases.join(", ")
        );
        let rows = session.query(
            &sql,
            &[
                &number,
                &now.0,
                &key,
                &record.as_bytes().as_slice(),
                &i64::from(limit),
            ],
        )?;
        rows.iter()
            .map(|row| {
                Ok(DueRecord {
                    due_key: column(row, 0)?,
                    record: record_id(column(row, 1)?)?,
                    is_closed: column(row, 2)?,
                    last_seq: from_sql(column(row, 3)?),
                })
            })
            .collect()
    }

    fn provisional_unknown(
        &self,
        tenant: TenantId,
        limit: u32,
    ) -> Result<Vec<RecordId>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let rows = session.query(
            "SELECT record FROM record WHERE tenant = $1 AND provisional_text IS NULL LIMIT $2",
            &[&number, &i64::from(limit)],
        )?;
        rows.iter().map(|row| record_id(column(row, 0)?)).collect()
    }

    fn fill_provisional(
        &self,
        tenant: TenantId,
        record: RecordId,
        number: &str,
        uses: &[ProvisionalUse],
    ) -> Result<(), StoreError> {
        let (session, tenant) = self.of(tenant)?;
        let number = text(number).into_owned();
        session.transaction(|session| {
            for one in uses {
                keep_use(session, tenant, one)?;
            }
            session
                .execute(
                    "UPDATE record SET provisional_text = $3
                     WHERE tenant = $1 AND record = $2 AND provisional_text IS NULL",
                    &[&tenant, &record.as_bytes().as_slice(), &number],
                )
                .map(drop)
        })
    }

    fn quarantined(
        &self,
        tenant: TenantId,
        within: Option<&BTreeSet<StreamId>>,
        limit: u32,
    ) -> Result<Vec<Quarantined>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let all = within.is_none();
        let streams = within.into_iter().flatten();
        let streams: Vec<&[u8]> = streams.map(|one| one.as_bytes().as_slice()).collect();
        let rows = session.query(
            "SELECT envelope, device, \"user\", reason, is_final, received_at, stream, record,
                    bytes IS NOT NULL
             FROM quarantine WHERE tenant = $1 AND ($3 OR stream = ANY($4))
               AND NOT EXISTS (SELECT 1 FROM log WHERE log.envelope = quarantine.envelope
                               AND log.tenant = $1 AND log.is_stub = 0)
             ORDER BY number DESC LIMIT $2",
            &[&number, &i64::from(limit), &all, &streams],
        )?;
        rows.iter()
            .map(|row| {
                Ok(Quarantined {
                    envelope: digest(column(row, 0)?)?,
                    device: DeviceId::from_bytes(id16(column(row, 1)?)?),
                    user: UserId::from_bytes(id16(column(row, 2)?)?),
                    reason: refusal(column(row, 3)?)?,
                    is_final: column::<i64>(row, 4)? != 0,
                    received_at: Timestamp(column(row, 5)?),
                    stream: stream_id(column(row, 6)?)?,
                    record: record_id(column(row, 7)?)?,
                    is_kept: column(row, 8)?,
                })
            })
            .collect()
    }

    fn quarantined_envelope(
        &self,
        tenant: TenantId,
        envelope: Digest,
    ) -> Result<Option<Envelope>, StoreError> {
        let (session, number) = self.of(tenant)?;
        let found = session.first(
            "SELECT bytes FROM quarantine WHERE tenant = $1 AND envelope = $2",
            &[&number, &envelope.0.as_slice()],
        )?;
        let bytes: Option<Vec<u8>> = found.map_or(Ok(None), |row| column(&row, 0))?;
        bytes.map(|bytes| decode_envelope(&bytes)).transpose()
    }
}
