//! Who wrote what anew in a record, and when, by the signed changes of its log.

use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::control::ControlState;
use wangge_domain::hazard::frozen_since;
use wangge_domain::inspection::keys;
use wangge_domain::lifecycle::{
    FieldEdit, FrozenSince, RecordState, Status, TimeBounds, is_fixed_in_case,
};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, Timestamp};
use wangge_protocol::{Envelope, Row, RowBody};

use crate::gate::{self, ActorId};
use crate::lifecycle_rows::apply_row;
use crate::redaction::ContentPart;

/// The fields that were written anew since a record was registered（改动经过）, by its accepted rows in
/// the order of the log: the same on a phone and on the relay. Photos and signatures are shown with
/// the record, and are not among them. A change that is not here any more (a redaction) is left out.
#[must_use]
pub fn field_edits(kind: &RecordKind, rows: &[Row], control: &ControlState) -> Vec<FieldEdit> {
    // Of most records there is one change, and nothing was written anew.
    let accepted = rows.iter().filter_map(|row| match &row.body {
        RowBody::Accepted { envelope, .. } => Some(envelope),
        RowBody::Stub(_) => None,
    });
    if accepted.flat_map(|envelope| envelope.changes()).count() < 2 {
        return Vec::new();
    }
    let mut reader = EditReader::new(kind);
    for row in rows {
        reader.row(row, control);
    }
    reader.finish()
}

/// Reads the changes of a record one after the other.
pub(crate) struct EditReader {
    /// Where the record stood before the envelope that is read.
    state: RecordState,
    written: Written,
    edits: Vec<FieldEdit>,
}

impl EditReader {
    pub(crate) fn new(kind: &RecordKind) -> Self {
        Self {
            state: RecordState::new(kind.clone()),
            written: Written::default(),
            edits: Vec::new(),
        }
    }

    /// An accepted row: its changes, then its events.
    pub(crate) fn row(&mut self, row: &Row, control: &ControlState) {
        let RowBody::Accepted { envelope, decision } = &row.body else {
            return;
        };
        match ContentPart::of(envelope, decision) {
            ContentPart::Follows => {
                self.envelope(envelope, Some(row.seq), decision.time, row.received_at);
            }
            // What was left of the record is nobody's edit; later ones replace it.
            ContentPart::Begins => {
                for change in envelope.changes() {
                    let _read = self.written.read(change);
                }
            }
            ContentPart::Apart => {}
        }
        apply_row(&mut self.state, control, row);
    }

    /// The changes of an envelope, accepted or pending.
    pub(crate) fn envelope(
        &mut self,
        envelope: &Envelope,
        seq: Option<u64>,
        time: TimeBounds,
        received_at: Timestamp,
    ) {
        for change in envelope.changes() {
            for (key, before, after) in self.written.read(change) {
                if self.state.status == Status::Draft || !is_field(&key) {
                    continue;
                }
                self.edits.push(FieldEdit {
                    seq,
                    envelope: envelope.id(),
                    user: envelope.header.user,
                    device: envelope.header.device,
                    time,
                    received_at,
                    late: late(&self.state, &key),
                    key,
                    before,
                    after,
                });
            }
        }
    }

    pub(crate) fn finish(self) -> Vec<FieldEdit> {
        self.edits
    }
}

/// Since when the field stood fast, if it did.
fn late(state: &RecordState, key: &str) -> Option<FrozenSince> {
    match state.kind {
        RecordKind::Rectification => frozen_since(state, key),
        _ => is_fixed_in_case(state, key).then_some(FrozenSince::Registration),
    }
}

fn is_field(key: &str) -> bool {
    !key.starts_with(keys::PHOTO_PREFIX) && !key.starts_with(keys::SIGNATURE_PREFIX)
}

/// What each operation of a document wrote, by its actor and counter.
#[derive(Default)]
struct Written {
    changes: BTreeSet<Digest>,
    values: BTreeMap<(ActorId, u64), Scalar>,
}

impl Written {
    /// What a change wrote anew: the key, what it replaced there, what it put there. Nothing of one
    /// that was read before, or cannot be read.
    fn read(&mut self, bytes: &[u8]) -> Vec<(String, Vec<Scalar>, Scalar)> {
        let Ok(change) = gate::inspect(bytes) else {
            return Vec::new();
        };
        if !self.changes.insert(change.hash) {
            return Vec::new();
        }
        let mut wrote = Vec::new();
        for (op, counter) in change.ops.iter().zip(change.start_op..) {
            let replaced = op.predecessors.iter().filter_map(|(index, at)| {
                let by = change.actor_at(*index)?;
                self.values.get(&(by, *at))
            });
            let before: BTreeSet<Scalar> = replaced
                .filter(|value| **value != Scalar::Null)
                .cloned()
                .collect();
            let before: Vec<Scalar> = before.into_iter().collect();
            let is_same = match before.as_slice() {
                [] => op.value == Scalar::Null,
                [only] => *only == op.value,
                _ => false,
            };
            if !is_same {
                wrote.push((op.key.clone(), before, op.value.clone()));
            }
            self.values
                .insert((change.actor, counter), op.value.clone());
        }
        wrote
    }
}
