use std::collections::BTreeSet;

use wangge_domain::{RecordId, StreamId};
use wangge_protocol::{Row, RowBody};

use super::{RelayStore, StoreError};
use crate::Document;
use crate::content_rules::premises_of;

/// [`RelayStore::newest_rows`] for a store without a query of its own: the log is read through.
pub(super) fn newest_rows<S: RelayStore + ?Sized>(
    store: &S,
    stream: StreamId,
    after: u64,
    (from, until): (u64, u64),
) -> Result<Vec<Row>, StoreError> {
    let (mut seq, mut rows) = (after, Vec::new());
    while seq < until {
        let page = store.rows_after(stream, seq, usize::MAX)?;
        let Some(last) = page.last().map(|row| row.seq) else {
            break;
        };
        seq = last;
        rows.extend(page.into_iter().take_while(|row| row.seq <= until));
    }
    let mut wanted = BTreeSet::new();
    for record in rows
        .iter()
        .filter(|row| row.seq > from)
        .filter_map(record_of)
    {
        let Some(stored) = store.record(record)? else {
            continue;
        };
        if stored.stream != stream || stored.last_seq <= from || stored.last_seq > until {
            continue;
        }
        wanted.insert(record);
        let Ok(document) = Document::load(&stored.document) else {
            continue;
        };
        if let Some(premises) = premises_of(&stored.kind, record, &document.content())
            && let Some(file) = store.record(premises)?
            && file.stream == stream
            && file.last_seq <= until
        {
            wanted.insert(premises);
        }
    }
    rows.retain(|row| record_of(row).is_some_and(|record| wanted.contains(&record)));
    Ok(rows)
}

fn record_of(row: &Row) -> Option<RecordId> {
    match &row.body {
        RowBody::Accepted { envelope, .. } => Some(envelope.header.record),
        RowBody::Stub(_) => None,
    }
}
