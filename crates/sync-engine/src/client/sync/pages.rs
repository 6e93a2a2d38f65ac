use wangge_domain::StreamId;
use wangge_domain::record::RecordKind;
use wangge_protocol::{Anchor, Envelope, Page, PageError, Row, RowBody};

use super::Degraded;
use super::ahead::together;
use super::intake::Intake;
use crate::client::EngineError;
use crate::client::working::{Author, Working};
use crate::redaction::{ContentPart, blanked_by};
use crate::store::{BlankedEnvelope, DecidedEnvelope};
use crate::{Document, GateContext};

/// Why a page of a key that nobody certified is not believed.
pub(super) const UNKNOWN_KEY: &str = "the page is signed with a key that nobody certified";

impl Intake<'_> {
    /// Takes a page in, if it follows what the device holds and can be believed.
    pub(super) fn take_page(&mut self, page: Page) -> Result<(), EngineError> {
        let stream = page.stream;
        let cursor = self.cursor(stream);
        if page.after != cursor.seq || self.rewinds.contains_key(&stream) {
            return Ok(());
        }
        if !self.keys.contains(&page.relay_key) && !planted!(SkipPageSignature) {
            self.disbelieve(stream, UNKNOWN_KEY);
            return Ok(());
        }
        let epoch = page.epoch;
        let proof = page.proof();
        let store = self.ctx.store;
        // What cannot be read now is not missing: the answer is taken in again.
        let failed = std::cell::RefCell::new(None);
        let own = |prefix: &_| {
            store.own_by_prefix(prefix).unwrap_or_else(|error| {
                failed.replace(Some(error));
                None
            })
        };
        let unpacked = page.unpack(&cursor.chain, own);
        if let Some(error) = failed.into_inner() {
            return Err(error.into());
        }
        let rows = match unpacked {
            Ok(rows) => rows,
            Err(PageError::OwnMissing(_)) => {
                // We said that we hold our own chain, and do not: ask for the bytes.
                let mut cursor = cursor;
                (cursor.own_seq, cursor.own_last) = (0, wangge_domain::Digest::ZERO);
                self.set_cursor(cursor);
                self.machine.pull_needed = true;
                self.machine.vector = true;
                return Ok(());
            }
            Err(error) => {
                self.disbelieve(stream, &error.to_string());
                return Ok(());
            }
        };
        if self.contradicts_ahead(stream, &rows)? {
            return self.give_up_ahead(stream);
        }
        if !rows.is_empty() {
            self.commit.proofs.push(proof);
            if cursor.seq > 0 && epoch > cursor.epoch {
                self.machine.summary.new_epochs.push(stream);
            }
        }
        for row in rows {
            let mut cursor = self.cursor(stream);
            (cursor.epoch, cursor.seq, cursor.chain) = (epoch, row.seq, row.chain);
            self.set_cursor(cursor);
            self.take_row(stream, row)?;
        }
        Ok(())
    }

    fn take_row(&mut self, stream: StreamId, row: Row) -> Result<(), EngineError> {
        let anchor = Anchor {
            stream,
            epoch: row.epoch,
            seq: row.seq,
            chain: row.chain,
        };
        if self.newest.is_none_or(|(at, _)| at <= row.received_at) {
            self.newest = Some((row.received_at, anchor));
        }
        let (device, user) = (self.identity.device, self.identity.user);
        match &row.body {
            RowBody::Accepted { envelope, .. } => {
                let header = &envelope.header;
                let id = envelope.id();
                let is_own = header.device == device && header.user == user;
                if is_own || self.machine.acked.contains_key(&id) {
                    self.decided
                        .insert(id, DecidedEnvelope::Accepted { id, seq: row.seq });
                }
                if header.kind != RecordKind::Control {
                    self.touched.insert(header.record);
                    self.rows
                        .entry(header.record)
                        .or_default()
                        .push(row.clone());
                }
                let mut cursor = self.cursor(stream);
                if is_own && header.device_seq > cursor.own_seq {
                    (cursor.own_seq, cursor.own_last) = (header.device_seq, id);
                    self.set_cursor(cursor);
                }
            }
            RowBody::Stub(stub) if stub.device == device && stub.user == user => {
                let id = stub.envelope;
                let already = self.decided.contains_key(&id);
                if !already && let Some(envelope) = self.ctx.store.own_envelope(&id)? {
                    self.touched.insert(envelope.header.record);
                    self.decided.insert(
                        id,
                        DecidedEnvelope::Refused {
                            id,
                            reason: stub.reason,
                            quarantined: !stub.reason.is_final(),
                            at: row.received_at,
                        },
                    );
                    self.leave_incarnation(&envelope);
                }
            }
            RowBody::Stub(_) => {}
        }
        self.commit.rows.push((stream, row));
        Ok(())
    }

    /// Works out the records that the answer touches: documents, content, lifecycle, with what
    /// is still pending on top.
    pub(super) fn derive_records(&mut self, author: &Author) -> Result<(), EngineError> {
        let mut touched = std::mem::take(&mut self.touched);
        if planted!(ForgetRecord) && touched.len() > 1 {
            touched.pop_last();
        }
        for record in touched {
            let logged = self.rows.remove(&record).unwrap_or_default();
            let ahead = self.ahead.remove(&record).unwrap_or_default();
            let mut rows = together(logged, ahead);
            let Some((mut working, pending)) = self.base_of(record, &rows)? else {
                continue;
            };
            if self.rebuilt.contains(&record) {
                continue;
            }
            for row in &rows {
                // What others wrote and this device offered again after a restore waits no longer
                // than until its row is here.
                let id = row.body.envelope_id();
                if pending.iter().any(|waiting| waiting.id() == id) {
                    let seq = row.seq;
                    self.decided
                        .insert(id, DecidedEnvelope::Accepted { id, seq });
                }
            }
            // The log has caught up with what came ahead of it.
            rows.retain(|row| working.rows.iter().all(|held| held.chain != row.chain));
            let document = &mut working.document;
            for row in rows {
                if planted!(PassOverChange) && row.seq.is_multiple_of(5) {
                    working.last_seq = row.seq;
                    working.rows.push(row);
                    continue;
                }
                let RowBody::Accepted { envelope, decision } = &row.body else {
                    continue;
                };
                let header = &envelope.header;
                let owner = GateContext {
                    device: header.device,
                    user: header.user,
                };
                let part = ContentPart::of(envelope, decision);
                if part == ContentPart::Begins {
                    // Two people blanked what stood before: it goes here too, in this very commit.
                    let named = blanked_by(&row, &working.rows).unwrap_or_default();
                    let named = named.into_iter().map(|envelope| BlankedEnvelope {
                        record,
                        envelope,
                        keeps: header.blobs.clone(),
                    });
                    self.commit.blank.extend(named);
                    *document = Document::new();
                }
                let followed = part == ContentPart::Apart
                    || envelope
                        .changes()
                        .all(|change| document.apply(change, &owner).is_ok());
                // What builds on blanked changes cannot be followed, until the row that begins anew.
                let is_known = is_blanked(&row) || working.rows.iter().any(is_blanked);
                if !followed && !is_known {
                    let seq = row.seq;
                    self.machine.summary.degraded.push(Degraded { record, seq });
                }
                working.last_seq = row.seq;
                working.rows.push(row);
            }
            working.accepted = working.document.save();
            working.accepted_heads = working.document.heads();
            for envelope in pending {
                if !self.decided.contains_key(&envelope.id()) && !planted!(PendingLeftOut) {
                    working.add_pending(envelope);
                }
            }
            self.commit.records.push(working.update(self.ctx, author));
        }
        Ok(())
    }

    /// The record before the rows of this answer, and what is pending on it.
    fn base_of(
        &self,
        record: wangge_domain::RecordId,
        rows: &[Row],
    ) -> Result<Option<(Working, Vec<Envelope>)>, EngineError> {
        if let Some(found) = Working::load_accepted(self.ctx, record)? {
            return Ok(Some(found));
        }
        Ok(rows.iter().find_map(|row| match &row.body {
            RowBody::Accepted { envelope, .. } => {
                let header = &envelope.header;
                let begun = Working::begin(record, header.stream, header.kind.clone());
                Some((begun, Vec::new()))
            }
            RowBody::Stub(_) => None,
        }))
    }
}

/// Whether changes of a row were blanked.
fn is_blanked(row: &Row) -> bool {
    matches!(&row.body, RowBody::Accepted { envelope, .. } if envelope.is_blanked())
}
