use std::collections::{BTreeMap, BTreeSet};

use wangge_domain::{RecordId, StreamId, Timestamp};
use wangge_protocol::{
    Anchor, Cursor, Envelope, EnvelopeId, Lease, PublicKey, Row, Signature, SignedLease,
    StreamUpdate, SyncResponse,
};

use super::machine::SyncMachine;
use super::plan::MAX_STALLED;
use super::{SyncEffect, SyncFailure};
use crate::client::clock::{relay_clock, set_back};
use crate::client::working::Author;
use crate::client::{ClientContext, EngineError};
use crate::relay::pull::start_of;
use crate::store::{AnchorMemory, ClientCommit, DecidedEnvelope, Identity, Rewind};

/// One answer being taken in: everything that follows from it, in one commit.
pub(super) struct Intake<'a> {
    pub(super) machine: &'a mut SyncMachine,
    pub(super) ctx: &'a ClientContext<'a>,
    pub(super) identity: Identity,
    pub(super) keys: Vec<PublicKey>,
    pub(super) streams: Vec<StreamId>,
    pub(super) cursors: BTreeMap<StreamId, Cursor>,
    pub(super) moved: BTreeSet<StreamId>,
    pub(super) rewinds: BTreeMap<StreamId, Rewind>,
    /// Records that were made again since rows of theirs went with a rewind.
    pub(super) rebuilt: BTreeSet<RecordId>,
    pub(super) rows: BTreeMap<RecordId, Vec<Row>>,
    /// Rows of this answer that came ahead of their log.
    pub(super) ahead: BTreeMap<RecordId, Vec<Row>>,
    pub(super) touched: BTreeSet<RecordId>,
    pub(super) decided: BTreeMap<EnvelopeId, DecidedEnvelope>,
    pub(super) newest: Option<(Timestamp, Anchor)>,
    pub(super) commit: ClientCommit,
    pub(super) distrust: bool,
}

impl<'a> Intake<'a> {
    /// Takes an answer in. On an error nothing is changed, neither in the store nor in what the
    /// machine waits for.
    pub(super) fn take_in(
        machine: &'a mut SyncMachine,
        ctx: &'a ClientContext<'a>,
        id: u64,
        mut response: SyncResponse,
        effects: &mut Vec<SyncEffect>,
    ) -> Result<(), EngineError> {
        let identity = ctx.identity()?;
        let author = Author::load(ctx)?;
        let cursors = ctx
            .store
            .cursors()?
            .into_iter()
            .map(|it| (it.stream, it))
            .collect();
        let mut intake = Intake {
            machine,
            ctx,
            keys: identity.service_keys.clone(),
            streams: author.lease.streams.clone(),
            identity,
            cursors,
            moved: BTreeSet::new(),
            rewinds: BTreeMap::new(),
            rebuilt: BTreeSet::new(),
            rows: BTreeMap::new(),
            ahead: BTreeMap::new(),
            touched: BTreeSet::new(),
            decided: BTreeMap::new(),
            newest: None,
            commit: ClientCommit::default(),
            distrust: false,
        };
        intake.learn_keys(&response.service_keys);
        intake.learn_lease(response.lease.take());
        let is_push = intake
            .machine
            .push
            .as_ref()
            .is_some_and(|push| push.id == id);
        let is_pull = intake.machine.pull == Some(id);
        let stalled = if is_push {
            intake.take_verdicts(&response)?
        } else {
            None
        };
        intake.take_admitted()?;
        let streams = std::mem::take(&mut response.streams);
        intake.take_streams(streams, is_pull)?;
        if is_pull {
            intake.settle_ahead(&response)?;
        }
        if !intake.rewinds.is_empty() {
            // Rows that we held are gone: what was said of their envelopes is asked again.
            intake
                .decided
                .retain(|_, it| !matches!(it, DecidedEnvelope::Accepted { .. }));
        }
        intake.derive_records(&author)?;
        if is_pull {
            intake.compare(&response, &author)?;
        }
        intake.finish(&response, is_push, is_pull, stalled, effects)
    }

