use wangge_domain::Digest;
use wangge_protocol::{Envelope, EnvelopeId, Refusal, RowBody, SyncResponse, Verdict, VerdictRun};

use super::intake::Intake;
use crate::actor_id;
use crate::client::EngineError;
use crate::gate;
use crate::store::DecidedEnvelope;

/// A longer wait than this is one for a later sync.
const MAX_WAIT_MS: u64 = 60_000;

/// How often an envelope may be asked for its lease in one sync.
const MAX_LEASE_TRIES: u32 = 8;

impl Intake<'_> {
    /// Takes the verdicts of the push under way. `Some(true)`: nothing at all was decided.
    pub(super) fn take_verdicts(
        &mut self,
        response: &SyncResponse,
    ) -> Result<Option<bool>, EngineError> {
        let Some(push) = &self.machine.push else {
            return Ok(None);
        };
        let sent = push.sent.clone();
        // The lease that went with this push is known to the relay now.
        self.machine.to_show.pop_front();
        let verdicts = VerdictRun::unpack(&response.verdicts, sent.len());
        let processed = verdicts
            .iter()
            .filter(|it| **it != Verdict::NotProcessed)
            .count();
        if processed < sent.len() {
            // More than the relay decides in its time: half of it, since it doubles again.
            self.machine.batch_limit = (processed / 2).max(1);
        }
        let mut decided_any = false;
        for (envelope, verdict) in sent.iter().zip(verdicts) {
            decided_any |= self.take_verdict(envelope, verdict, response)?;
        }
        Ok(Some(!decided_any))
    }

    /// True if it settles anything.
    fn take_verdict(
        &mut self,
        envelope: &Envelope,
        verdict: Verdict,
        response: &SyncResponse,
    ) -> Result<bool, EngineError> {
        let id = envelope.id();
        match verdict {
            Verdict::NoEffect { seq } => {
                let record = envelope.header.record;
                self.machine.summary.without_effect.push((id, record));
                self.take_accepted(envelope, id, seq)?;
                Ok(true)
            }
            Verdict::Accepted { seq } | Verdict::Duplicate { seq } => {
                self.take_accepted(envelope, id, seq)?;
                Ok(true)
            }
            Verdict::Quarantined(reason) => {
                self.take_refused(envelope, id, reason, true, response);
                Ok(true)
            }
            Verdict::Refused(reason) => {
                let damaged = matches!(reason, Refusal::BadSeal | Refusal::Malformed);
                if damaged && envelope.verify_seal().is_ok() && self.machine.alone.insert(id) {
                    // Another of its batch may have spoiled it: it is sent once more, by itself.
                    return Ok(true);
                }
                self.take_refused(envelope, id, reason, false, response);
                Ok(true)
            }
            Verdict::Need(missing) => self.take_need(envelope, id, &missing),
            Verdict::NotProcessed if planted!(NotProcessedIsAccepted) => {
                self.decided
                    .insert(id, DecidedEnvelope::Accepted { id, seq: 1 });
                Ok(true)
            }
            Verdict::NotProcessed => Ok(false),
            Verdict::Retry { after_ms } if after_ms > MAX_WAIT_MS => {
                // Not in this sync: all else goes on.
                self.machine.blocked.insert(id);
                Ok(true)
            }
            Verdict::Retry { after_ms } => {
                let until = self.ctx.now.monotonic_ms.saturating_add(after_ms);
                self.machine.wait_until = Some(self.machine.wait_until.unwrap_or(0).max(until));
                Ok(false)
            }
        }
    }

    fn is_own(&self, envelope: &Envelope) -> bool {
        let header = &envelope.header;
        header.device == self.identity.device && header.user == self.identity.user
    }

    /// It stands in the log. It stays pending until its row is here, so that the record never
    /// shows less than the user wrote; if its row is here already, or will never come because
    /// the stream does not replicate to this device, that is the end of it. A relay that was
    /// restored may give it a place at which this device holds another row: then it stays, lest
    /// the relay loses it once more before the row is here.
    fn take_accepted(
        &mut self,
        envelope: &Envelope,
        id: EnvelopeId,
        seq: u64,
    ) -> Result<(), EngineError> {
        self.machine.summary.accepted += 1;
        let stream = envelope.header.stream;
        let mut cursor = self.cursor(stream);
        let replicated = self.cursors.contains_key(&stream) || self.streams.contains(&stream);
        let is_here = seq <= cursor.seq
            && self
                .row_at(stream, seq)?
                .is_some_and(|row| row.body.envelope_id() == id);
        if is_here || !replicated {
            self.decided
                .insert(id, DecidedEnvelope::Accepted { id, seq });
            self.touched.insert(envelope.header.record);
        } else {
            self.machine.acked.insert(id, seq);
        }
        if self.is_own(envelope) && envelope.header.device_seq > cursor.own_seq {
            cursor.own_seq = envelope.header.device_seq;
            cursor.own_last = id;
            self.set_cursor(cursor);
        }
        Ok(())
    }

    /// Work that was set apart and that a person has admitted since（准入告知）: told by an answer that is
    /// carried by hand, to a revoked phone by nothing else, since it gets no rows.
    pub(super) fn take_admitted(&mut self) -> Result<(), EngineError> {
        for (envelope, seq) in std::mem::take(&mut self.machine.admitted) {
            let (id, stream) = (envelope.id(), envelope.header.stream);
            let row = self.row_at(stream, seq)?;
            if row.is_some_and(|row| row.body.envelope_id() == id) {
                continue;
            }
            self.machine.summary.accepted += 1;
            self.decided
                .insert(id, DecidedEnvelope::Accepted { id, seq });
            self.touched.insert(envelope.header.record);
        }
        Ok(())
    }

    pub(super) fn take_refused(
        &mut self,
        envelope: &Envelope,
        id: EnvelopeId,
        reason: Refusal,
        quarantined: bool,
        response: &SyncResponse,
    ) {
        self.machine.summary.refused.push((id, reason));
        let at = response.relay_time;
        self.decided.insert(
            id,
            DecidedEnvelope::Refused {
                id,
                reason,
                quarantined,
                at,
            },
        );
        self.touched.insert(envelope.header.record);
        self.leave_incarnation(envelope);
    }

    /// The actor of a refused change must not write on: its numbers are used up in some
    /// document, though nobody sees them.
    pub(super) fn leave_incarnation(&mut self, envelope: &Envelope) {
        let identity = &self.identity;
        let present = actor_id(identity.device, identity.user, identity.incarnation);
        let wrote = |change: &[u8]| gate::inspect(change).is_ok_and(|it| it.actor == present);
        if envelope.changes().any(wrote) {
            self.commit.incarnation = Some(identity.incarnation + 1);
        }
    }

    /// It waits for others. Those that the device holds are brought along; else it stays.
    fn take_need(
        &mut self,
        envelope: &Envelope,
        id: EnvelopeId,
        missing: &[EnvelopeId],
    ) -> Result<bool, EngineError> {
        let record = envelope.header.record;
        let lease = envelope
            .header
            .lease
            .filter(|lease| missing.contains(lease));
        // Also one from before this phone was enrolled anew: nobody else has its lease.
        if let Some(lease) = lease
            && envelope.header.user == self.identity.user
        {
            return self.show_lease(id, &lease);
        }
        let mut found = Vec::new();
        for row in self.ctx.store.rows_of(record)? {
            if let RowBody::Accepted { envelope, .. } = row.body {
                found.push(*envelope);
            }
        }
        for wanted in missing {
            found.extend(self.ctx.store.own_envelope(wanted)?);
        }
        found.retain(|candidate| {
            let is_wanted = missing.contains(&candidate.id())
                || candidate
                    .changes()
                    .filter_map(|change| gate::inspect(change).ok())
                    .any(|change| missing.contains(&change.hash));
            is_wanted && !self.machine.carried.contains(&candidate.id())
        });
        if found.is_empty() {
            self.machine.blocked.insert(id);
            return Ok(true);
        }
        for candidate in found {
            self.machine.carried.insert(candidate.id());
            self.machine.carry.push_back(candidate);
        }
        Ok(true)
    }

    /// The relay does not know the lease that an envelope of this person cites: it was restored. Leases are
    /// shown one with each push, the one in force last: it also stands for one that is not at
    /// hand, so that the relay can come to a decision.
    fn show_lease(&mut self, id: EnvelopeId, lease: &Digest) -> Result<bool, EngineError> {
        let in_force = self.identity.lease.digest();
        let held = self
            .ctx
            .store
            .lease(lease)?
            .unwrap_or_else(|| self.identity.lease.clone());
        let digest = held.digest();
        let machine = &mut *self.machine;
        let tries = machine.asked.entry(id).or_insert(0);
        *tries += 1;
        if *tries > MAX_LEASE_TRIES {
            machine.blocked.insert(id);
            return Ok(true);
        }
        if machine.to_show.iter().all(|known| known.digest() != digest) {
            let last = machine
                .to_show
                .back()
                .is_some_and(|it| it.digest() == in_force);
            let place = machine.to_show.len() - usize::from(last);
            machine.to_show.insert(place, held);
        }
        Ok(true)
    }
}
