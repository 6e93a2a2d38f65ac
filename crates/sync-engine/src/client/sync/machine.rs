use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rand::Rng;
use wangge_domain::StreamId;
use wangge_protocol::{Cursor, Envelope, EnvelopeId, SignedLease};

use super::compare::stream_to_compare;
use super::intake::Intake;
use super::{SyncConfig, SyncEffect, SyncFailure, SyncInput, SyncOutcome, SyncSummary};
use crate::client::seal::seal_drafts;
use crate::client::{ClientContext, EngineError};

/// The client's side of the exchange（同步状态机）: no sockets, no clock; the shell carries out the
/// effects and brings back what came of them. One push and one pull may be under way at a time;
/// downloads never wait for uploads. What it knows beyond the store is only of this session: it
/// may be dropped at any moment, and everything is asked again.
#[derive(Clone, Debug)]
pub struct SyncMachine {
    pub(super) config: SyncConfig,
    pub(super) next_id: u64,
    pub(super) running: bool,
    pub(super) push: Option<Push>,
    pub(super) pull: Option<u64>,
    /// The pull under way is an exchange, and no answer that was carried by hand.
    pub(super) exchanges: bool,
    pub(super) batch_limit: usize,
    pub(super) failures: u32,
    pub(super) last_failure: Option<SyncFailure>,
    pub(super) wait_until: Option<u64>,
    pub(super) pull_needed: bool,
    pub(super) pull_first: bool,
    pub(super) vector: bool,
    pub(super) to_show: VecDeque<SignedLease>,
    pub(super) asked: BTreeMap<EnvelopeId, u32>,
    pub(super) stalled: u32,
    pub(super) acked: BTreeMap<EnvelopeId, u64>,
    pub(super) blocked: BTreeSet<EnvelopeId>,
    pub(super) alone: BTreeSet<EnvelopeId>,
    pub(super) carry: VecDeque<Envelope>,
    pub(super) carried: BTreeSet<EnvelopeId>,
    /// Own work that an answer carried by hand says stands in the log, and that waits no longer: it
    /// was set apart before.
    pub(super) admitted: Vec<(Envelope, u64)>,
    pub(super) probes: BTreeMap<StreamId, Cursor>,
    /// Streams of which the relay has lost what follows a place, to be sent with the next pull;
    /// true: it has gone on otherwise from there.
    pub(super) heal: BTreeMap<StreamId, (u64, bool)>,
    /// The same, on their way.
    pub(super) heal_sent: BTreeSet<(StreamId, u64)>,
    /// The same, looked at by the relay: if it still does not know, there is no second time.
    pub(super) heal_tried: BTreeSet<(StreamId, u64)>,
    /// The stream to compare in this sync, until that is done.
    pub(super) to_compare: Option<StreamId>,
    /// The same, as far as the pull under way asks for it.
    pub(super) comparing: Option<StreamId>,
    pub(super) summary: SyncSummary,
}

/// A push under way.
#[derive(Clone, Debug)]
pub(super) struct Push {
    pub(super) id: u64,
    pub(super) sent: Vec<Envelope>,
}

impl SyncMachine {
    /// A machine at rest.
    #[must_use]
    pub fn new(config: SyncConfig) -> Self {
        Self {
            batch_limit: config.first_batch.clamp(1, config.max_batch.max(1)),
            config,
            next_id: 1,
            running: false,
            push: None,
            pull: None,
            exchanges: false,
            failures: 0,
            last_failure: None,
            wait_until: None,
            pull_needed: false,
            pull_first: false,
            vector: false,
            to_show: VecDeque::new(),
            asked: BTreeMap::new(),
            stalled: 0,
            acked: BTreeMap::new(),
            blocked: BTreeSet::new(),
            alone: BTreeSet::new(),
            carry: VecDeque::new(),
            carried: BTreeSet::new(),
            admitted: Vec::new(),
            probes: BTreeMap::new(),
            heal: BTreeMap::new(),
            heal_sent: BTreeSet::new(),
            heal_tried: BTreeSet::new(),
            to_compare: None,
            comparing: None,
            summary: SyncSummary::default(),
        }
    }