    fn take_streams(
        &mut self,
        streams: Vec<StreamUpdate>,
        is_pull: bool,
    ) -> Result<(), EngineError> {
        let unknown: BTreeSet<StreamId> = streams
            .iter()
            .filter_map(|update| match update {
                StreamUpdate::UnknownPoint { stream, .. } => Some(*stream),
                _ => None,
            })
            .collect();
        if is_pull {
            // What was sent along with this pull has been looked at.
            let sent = std::mem::take(&mut self.machine.heal_sent);
            self.machine.heal_tried.extend(sent);
            self.confirm_probes(&unknown)?;
        }
        for update in streams {
            match update {
                StreamUpdate::Page(page) => self.take_page(page)?,
                StreamUpdate::Records(page) => self.take_records(page)?,
                StreamUpdate::Own { stream, seq, last } => self.take_own(stream, seq, last)?,
                StreamUpdate::UnknownPoint {
                    stream,
                    epoch,
                    head,
                    chain,
                } => {
                    self.take_unknown_point(stream, epoch, head, chain)?;
                }
                // A relay that has lost rows of the control stream has lost grants with them: it
                // learns of them again before anybody lets go of a stream.
                StreamUpdate::Revoked { .. } if self.control_is_behind(&unknown) => {}
                // Nor of one that is being given back: the relay may know no better until it is.
                StreamUpdate::Revoked { stream } if self.gives_back(stream) => {}
                StreamUpdate::Revoked { stream } => self.take_revoked(stream)?,
            }
        }
        Ok(())
    }

    fn control_is_behind(&self, unknown: &BTreeSet<StreamId>) -> bool {
        let control = StreamId::control(self.identity.tenant);
        unknown.contains(&control)
            || self.machine.probes.contains_key(&control)
            || self.machine.heal.contains_key(&control)
    }

    /// Whether the relay lacks rows of the stream that are still to be offered.
    fn gives_back(&self, stream: StreamId) -> bool {
        self.machine.probes.contains_key(&stream) || self.machine.heal.contains_key(&stream)
    }

    pub(super) fn cursor(&self, stream: StreamId) -> Cursor {
        self.cursors
            .get(&stream)
            .copied()
            .unwrap_or_else(|| start_of(stream))
    }

    pub(super) fn set_cursor(&mut self, cursor: Cursor) {
        self.cursors.insert(cursor.stream, cursor);
        self.moved.insert(cursor.stream);
    }

    /// Service keys count once the root key, pinned at enrollment, has certified them.
    fn learn_keys(&mut self, offered: &[(PublicKey, Signature)]) {
        for (key, certificate) in offered {
            let message = [b"wangge/service-key/1".as_slice(), &key.0].concat();
            let certified = self.identity.root_key.verify(&message, certificate).is_ok();
            if certified && !self.keys.contains(key) {
                self.keys.push(*key);
                self.commit.service_keys.push(*key);
            }
        }
    }

    fn learn_lease(&mut self, offered: Option<SignedLease>) {
        let Some(signed) = offered else { return };
        if !self.keys.contains(&signed.relay_key) {
            return;
        }
        let Ok(lease): Result<Lease, _> = signed.open() else {
            return;
        };
        let identity = &self.identity;
        let for_us = lease.tenant == identity.tenant
            && lease.device == identity.device
            && lease.person.user == identity.user;
        if for_us {
            self.commit.lease = Some(signed);
        }
    }

    /// How far the relay holds our own chain.
    fn take_own(
        &mut self,
        stream: StreamId,
        seq: u64,
        last: EnvelopeId,
    ) -> Result<(), EngineError> {
        let tip = self.ctx.store.chain_tip(stream)?;
        if seq > tip.seq || (seq == tip.seq && last != tip.last) {
            self.machine.summary.rekey_needed = true;
            return Ok(());
        }
        let mut cursor = self.cursor(stream);
        (cursor.own_seq, cursor.own_last) = (seq, last);
        self.set_cursor(cursor);
        Ok(())
    }

    /// A stream that is no longer granted goes when nothing of it waits to be sent.
    fn take_revoked(&mut self, stream: StreamId) -> Result<(), EngineError> {
        let waiting = usize::try_from(self.ctx.store.outbox_len()?).unwrap_or(usize::MAX);
        let mut drained = true;
        for pending in self.ctx.store.outbox(waiting)? {
            let id = pending.envelope.id();
            if pending.envelope.header.stream != stream || self.decided.contains_key(&id) {
                continue;
            }
            match self.machine.acked.get(&id) {
                Some(seq) => {
                    self.decided
                        .insert(id, DecidedEnvelope::Accepted { id, seq: *seq });
                }
                None => drained = false,
            }
        }
        if drained {
            self.commit.purge.push(stream);
            self.cursors.remove(&stream);
            self.moved.remove(&stream);
            self.machine.summary.purged.push(stream);
        }
        Ok(())
    }

