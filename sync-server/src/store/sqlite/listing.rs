use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params_from_iter};
use wangge_domain::record::RecordKind;
use wangge_domain::{DeviceId, Digest, RecordId, StreamId, TenantId, Timestamp, UserId};
use wangge_protocol::Envelope;
use wangge_sync_engine::store::{ProvisionalUse, StoreError};

use super::convert::{
    corrupt, digest, failed, from_sql, id16, json_numbers, record as record_id,
    stream as stream_id, to_sql,
};
use super::database::SqliteDatabase;
use super::list_values::{hex_ids, id, like};
use super::provisional::keep_use;
use super::turn::stream_number;
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

fn open(row: &rusqlite::Row<'_>) -> Result<ListedRecord, StoreError> {
    let bytes = |index: usize| row.get::<_, Vec<u8>>(index).map_err(failed);
    let optional = |index: usize| row.get::<_, Option<Vec<u8>>>(index).map_err(failed);
    let text = |index: usize| row.get::<_, String>(index).map_err(failed);
    let number = |index: usize| row.get::<_, i64>(index).map_err(failed);
    Ok(ListedRecord {
        record: record_id(&bytes(0)?)?,
        stream: stream_id(&bytes(1)?)?,
        kind: RecordKind::from(text(2)?),
        status: text(3)?,
        first_at: Timestamp(number(4)?),
        due: row.get::<_, Option<i64>>(5).map_err(failed)?.map(Timestamp),
        premises: optional(6)?.map(|id| record_id(&id)).transpose()?,
        premises_name: text(7)?,
        title: text(8)?,
        detail: text(9)?,
        category: text(10)?,
        village: text(11)?,
        department: text(12)?,
        author: optional(13)?
            .map(|id| id16(&id).map(UserId::from_bytes))
            .transpose()?,
        number: text(14)?,
        flags: row.get(15).map_err(failed)?,
        last_seq: from_sql(number(16)?),
        provisional: text(17)?,
    })
}

fn collect(
    connection: &Connection,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<ListedRecord>, StoreError> {
    let mut statement = connection.prepare_cached(sql).map_err(failed)?;
    let mut rows = statement.query(params_from_iter(values)).map_err(failed)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        found.push(open(row)?);
    }
    Ok(found)
}

/// Premises of a reach that are asked for one by one, by the index; of more a list is made.
const MOST_ONE_BY_ONE: usize = 20;

/// A `WHERE` that grows with the filters asked for.
struct Filter {
    sql: String,
    values: Vec<Value>,
}

impl Filter {
    fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        let mut condition = condition.to_owned();
        for value in values {
            self.values.push(value);
            condition = condition.replacen('?', &format!("${}", self.values.len()), 1);
        }
        self.sql.push_str(" AND ");
        self.sql.push_str(&condition.replace('$', "?"));
    }
}

impl Filter {
    /// Only what a caller may read.
    fn within(
        &mut self,
        connection: &Connection,
        tenant: i64,
        reach: &Reach,
    ) -> Result<(), StoreError> {
        let mut values = vec![numbers_of(connection, tenant, &reach.streams)?];
        let mut parts = Vec::new();
        if reach.away.is_empty() {
            parts.push("record.stream IN (SELECT value FROM json_each(?))".to_owned());
        } else {
            parts.push(
                "(record.stream IN (SELECT value FROM json_each(?)) \
                 AND hex(record.record) NOT IN (SELECT value FROM json_each(?)) \
                 AND hex(coalesce(record.premises, x'')) NOT IN (SELECT value FROM json_each(?)))"
                    .to_owned(),
            );
            values.extend([hex_ids(&reach.away), hex_ids(&reach.away)]);
        }
        if reach.premises.len() > MOST_ONE_BY_ONE {
            parts.push(
                "hex(record.record) IN (SELECT value FROM json_each(?)) \
                 OR hex(coalesce(record.premises, x'')) IN (SELECT value FROM json_each(?))"
                    .to_owned(),
            );
            values.extend([hex_ids(&reach.premises), hex_ids(&reach.premises)]);
        } else {
            for premises in &reach.premises {
                parts.push("record.record = ? OR record.premises = ?".to_owned());
                values.extend([id(*premises), id(*premises)]);
            }
        }
        for (department, streams) in &reach.departments {
            parts.push(
                "(instr(',' || record.department || ',', ',' || ? || ',') > 0 \
                 AND record.stream IN (SELECT value FROM json_each(?)))"
                    .to_owned(),
            );
            values.push(Value::Text(department.clone()));
            values.push(numbers_of(connection, tenant, streams)?);
        }
        self.and(&format!("({})", parts.join(" OR ")), values);
        Ok(())
    }
}

