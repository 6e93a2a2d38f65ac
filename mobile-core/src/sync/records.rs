use std::sync::Arc;
use std::time::Duration;

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use tokio::task::{AbortHandle, JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;
use wangge_protocol::{SyncRequest, SyncResponse};
use wangge_sync_engine::client::{
    EngineError, SyncEffect, SyncFailure, SyncInput, SyncMachine, SyncSummary,
};

use super::prefetch::next_pull;
use super::{SyncObserver, SyncOptions, SyncProgress};
use crate::clock::wall;
use crate::error::CoreError;
use crate::facade::Core;
use crate::http::{HttpFailure, RelayClient};
use crate::random::random_bytes;

type Answer = (u64, Result<SyncResponse, HttpFailure>);

/// A pull under way that the machine has not asked for yet.
struct Guess {
    request: SyncRequest,
    answer: JoinHandle<Result<SyncResponse, HttpFailure>>,
    /// Ends it when it is dropped with this.
    _ends: Ends,
}

/// Ends a task that nobody waits for any more.
struct Ends(AbortHandle);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// One run of the sync machine.
pub(super) struct RecordSync {
    core: Core,
    client: Arc<RelayClient>,
    observer: Arc<dyn SyncObserver>,
    machine: SyncMachine,
    random: StdRng,
    requests: JoinSet<Answer>,
    /// The pull that was asked last, with its time limit.
    asked: Option<(u64, SyncRequest, Duration)>,
    guess: Option<Guess>,
    wait_until_ms: Option<u64>,
    /// Up to here every wait was waited out, whatever the phone's clock shows.
    waited_ms: u64,
    failure: Option<CoreError>,
    /// The relay said that its disk is full.
    relay_full: bool,
}

impl RecordSync {
    pub(super) fn new(
        core: Core,
        client: Arc<RelayClient>,
        options: &SyncOptions,
        observer: Arc<dyn SyncObserver>,
    ) -> Self {
        let seed = random_bytes(core.inner.random.as_ref());
        Self {
            core,
            client,
            observer,
            machine: SyncMachine::new(options.exchange.clone()),
            random: StdRng::from_seed(seed),
            requests: JoinSet::new(),
            asked: None,
            guess: None,
            wait_until_ms: None,
            waited_ms: 0,
            failure: None,
            relay_full: false,
        }
    }

    /// Runs until the machine says that it is over. The requests under way are dropped when this
    /// future is.
    pub(super) async fn run(
        mut self,
        cancel: &CancellationToken,
    ) -> Result<(SyncSummary, Option<CoreError>), CoreError> {
        let mut input = SyncInput::Start;
        loop {
            let effects = self.step(input).await?;
            if let Some(summary) = self.carry_out(effects, cancel)? {
                let failure = self.failure.take();
                let full = self.relay_full.then_some(CoreError::RelayFull);
                return Ok((summary, full.or(failure)));
            }
            input = self.next_input(cancel).await?;
        }
    }

    /// One step of the machine, on a thread that may block.
    async fn step(&mut self, input: SyncInput) -> Result<Vec<SyncEffect>, CoreError> {
        let (core, waited_ms) = (self.core.clone(), self.waited_ms);
        let config = wangge_sync_engine::client::SyncConfig::default();
        let mut machine = std::mem::replace(&mut self.machine, SyncMachine::new(config));
        let mut random = std::mem::replace(&mut self.random, StdRng::from_seed([0; 32]));
        let stepped = tokio::task::spawn_blocking(move || {
            let effects = core.session_even_locked().and_then(|session| {
                core.change(&session, |ctx| {
                    let mut ctx = *ctx;
                    // A clock that stands still must not make a sync wait for ever.
                    ctx.now.monotonic_ms = ctx.now.monotonic_ms.max(waited_ms);
                    machine
                        .step(&ctx, input, &mut random)
                        .map_err(|error: EngineError| error.into())
                })
            });
            (machine, random, effects)
        });
        let (machine, random, effects) = stepped
            .await
            .map_err(|error| CoreError::Internal(error.to_string()))?;
        self.machine = machine;
        self.random = random;
        effects
    }

    /// Carries out effects; gives the summary if it is over.
    fn carry_out(
        &mut self,
        effects: Vec<SyncEffect>,
        cancel: &CancellationToken,
    ) -> Result<Option<SyncSummary>, CoreError> {
        self.wait_until_ms = None;
        let mut finished = None;
        for effect in effects {
            match effect {
                SyncEffect::Send {
                    id,
                    request,
                    timeout_ms,
                } => {
                    let timeout = Duration::from_millis(timeout_ms);
                    self.send(id, request, timeout, cancel);
                }
                SyncEffect::Wait { until_ms } => self.wait_until_ms = Some(until_ms),
                SyncEffect::Progress {
                    waiting,
                    received,
                    control_changed,
                } => {
                    if control_changed {
                        // The next step must see the control stream as it stands now.
                        self.core.reload_session()?;
                    }
                    self.observer
                        .on_progress(SyncProgress::Records { waiting, received });
                }
                SyncEffect::Token(token) => self.client.set_token(token),
                SyncEffect::BlobsHeld(digests) => {
                    let at = wall(self.core.inner.clock.as_ref());
                    self.core.inner.store.set_held(digests, at)?;
                }
                SyncEffect::Finished(summary) => finished = Some(summary),
            }
        }
        if finished.is_some() {
            self.core.reload_session()?;
        }
        Ok(finished)
    }

    /// Sends a request, unless it is the one that is under way already.
    fn send(
        &mut self,
        id: u64,
        mut request: SyncRequest,
        timeout: Duration,
        cancel: &CancellationToken,
    ) {
        // Without it the relay decides as before.
        request.trust = self.core.trust_claim(&request).unwrap_or_default();
        if request.lease_copy.is_none() {
            request.lease_copy = self.core.lease_to_show(&request).unwrap_or_default();
        }
        let is_pull = request.push.is_none() && request.want_bytes > 0;
        let guessed = self
            .guess
            .take_if(|guess| is_pull && guess.request == request);
        if let Ok((waiting, _)) = self.core.inner.store.own_counts() {
            self.client.tell_waiting(waiting);
        }
        if is_pull {
            // A guess that was wrong ends here.
            self.guess = None;
            self.asked = Some((id, request.clone(), timeout));
        }
        let (client, cancel) = (Arc::clone(&self.client), cancel.clone());
        self.requests.spawn(async move {
            let answer = match guessed {
                Some(mut guess) => (&mut guess.answer)
                    .await
                    .unwrap_or_else(|error| Err(HttpFailure::Malformed(error.to_string()))),
                None => client.sync(&request, timeout, &cancel).await,
            };
            (id, answer)
        });
    }

    /// Asks for the pages that follow on these while these are taken in.
    fn ask_ahead(&mut self, id: u64, answer: &SyncResponse, cancel: &CancellationToken) {
        let Some((_, asked, timeout)) = self.asked.take_if(|(asked, _, _)| *asked == id) else {
            return;
        };
        // A push under way moves cursors, too.
        if !self.requests.is_empty() {
            return;
        }
        let Some(request) = next_pull(&asked, answer) else {
            return;
        };
        let (client, cancel) = (Arc::clone(&self.client), cancel.clone());
        let sent = request.clone();
        let answer = tokio::spawn(async move { client.sync(&sent, timeout, &cancel).await });
        self.guess = Some(Guess {
            request,
            _ends: Ends(answer.abort_handle()),
            answer,
        });
    }

    /// Waits for an answer, the timer, or the caller to give up.
    async fn next_input(&mut self, cancel: &CancellationToken) -> Result<SyncInput, CoreError> {
        let clock = Arc::clone(&self.core.inner.clock);
        let wait = self
            .wait_until_ms
            .map(|until| until.saturating_sub(clock.monotonic_ms().max(self.waited_ms)));
        if let Some(ms) = wait.filter(|ms| *ms > 0) {
            self.observer.on_progress(SyncProgress::Waiting { ms });
        }
        let timer = async {
            match wait {
                Some(ms) => tokio::time::sleep(Duration::from_millis(ms)).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = cancel.cancelled() => Err(CoreError::Cancelled),
            answer = self.requests.join_next(), if !self.requests.is_empty() => match answer {
                Some(Ok(answer)) => self.take_answer(answer, cancel),
                Some(Err(error)) => Err(CoreError::Internal(error.to_string())),
                None => Ok(SyncInput::TimerFired),
            },
            () = timer => {
                self.waited_ms = self.wait_until_ms.unwrap_or(0).max(self.waited_ms);
                Ok(SyncInput::TimerFired)
            }
        }
    }

    fn take_answer(
        &mut self,
        (id, answer): Answer,
        cancel: &CancellationToken,
    ) -> Result<SyncInput, CoreError> {
        match answer {
            Ok(mut response) => {
                self.failure = None;
                let is_pull = self.asked.as_ref().is_some_and(|(asked, ..)| *asked == id);
                self.core.take_trust(&self.client, &mut response, is_pull)?;
                self.relay_full |= response.relay_full;
                self.ask_ahead(id, &response, cancel);
                Ok(SyncInput::Response { id, response })
            }
            Err(HttpFailure::Cancelled) => Err(CoreError::Cancelled),
            Err(failure) => {
                let kind = match &failure {
                    // Trying again meets the same stranger: end as with a portal.
                    HttpFailure::WrongPin => SyncFailure::CaptivePortal,
                    other => other.for_engine(),
                };
                self.failure = Some(failure.into());
                Ok(SyncInput::Failed { id, kind })
            }
        }
    }
}
