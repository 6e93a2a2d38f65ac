use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::{Digest, RecordId, StreamId};
use wangge_protocol::{Cursor, Envelope, Row, RowBody};

use super::intake::Intake;
use crate::client::EngineError;
use crate::client::working::{Author, Working};
use crate::redaction::content_envelopes;
use crate::store::{DecidedEnvelope, Rewind};
use crate::{Document, GateContext};

impl Intake<'_> {
    /// The relay does not know our point: find one that both sides know, and offer again what it
    /// has lost. Nothing that a relay once accepted is lost while one phone holds it.
    pub(super) fn take_unknown_point(
        &mut self,
        stream: StreamId,
        epoch: u32,
        head: u64,
        chain: Digest,
    ) -> Result<(), EngineError> {
        self.machine.vector = true;
        let claimed = self.machine.probes.get(&stream).copied();
        let claimed = claimed.unwrap_or_else(|| self.cursor(stream));
        let at_head = self.row_at(stream, head)?.filter(|row| row.chain == chain);
        if at_head.is_some() || head == 0 || claimed.seq <= 1 {
            // Everybody knows the point before the first row.
            let to = at_head.map_or((0, Digest::ZERO), |row| (row.seq, row.chain));
            if self.can_heal(stream, to.0)? {
                if to.0 == head {
                    // What we hold follows on the relay's own head: it gets it back as it was.
                    self.machine.probes.remove(&stream);
                }
                self.machine.heal.insert(stream, (to.0, to.0 != head));
                return Ok(());
            }
            return self.rewind(stream, epoch, to);
        }
        // The relay went on after the fork: ask about ever earlier points.
        let seq = claimed.seq.min(head) / 2;
        let point = self.row_at(stream, seq)?;
        let (seq, chain, epoch) = point.map_or((0, Digest::ZERO, epoch), |row| {
            (row.seq, row.chain, row.epoch)
        });
        let probe = Cursor {
            stream,
            epoch,
            seq,
            chain,
            own_seq: 0,
            own_last: Digest::ZERO,
        };
        self.machine.probes.insert(stream, probe);
        Ok(())
    }

    /// A probe that the relay did not deny is a point that both sides know.
    pub(super) fn confirm_probes(
        &mut self,
        unknown: &BTreeSet<StreamId>,
    ) -> Result<(), EngineError> {
        let confirmed: Vec<Cursor> = self
            .machine
            .probes
            .values()
            .filter(|probe| !unknown.contains(&probe.stream))
            .copied()
            .collect();
        for probe in confirmed {
            if self.can_heal(probe.stream, probe.seq)? {
                // The relay went on without these rows: it learns of them before we follow it.
                self.machine.heal.insert(probe.stream, (probe.seq, true));
                continue;
            }
            self.rewind(probe.stream, probe.epoch, (probe.seq, probe.chain))?;
        }
        Ok(())
    }

    pub(super) fn row_at(&self, stream: StreamId, seq: u64) -> Result<Option<Row>, EngineError> {
        if seq == 0 {
            return Ok(None);
        }
        let rows = self.ctx.store.rows_after(stream, seq - 1, 1)?;
        Ok(rows.into_iter().find(|row| row.seq == seq))
    }

    fn rewind(
        &mut self,
        stream: StreamId,
        epoch: u32,
        (seq, chain): (u64, Digest),
    ) -> Result<(), EngineError> {
        let own = self.cursor(stream);
        let to = Cursor {
            stream,
            epoch,
            seq,
            chain,
            own_seq: 0,
            own_last: Digest::ZERO,
        };
        if own.seq <= seq {
            self.machine.probes.remove(&stream);
            return Ok(());
        }
        let offer_again =
            stream != StreamId::control(self.identity.tenant) && !planted!(GiveNothingBack);
        self.rewinds.insert(stream, Rewind { to, offer_again });
        self.set_cursor(to);
        if offer_again {
            self.rebuild(stream, seq)?;
        }
        Ok(())
    }

    /// Records that lose rows: their documents are made again from the rows that stay, and what
    /// was accepted is laid on top as pending.
    pub(super) fn rebuild(&mut self, stream: StreamId, seq: u64) -> Result<(), EngineError> {
        let author = Author::load(self.ctx)?;
        let mut lost: BTreeMap<RecordId, Vec<Envelope>> = BTreeMap::new();
        let mut rows = self.ctx.store.rows_after(stream, seq, usize::MAX)?;
        // What came ahead of the log goes with it.
        rows.extend(self.ctx.store.ahead_rows(stream, (seq, u64::MAX))?);
        for row in rows {
            if let RowBody::Accepted { envelope, .. } = row.body {
                lost.entry(envelope.header.record)
                    .or_default()
                    .push(*envelope);
            }
        }
        for (record, envelopes) in lost {
            let Some((mut working, pending)) = Working::load_accepted(self.ctx, record)? else {
                continue;
            };
            working.rows.retain(|row| row.seq <= seq);
            working.last_seq = working.rows.last().map_or(0, |row| row.seq);
            working.accept(document_of_rows(&working.rows));
            for envelope in envelopes.into_iter().chain(pending) {
                let verdict = self.decided.get(&envelope.id());
                if !matches!(verdict, Some(DecidedEnvelope::Refused { .. })) {
                    working.add_pending(envelope);
                }
            }
            self.rebuilt.insert(record);
            self.commit.records.push(working.update(self.ctx, &author));
        }
        Ok(())
    }
}

/// The document of accepted rows of a record, made anew.
pub(super) fn document_of_rows(rows: &[Row]) -> Document {
    let mut document = Document::new();
    for envelope in content_envelopes(rows) {
        let header = &envelope.header;
        let owner = GateContext {
            device: header.device,
            user: header.user,
        };
        for change in envelope.changes() {
            let _left_out = document.apply(change, &owner);
        }
    }
    document
}