fn numbers_of(
    connection: &Connection,
    tenant: i64,
    streams: &BTreeSet<StreamId>,
) -> Result<Value, StoreError> {
    let mut numbers = Vec::with_capacity(streams.len());
    for stream in streams {
        numbers.extend(stream_number(connection, tenant, *stream)?);
    }
    Ok(Value::Text(json_numbers(numbers)))
}

/// As the index of migration 8 says it: only then is the index used.
const OPEN: &str = "record.status NOT IN ('closed', 'voided', 'withdrawn')";

/// What a list is asked for, and its order.
fn filtered(
    reader: &Connection,
    number: i64,
    query: &ListQuery,
) -> Result<(Filter, &'static str), StoreError> {
    // The few that await photos are looked up one by one: an index over the kind would read all of it.
    let kind = if query.awaits_photos {
        "record.tenant = ?1 AND +record.kind = ?2"
    } else {
        "record.tenant = ?1 AND record.kind = ?2"
    };
    let mut filter = Filter {
        sql: kind.to_owned(),
        values: vec![
            Value::Integer(number),
            Value::Text(query.kind.as_str().to_owned()),
        ],
    };
    filter.within(reader, number, &query.reach)?;
    if let Some(within) = &query.within {
        filter.within(reader, number, within)?;
    }
    let texts = [
        ("record.status = ?", &query.status),
        ("record.category = ?", &query.category),
    ];
    for (condition, text) in texts {
        if let Some(text) = text {
            filter.and(condition, [Value::Text(text.clone())]);
        }
    }
    if let Some(author) = query.author {
        let author = Value::Blob(author.as_bytes().to_vec());
        filter.and("record.author = ?", [author]);
    }
    if query.awaits_photos {
        filter.and(AWAITS_PHOTOS, [Value::Integer(number)]);
    }
    if query.open {
        filter.and(OPEN, []);
    }
    if let Some(due) = query.due_before {
        filter.and("record.due_key < ?", [Value::Integer(due.0)]);
    }
    if let Some(due) = query.due_after {
        filter.and("record.due_key >= ?", [Value::Integer(due.0)]);
    }
    if let Some(until) = query.first_until {
        filter.and("record.first_at <= ?", [Value::Integer(until.0)]);
    }
    if let Some(text) = &query.text {
        // A number that another has taken the place of finds it too, typed whole.
        let whole = || [Value::Integer(number), Value::Text(text.clone())];
        let contained = std::iter::repeat_with(|| like(text)).take(5);
        filter.and(
            "(record.title LIKE ? ESCAPE '\\' OR record.detail LIKE ? ESCAPE '\\' \
              OR record.number_text LIKE ? ESCAPE '\\' OR place.title LIKE ? ESCAPE '\\' \
              OR record.provisional_text LIKE ? ESCAPE '\\' \
              OR record.record IN ( \
                SELECT bound.record FROM provisional_number AS bound \
                WHERE bound.tenant = ? AND bound.text = ? \
                UNION ALL \
                SELECT log.record FROM document_number AS given \
                JOIN log ON log.envelope = given.envelope AND log.tenant = given.tenant \
                  AND log.is_stub = 0 \
                WHERE given.tenant = ? AND given.text = ?))",
            contained.chain(whole()).chain(whole()),
        );
    }
    let order = match query.order {
        ListOrder::Newest { after } => {
            if let Some((at, record)) = after {
                filter.and(
                    "(record.first_at, record.record) < (?, ?)",
                    [Value::Integer(at), id(record)],
                );
            }
            "record.first_at DESC, record.record DESC"
        }
        ListOrder::Oldest { after } => {
            if let Some((at, record)) = after {
                filter.and(
                    "(record.first_at, record.record) > (?, ?)",
                    [Value::Integer(at), id(record)],
                );
            }
            "record.first_at, record.record"
        }
        ListOrder::Due { after } => {
            if let Some((due, record)) = after {
                filter.and(
                    "(record.due_key, record.record) > (?, ?)",
                    [Value::Integer(due), id(record)],
                );
            }
            "record.due_key, record.record"
        }
    };
    Ok((filter, order))
}

