use std::collections::BTreeSet;

use wangge_domain::control::ControlState;
use wangge_domain::lifecycle::{Effect, RecordState};
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{StreamId, Timestamp};
use wangge_protocol::{Envelope, Op, Row, RowBody};

use crate::document::Document;
use crate::lifecycle_rows::fold_rows;
use crate::paper_basis::quoting_acts;
use crate::redaction::content_envelopes;

/// Where the act by which a paper came about stands in the logs（成文位置）: what the paper says of other
/// records is what had been received by then, the same on a phone and on the relay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MadeAt {
    /// First, so that rows of several logs are in order.
    received_at: Timestamp,
    stream: StreamId,
    seq: u64,
}

impl MadeAt {
    /// The act that makes a notice.
    pub const NOTICE: &'static [&'static str] = &["notice_issued"];
    /// The act that makes the record of a visit.
    pub const VISIT: &'static [&'static str] = &["submitted"];
    /// The acts that make an opinion of a recheck.
    pub const RECHECK: &'static [&'static str] = &["recheck_passed", "recheck_failed"];
    /// The act that makes a letter of transfer.
    pub const TRANSFER: &'static [&'static str] = &["escalated"];

    /// The newest act of these names that took effect, among the rows of its record. `None`: there
    /// is none, or it is not in the log yet.
    #[must_use]
    pub fn of(state: &RecordState, rows: &[Row], names: &[&str]) -> Option<Self> {
        let mut newest = state.history.iter().rev();
        let act = newest.find(|entry| {
            entry.effect == Effect::Applied && names.contains(&entry.event.as_str())
        })?;
        let seq = act.seq?;
        // A record lives in one log.
        rows.iter()
            .filter_map(Self::of_row)
            .find(|it| it.seq == seq)
    }

    /// The step that made the paper of a letter or of an order.
    #[must_use]
    pub fn of_case(state: &RecordState, rows: &[Row]) -> Option<Self> {
        Self::of(state, rows, &quoting_acts(&state.kind))
    }

    /// What a record said then（成文时的内容）, by its rows. `None`: it had said nothing, or what it said
    /// can no longer be told from these rows.
    #[must_use]
    pub fn content(&self, rows: &[Row]) -> Option<Content> {
        let known = content_envelopes(self.until(rows));
        if known.iter().any(|envelope| envelope.is_blanked()) {
            return None;
        }
        let changes = known
            .into_iter()
            .flat_map(|envelope| &envelope.ops)
            .filter_map(|op| match op {
                Op::Change(bytes) => Some(bytes),
                _ => None,
            });
        let changes: BTreeSet<&Vec<u8>> = changes.collect();
        if changes.is_empty() {
            return None;
        }
        let changes: Vec<Vec<u8>> = changes.into_iter().cloned().collect();
        let document = Document::of_changes(&changes).ok()?;
        // A change that builds on one which is not among them is not part of the document.
        (document.change_count() == changes.len()).then(|| document.content())
    }

    /// Where a record stood then（成文时的状态）, by its rows. `None`: it was not there yet.
    #[must_use]
    pub fn state(
        &self,
        kind: &RecordKind,
        rows: &[Row],
        control: &ControlState,
    ) -> Option<RecordState> {
        let rows: Vec<Row> = self.until(rows).cloned().collect();
        (!rows.is_empty()).then(|| fold_rows(kind, &rows, control))
    }

    fn until<'a>(&self, rows: &'a [Row]) -> impl Iterator<Item = &'a Row> {
        let last = *self;
        rows.iter()
            .filter(move |row| Self::of_row(row).is_some_and(|it| it <= last))
    }

    fn of_row(row: &Row) -> Option<Self> {
        accepted(row).map(|envelope| Self {
            received_at: row.received_at,
            stream: envelope.header.stream,
            seq: row.seq,
        })
    }
}

fn accepted(row: &Row) -> Option<&Envelope> {
    match &row.body {
        RowBody::Accepted { envelope, .. } => Some(envelope),
        RowBody::Stub(_) => None,
    }
}