    fn finish(
        mut self,
        response: &SyncResponse,
        is_push: bool,
        is_pull: bool,
        stalled: Option<bool>,
        effects: &mut Vec<SyncEffect>,
    ) -> Result<(), EngineError> {
        self.commit.cursors = self
            .moved
            .iter()
            .filter_map(|stream| self.cursors.get(stream).copied())
            .collect();
        self.commit.rewind = self.rewinds.values().copied().collect();
        self.commit.decided = self.decided.values().cloned().collect();
        self.commit.anchor = match set_back(self.ctx, self.newest, response.relay_time)? {
            Some(corrected) => Some(corrected),
            None => self.anchor(),
        };
        self.commit.synced_at = Some(response.relay_time);
        let control = StreamId::control(self.identity.tenant);
        let control_changed = self
            .commit
            .rows
            .iter()
            .any(|(stream, _)| *stream == control)
            || self.rewinds.contains_key(&control);
        let received = u64::try_from(self.commit.rows.len()).unwrap_or(u64::MAX);
        let purged = !self.commit.purge.is_empty();
        let progressed = received > 0 || !self.rewinds.is_empty() || purged;
        self.ctx.store.commit(std::mem::take(&mut self.commit))?;

        let machine = self.machine;
        for id in self.decided.keys() {
            machine.acked.remove(id);
        }
        machine.summary.received += received;
        machine.summary.control_changed |= control_changed;
        machine.summary.relay_time = Some(response.relay_time);
        machine.summary.healing_since = response.healing_since;
        machine.summary.update_needed |= response.update_needed;
        machine.summary.backed_up = response.backed_up.or(machine.summary.backed_up);
        for rewind in self.rewinds.values() {
            machine.probes.remove(&rewind.to.stream);
            machine.summary.rewound.push(rewind.to.stream);
            // What was said of envelopes before no longer holds.
            machine.acked.clear();
            machine.blocked.clear();
        }
        if !machine.heal.is_empty() || !self.rewinds.is_empty() {
            // Not the push was at fault: the relay did not know where we stand.
            machine.stalled = 0;
        }
        if is_push {
            let sent = machine.push.take().map_or_else(Vec::new, |push| push.sent);
            machine.batch_limit = (machine.batch_limit * 2).min(machine.config.max_batch);
            let healing = !machine.heal.is_empty() || !machine.heal_sent.is_empty();
            machine.stalled = if stalled == Some(true) && !healing {
                machine.stalled + 1
            } else {
                0
            };
            if machine.stalled >= MAX_STALLED && machine.is_level() {
                // Nothing is on its way that would change that: all else goes on without it.
                let own = sent.iter().map(Envelope::id);
                let own: Vec<EnvelopeId> = own.filter(|id| !machine.carried.contains(id)).collect();
                machine.blocked.extend(own);
                machine.stalled = 0;
            }
            machine.pull_needed |= !machine.acked.is_empty();
        }
        if is_pull {
            machine.pull = None;
            machine.vector |= response.need_vector || progressed || response.more;
            machine.pull_needed |=
                response.need_vector || response.more || progressed_more(&self.rewinds, machine);
            // A relay that was told where we stand while rows were given back cannot know that the
            // last of them is here: it waits for us until we say so.
            let gave_back =
                !machine.summary.healed.is_empty() || !machine.summary.rewound.is_empty();
            machine.pull_needed |= gave_back && received > 0;
        }
        if self.distrust {
            machine.pull_needed = false;
            machine.failures += 1;
            machine.last_failure = Some(SyncFailure::Malformed);
            machine.stalled = u32::MAX;
        } else {
            machine.failures = 0;
            // What failed before is over: it is no reason for what comes after.
            machine.last_failure = None;
            machine.pull_first = false;
        }
        effects.push(SyncEffect::Progress {
            waiting: self.ctx.store.outbox_len()?,
            received: machine.summary.received,
            control_changed,
        });
        effects.extend(response.token.clone().map(SyncEffect::Token));
        if !response.blobs_held.is_empty() {
            effects.push(SyncEffect::BlobsHeld(response.blobs_held.clone()));
        }
        Ok(())
    }

    /// Notes that a page of the answer cannot be believed（不可信应答）: nothing of it is taken, and the sync
    /// ends with it.
    pub(super) fn disbelieve(&mut self, stream: StreamId, why: &str) {
        self.distrust = true;
        let told = (stream, why.to_owned());
        self.machine.summary.unbelieved.push(told);
    }

    /// The new anchor, if the newest row received bounds the present better than the old one.
    fn anchor(&self) -> Option<AnchorMemory> {
        let (at, anchor) = self.newest?;
        // What the phone's own clock says is nothing to compare with.
        let known = relay_clock(self.ctx).ok()?;
        let better = known.is_none_or(|known| at >= known);
        better.then_some(AnchorMemory {
            anchor,
            boot_id: self.ctx.now.boot_id,
            monotonic_ms: self.ctx.now.monotonic_ms,
            carried_ms: 0,
        })
    }
}

/// After a rewind, and while a common point is looked for, the relay is to be asked again.
fn progressed_more(rewinds: &BTreeMap<StreamId, Rewind>, machine: &SyncMachine) -> bool {
    !rewinds.is_empty() || !machine.probes.is_empty() || !machine.heal.is_empty()
}