impl ListingStore for SqliteDatabase {
    fn list(&self, tenant: TenantId, query: &ListQuery) -> Result<Vec<ListedRecord>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let (filter, order) = filtered(&reader, number, query)?;
        let sql = format!(
            "SELECT {COLUMNS} {FROM} WHERE {} ORDER BY {order} LIMIT {}",
            filter.sql, query.limit
        );
        collect(&reader, &sql, filter.values)
    }

    fn count_listed(&self, tenant: TenantId, query: &ListQuery) -> Result<u64, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let (filter, _) = filtered(&reader, number, query)?;
        // Only a search for words looks at the premises of a record.
        let from = query.text.as_ref().map_or("FROM record", |_| FROM);
        let sql = format!("SELECT count(*) {from} WHERE {}", filter.sql);
        reader
            .query_row(&sql, rusqlite::params_from_iter(filter.values), |row| {
                row.get(0)
            })
            .map(from_sql)
            .map_err(failed)
    }

    fn listed(
        &self,
        tenant: TenantId,
        record: RecordId,
    ) -> Result<Option<ListedRecord>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let sql =
            format!("SELECT {COLUMNS} {FROM} WHERE record.tenant = ?1 AND record.record = ?2");
        Ok(collect(&reader, &sql, vec![Value::Integer(number), id(record)])?.pop())
    }

    fn hanging_on(
        &self,
        tenant: TenantId,
        record: RecordId,
        kind: &RecordKind,
        limit: u32,
    ) -> Result<Vec<ListedRecord>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        // `+`, as below.
        let sql = format!(
            "SELECT {COLUMNS} {FROM}
             WHERE record.tenant = ?1 AND record.premises = ?2 AND +record.kind = ?3
             ORDER BY record.first_at, record.record LIMIT ?4"
        );
        let values = vec![
            Value::Integer(number),
            id(record),
            Value::Text(kind.as_str().to_owned()),
            Value::Integer(i64::from(limit)),
        ];
        collect(&reader, &sql, values)
    }

    fn newest_on(
        &self,
        tenant: TenantId,
        record: RecordId,
        kind: &RecordKind,
        after: Option<(i64, RecordId)>,
        limit: u32,
    ) -> Result<Vec<ListedRecord>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let (at, last) = after.unwrap_or((i64::MAX, RecordId::from_bytes([0xFF; 16])));
        // `+`: the index of lists would be read through for the one premises.
        let sql = format!(
            "SELECT {COLUMNS} {FROM}
             WHERE record.tenant = ?1 AND record.premises = ?2 AND +record.kind = ?3
               AND (record.first_at, record.record) < (?4, ?5)
             ORDER BY record.first_at DESC, record.record DESC LIMIT ?6"
        );
        let values = vec![
            Value::Integer(number),
            id(record),
            Value::Text(kind.as_str().to_owned()),
            Value::Integer(at),
            id(last),
            Value::Integer(i64::from(limit)),
        ];
        collect(&reader, &sql, values)
    }

    fn blobs_of(
        &self,
        tenant: TenantId,
        records: &BTreeSet<RecordId>,
    ) -> Result<Vec<BlobLink>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT r.digest, r.role, b.digest IS NOT NULL FROM blob_reference r
                 LEFT JOIN blob b ON b.tenant = r.tenant AND b.digest = r.digest
                 WHERE r.tenant = ?1 AND r.record = ?2 ORDER BY r.role",
            )
            .map_err(failed)?;
        let mut links = Vec::new();
        for record in records {
            let mut rows = statement
                .query((number, record.as_bytes()))
                .map_err(failed)?;
            while let Some(row) = rows.next().map_err(failed)? {
                let hash: Vec<u8> = row.get(0).map_err(failed)?;
                let role = match row.get::<_, i64>(1).map_err(failed)? {
                    0 => BlobRole::Original,
                    1 => BlobRole::View,
                    2 => BlobRole::Thumbnail,
                    _ => return Err(corrupt("a blob has an unknown role")),
                };
                let held = row.get(2).map_err(failed)?;
                links.push(BlobLink {
                    record: *record,
                    digest: digest(&hash)?,
                    role,
                    held,
                });
            }
        }
        Ok(links)
    }

    fn count(&self, tenant: TenantId, reach: &Reach) -> Result<Vec<StatusCount>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut filter = Filter {
            sql: "record.tenant = ?1".to_owned(),
            values: vec![Value::Integer(number)],
        };
        let sql =
            if reach.premises.is_empty() && reach.departments.is_empty() && reach.away.is_empty() {
                let streams = numbers_of(&reader, number, &reach.streams)?;
                let within = "stream IN (SELECT value FROM json_each(?))";
                filter.and(within, [streams]);
                let counted = filter.sql.replace("record.tenant", "tenant");
                format!(
                    "SELECT kind, status, sum(count), sum(count * overdue) FROM record_count
                 WHERE count > 0 AND {counted} GROUP BY kind, status ORDER BY kind, status"
                )
            } else {
                filter.within(&reader, number, reach)?;
                format!(
                    "SELECT kind, status, count(*), sum(flags & 1) FROM record WHERE {}
                 GROUP BY kind, status ORDER BY kind, status",
                    filter.sql
                )
            };
        let mut statement = reader.prepare_cached(&sql).map_err(failed)?;
        let rows = statement
            .query_map(params_from_iter(filter.values), |row| {
                Ok(StatusCount {
                    kind: row.get(0)?,
                    status: row.get(1)?,
                    count: from_sql(row.get(2)?),
                    overdue: from_sql(row.get(3)?),
                })
            })
            .map_err(failed)?;
        rows.collect::<rusqlite::Result<_>>().map_err(failed)
    }

    fn due_records(
        &self,
        tenant: TenantId,
        now: Timestamp,
        after: Option<(i64, RecordId)>,
        limit: u32,
    ) -> Result<Vec<DueRecord>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let (key, record) = after.unwrap_or((i64::MIN, RecordId::from_bytes([0; 16])));
        let cases: Vec<String> = RecordKind::CASES
            .iter()
            .map(|kind| format!("'{kind}'"))
            .collect();
        let cases = cases.join(", ");
        let mut statement = reader
            .prepare_cached(&format!(
                "SELECT due_key, record, status = 'closed', last_seq FROM record
                 WHERE tenant = ?1 AND kind IN ('rectification', {cases}) AND due_key < ?2
                   AND (due_key, record) > (?3, ?4)
                   AND CASE kind WHEN 'rectification'
                       THEN flags & 1 = 1 OR status NOT IN ('closed', 'voided', 'withdrawn')
                       ELSE flags & 1 = 0 END
                 ORDER BY due_key, record LIMIT ?5",
            ))
            .map_err(failed)?;
        let mut rows = statement
            .query((number, now.0, key, record.as_bytes(), limit))
            .map_err(failed)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            let id: Vec<u8> = row.get(1).map_err(failed)?;
            found.push(DueRecord {
                due_key: row.get(0).map_err(failed)?,
                record: record_id(&id)?,
                is_closed: row.get(2).map_err(failed)?,
                last_seq: from_sql(row.get(3).map_err(failed)?),
            });
        }
        Ok(found)
    }

    fn provisional_unknown(
        &self,
        tenant: TenantId,
        limit: u32,
    ) -> Result<Vec<RecordId>, StoreError> {
        let number = self.number(tenant)?;
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT record FROM record WHERE tenant = ?1 AND provisional_text IS NULL LIMIT ?2",
            )
            .map_err(failed)?;
        let rows = statement
            .query_map((number, limit), |row| row.get::<_, Vec<u8>>(0))
            .map_err(failed)?;
        rows.map(|row| row.map_err(failed).and_then(|id| record_id(&id)))
            .collect()
    }

    fn fill_provisional(
        &self,
        tenant: TenantId,
        record: RecordId,
        number: &str,
        uses: &[ProvisionalUse],
    ) -> Result<(), StoreError> {
        let (tenant, text) = (self.number(tenant)?, number.to_owned());
        let uses = uses.to_vec();
        self.write_whole(move |connection| {
            for one in &uses {
                keep_use(connection, tenant, one)?;
            }
            connection
                .execute(
                    "UPDATE record SET provisional_text = ?3
                     WHERE tenant = ?1 AND record = ?2 AND provisional_text IS NULL",
                    (tenant, record.as_bytes(), text),
                )
                .map(drop)
                .map_err(failed)
        })
    }

    fn quarantined(
        &self,
        tenant: TenantId,
        within: Option<&BTreeSet<StreamId>>,
        limit: u32,
    ) -> Result<Vec<Quarantined>, StoreError> {
        let number = self.number(tenant)?;
        let within = within.map(|streams| {
            let ids = streams.iter();
            // As `hex` writes them.
            let ids = ids.map(|stream| format!("\"{:X}\"", stream.0.simple()));
            format!("[{}]", ids.collect::<Vec<_>>().join(","))
        });
        let reader = self.reader()?;
        let mut statement = reader
            .prepare_cached(
                "SELECT envelope, device, user, reason, is_final, received_at, stream, record,
                        bytes IS NOT NULL
                 FROM quarantine WHERE tenant = ?1
                   AND (?3 IS NULL OR hex(stream) IN (SELECT value FROM json_each(?3)))
                   AND NOT EXISTS (SELECT 1 FROM log WHERE log.envelope = quarantine.envelope
                                   AND log.tenant = ?1 AND log.is_stub = 0)
                 ORDER BY number DESC LIMIT ?2",
            )
            .map_err(failed)?;
        let mut rows = statement
            .query((number, to_sql(u64::from(limit)), within))
            .map_err(failed)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            let bytes = |index: usize| row.get::<_, Vec<u8>>(index).map_err(failed);
            let reason: String = row.get(3).map_err(failed)?;
            found.push(Quarantined {
                envelope: digest(&bytes(0)?)?,
                device: DeviceId::from_bytes(id16(&bytes(1)?)?),
                user: UserId::from_bytes(id16(&bytes(2)?)?),
                reason: refusal(&reason)?,
                is_final: row.get(4).map_err(failed)?,
                received_at: Timestamp(row.get(5).map_err(failed)?),
                stream: stream_id(&bytes(6)?)?,
                record: record_id(&bytes(7)?)?,
                is_kept: row.get(8).map_err(failed)?,
            });
        }
        Ok(found)
    }

    fn quarantined_envelope(
        &self,
        tenant: TenantId,
        envelope: Digest,
    ) -> Result<Option<Envelope>, StoreError> {
        let number = self.number(tenant)?;
        let found: Option<Option<Vec<u8>>> = self
            .reader()?
            .query_row(
                "SELECT bytes FROM quarantine WHERE tenant = ?1 AND envelope = ?2",
                (number, &envelope.0),
                |row| row.get(0),
            )
            .optional()
            .map_err(failed)?;
        found
            .flatten()
            .map(|bytes| decode_envelope(&bytes))
            .transpose()
    }
}