    /// True between a start and [`SyncEffect::Finished`].
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.running
    }

    /// One step: takes in what happened, commits what follows from it, and says what to do next.
    /// Answers and failures of requests that it does not wait for are passed over.
    ///
    /// # Errors
    /// The store failed or the device is not enrolled. Nothing was changed; the same input can be
    /// given again.
    pub fn step(
        &mut self,
        ctx: &ClientContext<'_>,
        input: SyncInput,
        rng: &mut dyn Rng,
    ) -> Result<Vec<SyncEffect>, EngineError> {
        let mut effects = Vec::new();
        match input {
            SyncInput::Start => self.start(ctx)?,
            SyncInput::Response { id, response } => {
                if !self.awaits(id) {
                    return Ok(effects);
                }
                let before = self.clone();
                let taken = Intake::take_in(self, ctx, id, response, &mut effects);
                if taken.is_err() {
                    // Nothing was committed: the same answer can be taken in again.
                    *self = before;
                }
                taken?;
            }
            SyncInput::Failed { id, kind } => {
                if !self.awaits(id) {
                    return Ok(effects);
                }
                if self.fail(ctx, id, kind, rng) {
                    effects.push(self.finish(SyncOutcome::Failed(kind)));
                    return Ok(effects);
                }
            }
            SyncInput::TimerFired => {}
        }
        if self.running {
            self.plan(ctx, &mut effects)?;
        }
        Ok(effects)
    }

    fn start(&mut self, ctx: &ClientContext<'_>) -> Result<(), EngineError> {
        if self.running {
            return Ok(());
        }
        seal_drafts(ctx, self.config.seal_drafts)?;
        let to_compare = stream_to_compare(ctx)?;
        let config = self.config.clone();
        let (next_id, batch_limit) = (self.next_id, self.batch_limit);
        *self = Self::new(config);
        self.next_id = next_id;
        self.batch_limit = batch_limit;
        self.running = true;
        self.pull_needed = true;
        self.to_compare = to_compare;
        Ok(())
    }

    fn awaits(&self, id: u64) -> bool {
        self.running
            && (self.pull == Some(id) || self.push.as_ref().is_some_and(|push| push.id == id))
    }

    /// Notes a failure. True: give up for now.
    fn fail(
        &mut self,
        ctx: &ClientContext<'_>,
        id: u64,
        kind: SyncFailure,
        rng: &mut dyn Rng,
    ) -> bool {
        if self.pull == Some(id) {
            self.pull = None;
            self.pull_needed = true;
        }
        if self.push.as_ref().is_some_and(|push| push.id == id) {
            self.push = None;
            if matches!(
                kind,
                SyncFailure::TimedOut | SyncFailure::Server { status: 413, .. }
            ) {
                self.batch_limit = (self.batch_limit / 2).max(1);
            }
        }
        // Whether the relay has seen what was given back is not known: it will say again.
        self.heal_sent.clear();
        self.failures += 1;
        self.last_failure = Some(kind);
        self.pull_first = true;
        self.pull_needed |= self.pull.is_none();
        self.vector = true;
        let hopeless = matches!(kind, SyncFailure::Unauthorized | SyncFailure::CaptivePortal);
        if hopeless || self.failures >= self.config.max_failures {
            return true;
        }
        let asked = match kind {
            SyncFailure::Server { retry_after_ms, .. } => retry_after_ms,
            _ => None,
        };
        let doubled = self
            .config
            .backoff_ms
            .saturating_mul(1 << (self.failures - 1).min(16));
        let backoff = doubled.min(self.config.max_backoff_ms);
        // Half of it by chance, so that many phones do not come back together.
        let jittered = backoff / 2 + u64::from(rng.next_u32()) % (backoff / 2 + 1);
        let wait = asked.unwrap_or(0).max(jittered);
        self.wait_until = Some(ctx.now.monotonic_ms.saturating_add(wait));
        false
    }

    pub(super) fn finish(&mut self, outcome: SyncOutcome) -> SyncEffect {
        self.running = false;
        self.push = None;
        self.pull = None;
        self.summary.outcome = outcome;
        SyncEffect::Finished(std::mem::take(&mut self.summary))
    }
}
