use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use wangge_domain::control::ControlState;
use wangge_domain::evaluation::LogCut;
use wangge_domain::record::RecordKind;
use wangge_domain::tally::{Measure, Measures, is_measured, measure};
use wangge_domain::{GridId, RecordId, StreamId};
use wangge_protocol::{Op, Row, RowBody};
use wangge_sync_engine::store::{RelayStore, StoreError};
use wangge_sync_engine::{ContentPart, Document, fold_rows};

use super::shared_work::{Taken, on_all_cores};
use crate::backup::Progress;
use crate::tenant::Tenant;

/// Bytes of rows read at once.
const PAGE_BYTES: usize = 4 << 20;

/// The rows of a record that figures count, in the order of the log.
struct Gathered {
    kind: RecordKind,
    rows: Vec<Row>,
    changes: Vec<Vec<u8>>,
}

/// How far the logs are read, by all threads together.
struct Read {
    rows: AtomicU64,
    of: u64,
}

impl Tenant {
    /// Every measure at a point of the logs, from the log alone: nothing that is derived is read. A
    /// record lies in one log, so that the logs are folded one by one, on all cores; `progress` hears of
    /// rows read, and at the end of records folded.
    pub(super) fn measures_at(
        &self,
        cut: &LogCut,
        progress: Progress<'_>,
    ) -> Result<(Measures, ControlState), StoreError> {
        let control = self.control_at(self.database.turn(self.id())?.as_ref(), cut)?;
        let own = self.control_stream();
        let logs = cut.0.iter().filter(|(stream, _)| **stream != own);
        let mut logs: Vec<(StreamId, u64)> =
            logs.map(|(stream, point)| (*stream, point.seq)).collect();
        // The longest first: whoever takes the last one is not waited for long.
        logs.sort_by_key(|(_, upto)| Reverse(*upto));
        let read = Read {
            rows: AtomicU64::new(0),
            of: logs.iter().map(|(_, upto)| upto).sum(),
        };
        let parts = on_all_cores(logs, |taken: &Taken<'_, _>| {
            let store = self.database.turn(self.id())?;
            let mut found = Vec::new();
            while let Some((stream, upto)) = taken.next() {
                let told = |rows: u64| {
                    let rows = read.rows.fetch_add(rows, Ordering::Relaxed) + rows;
                    progress("rows", rows, read.of);
                };
                let records = gather_log(store.as_ref(), stream, upto, &told)?;
                for (record, gathered) in records {
                    let measured = gathered.measure(stream.grid(), &control)?;
                    found.extend(measured.map(|measured| (record, measured)));
                }
            }
            Ok::<_, StoreError>(found)
        })?;
        let mut measures = Measures::default();
        let of: usize = parts.iter().map(Vec::len).sum();
        for (record, measured) in parts.into_iter().flatten() {
            measures.put(record, measured.at_home(record, &control));
        }
        progress("rows", read.rows.into_inner(), read.of);
        progress("records", of as u64, of as u64);
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

/// The records of a log that figures count, up to a place.
fn gather_log(
    store: &dyn RelayStore,
    stream: StreamId,
    upto: u64,
    told: &dyn Fn(u64),
) -> Result<BTreeMap<RecordId, Gathered>, StoreError> {
    let mut records = BTreeMap::new();
    let mut seq = 0;
    while seq < upto {
        let rows = store.rows_after(stream, seq, PAGE_BYTES)?;
        let Some(last) = rows.last() else { break };
        let read_upto = last.seq;
        let wanted = rows.into_iter().filter(|row| row.seq <= upto);
        wanted.for_each(|row| gather(&mut records, row));
        told(read_upto.min(upto) - seq);
        seq = read_upto;
    }
    Ok(records)
}

fn gather(records: &mut BTreeMap<RecordId, Gathered>, row: Row) {
    let RowBody::Accepted { envelope, decision } = &row.body else {
        return;
    };
    let header = &envelope.header;
    if !is_measured(&header.kind) {
        return;
    }
    let gathered = records.entry(header.record).or_insert_with(|| Gathered {
        kind: header.kind.clone(),
        rows: Vec::new(),
        changes: Vec::new(),
    });
    let part = ContentPart::of(envelope, decision);
    if part == ContentPart::Begins {
        gathered.changes.clear();
    }
    let ops = envelope.ops.iter().filter(|_| part != ContentPart::Apart);
    for op in ops {
        if let Op::Change(bytes) = op {
            gathered.changes.push(bytes.to_vec());
        }
    }
    gathered.rows.push(row);
}

impl Gathered {
    fn measure(self, grid: GridId, control: &ControlState) -> Result<Option<Measure>, StoreError> {
        let content = Document::of_changes(&self.changes)
            .map_err(|error| StoreError::Corrupt(error.to_string()))?
            .content();
        let state = fold_rows(&self.kind, &self.rows, control);
        Ok(measure(&self.kind, grid, &content, &state))
    }
}
