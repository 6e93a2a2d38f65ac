use std::collections::BTreeMap;

use wangge_domain::GridId;
use wangge_domain::RecordId;
use wangge_domain::control::ControlState;
use wangge_domain::evaluation::LogCut;
use wangge_domain::record::RecordKind;
use wangge_domain::tally::{Measures, measure};
use wangge_protocol::{Op, Row, RowBody};
use wangge_sync_engine::store::{RelayStore, StoreError};
use wangge_sync_engine::{Document, fold_rows};

use crate::backup::Progress;
use crate::tenant::Tenant;

/// Bytes of rows read at once.
const PAGE_BYTES: usize = 4 << 20;

struct Gathered {
    kind: RecordKind,
    grid: GridId,
    rows: Vec<Row>,
    changes: Vec<Vec<u8>>,
}

impl Tenant {
    /// Every measure at a point of the logs, from the log alone: nothing that is derived is read.
    pub(super) fn measures_at(
        &self,
        cut: &LogCut,
        progress: Progress<'_>,
    ) -> Result<(Measures, ControlState), StoreError> {
        let store = self.database.turn(self.id())?;
        let control = self.control_at(store.as_ref(), cut)?;
        let mut records: BTreeMap<RecordId, Gathered> = BTreeMap::new();
        let own = self.control_stream();
        let logs = cut.0.iter().filter(|(stream, _)| **stream != own);
        let logs: Vec<_> = logs.collect();
        let of: u64 = logs.iter().map(|(_, point)| point.seq).sum();
        let mut read: u64 = 0;
        for (stream, point) in logs {
            let mut seq = 0;
            while seq < point.seq {
                let rows = store.rows_after(*stream, seq, PAGE_BYTES)?;
                let Some(last) = rows.last() else { break };
                let read_upto = last.seq;
                let wanted = rows.into_iter().filter(|row| row.seq <= point.seq);
                wanted.for_each(|row| gather(&mut records, stream.grid(), row));
                read += read_upto.min(point.seq) - seq;
                progress("rows", read, of);
                seq = read_upto;
            }
        }
        let mut measures = Measures::default();
        let of = records.len() as u64;
        for (done, (record, mut gathered)) in (1..).zip(records) {
            // A record that moved has rows in two logs: they stand in the order they came.
            gathered.rows.sort_by_key(|row| row.received_at);
            let content = Document::of_changes(&gathered.changes)
                .map_err(|error| StoreError::Corrupt(error.to_string()))?
                .content();
            let state = fold_rows(&gathered.kind, &gathered.rows, &control);
            let found = measure(&gathered.kind, gathered.grid, &content, &state);
            found
                .into_iter()
                .for_each(|found| measures.put(record, found));
            progress("records", done, of);
        }
        Ok((measures, control))
    }

    fn control_at(&self, store: &dyn RelayStore, cut: &LogCut) -> Result<ControlState, StoreError> {
        let upto = cut
            .0
            .get(&self.control_stream())
            .map_or(0, |point| point.seq);
        let mut control = ControlState::default();
        for row in store.control_rows_after(0)? {
            if row.seq <= upto {
                // A row that was refused then is refused now: the fold is the same.
                let _refused = control.apply(&row);
            }
        }
        control.seq = control.seq.max(upto);
        Ok(control)
    }
}

fn gather(records: &mut BTreeMap<RecordId, Gathered>, grid: GridId, row: Row) {
    let RowBody::Accepted { envelope, .. } = &row.body else {
        return;
    };
    let header = &envelope.header;
    let gathered = records.entry(header.record).or_insert_with(|| Gathered {
        kind: header.kind.clone(),
        grid,
        rows: Vec::new(),
        changes: Vec::new(),
    });
    for op in &envelope.ops {
        if let Op::Change(bytes) = op {
            gathered.changes.push(bytes.to_vec());
        }
    }
    gathered.grid = grid;
    gathered.rows.push(row);
}
