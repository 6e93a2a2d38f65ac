use std::collections::BTreeMap;

use wangge_domain::{RecordId, StreamId};
use wangge_protocol::{Row, RowBody};

use crate::store::AheadRows;

/// Rows that came ahead of their logs（先行记录）, and the places reached.
#[derive(Clone, Debug, Default)]
pub(super) struct Ahead {
    rows: BTreeMap<StreamId, BTreeMap<u64, Row>>,
    pub(super) marks: BTreeMap<StreamId, u64>,
}

impl Ahead {
    /// Takes rows in, those apart that the log holds up to `held`.
    pub(super) fn add(&mut self, ahead: AheadRows, held: u64) {
        let AheadRows { stream, rows, mark } = ahead;
        let kept = self.rows.entry(stream).or_default();
        let news = rows.into_iter().filter(|row| row.seq > held);
        kept.extend(news.map(|row| (row.seq, row)));
        match mark {
            Some(until) => self.marks.insert(stream, until),
            None => self.marks.remove(&stream),
        };
    }

    /// The log holds this row now.
    pub(super) fn caught_up(&mut self, stream: StreamId, seq: u64) {
        if let Some(rows) = self.rows.get_mut(&stream) {
            rows.remove(&seq);
        }
    }

    /// Gives the rows of a stream away.
    pub(super) fn take(&mut self, stream: StreamId) -> BTreeMap<u64, Row> {
        self.rows.remove(&stream).unwrap_or_default()
    }

    /// Forgets a stream.
    pub(super) fn purge(&mut self, stream: StreamId) {
        self.rows.remove(&stream);
        self.marks.remove(&stream);
    }

    /// Rows of a stream after the first place, up to the second.
    pub(super) fn between(&self, stream: StreamId, (after, until): (u64, u64)) -> Vec<Row> {
        let rows = self.rows.get(&stream).into_iter();
        let rows = rows.flat_map(BTreeMap::values);
        rows.filter(|row| row.seq > after && row.seq <= until)
            .cloned()
            .collect()
    }

    /// Rows of a record.
    pub(super) fn of_record(&self, record: RecordId) -> impl Iterator<Item = &Row> {
        let rows = self.rows.values().flat_map(BTreeMap::values);
        rows.filter(move |row| match &row.body {
            RowBody::Accepted { envelope, .. } => envelope.header.record == record,
            RowBody::Stub(_) => false,
        })
    }
}
