use std::collections::BTreeMap;
use std::sync::Arc;

use rand::Rng;
use wangge_domain::control::ControlState;
use wangge_domain::lifecycle::Event;
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{DeviceId, RecordId, StreamId, Timestamp, UserId};
use wangge_protocol::{Capabilities, Envelope, EnvelopeId, SecretKey, SyncRequest};

use super::World;
use crate::client::{
    self, ClientContext, EngineError, EventPlan, Moment, SyncConfig, SyncEffect, SyncFailure,
    SyncInput, SyncMachine, SyncSummary,
};
use crate::store::{ClientStore, RecordUpdate};

/// What becomes of one request on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing: it arrives and so does the answer.
    None,
    /// It does not arrive.
    RequestLost,
    /// It arrives and is committed; the answer is lost.
    ReplyLost,
    /// It arrives twice; the second answer comes back.
    Twice,
    /// The relay fails.
    ServerError,
}

/// One enrolled device.
pub struct Phone {
    /// The device.
    pub device: DeviceId,
    /// Whose.
    pub user: UserId,
    /// Its key.
    pub key: SecretKey,
    /// Its store.
    pub store: Arc<dyn ClientStore>,
    /// Policy pack it holds.
    pub policy: Arc<PolicyPack>,
    /// The control stream as it holds it.
    pub control: ControlState,
    /// Its clocks.
    pub now: Moment,
    /// How it syncs.
    pub config: SyncConfig,
    /// What its app says that it can do: that of another version, if a test wants it so.
    pub says: Capabilities,
}

impl std::fmt::Debug for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Phone")
            .field("device", &self.device)
            .finish_non_exhaustive()
    }
}

impl Phone {
    pub(super) fn new(
        device: DeviceId,
        user: UserId,
        key: SecretKey,
        policy: Arc<PolicyPack>,
        store: Arc<dyn ClientStore>,
        now: Timestamp,
    ) -> Self {
        let now = Moment {
            wall_ms: now.0,
            boot_id: 7,
            monotonic_ms: 1_000_000,
        };
        let config = SyncConfig::default();
        let control = ControlState::default();
        Self {
            device,
            user,
            key,
            store,
            policy,
            control,
            now,
            config,
            says: Capabilities::THIS_BUILD,
        }
    }

    /// What calls rest on.
    #[must_use]
    pub fn ctx(&self) -> ClientContext<'_> {
        ClientContext {
            store: self.store.as_ref(),
            key: &self.key,
            policy: &self.policy,
            control: &self.control,
            now: self.now,
        }
    }

    /// Lets time pass on this phone.
    pub fn pass(&mut self, ms: u32) {
        self.now.wall_ms += i64::from(ms);
        self.now.monotonic_ms += u64::from(ms);
    }

    /// Folds the control stream as the device holds it.
    pub fn refold(&mut self) {
        let rows = self.store.control_rows().expect("the store can be read");
        self.control = ControlState::fold(&rows);
    }

    /// Edits keys of a record.
    ///
    /// # Errors
    /// As [`client::edit`].
    pub fn edit(
        &self,
        record: RecordId,
        kind: &RecordKind,
        stream: StreamId,
        edits: &[(&str, Scalar)],
    ) -> Result<(), EngineError> {
        let edits: BTreeMap<String, Scalar> = edits
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect();
        client::edit(&self.ctx(), record, kind, stream, &edits)
    }

    /// Begins or edits a premises.
    pub fn premises(&self, record: RecordId, stream: StreamId, name: &str) {
        self.edit(
            record,
            &RecordKind::Premises,
            stream,
            &[("name", name.into())],
        )
        .expect("the edit is stored");
    }

    /// Submits a record as it stands.
    ///
    /// # Errors
    /// As [`client::seal`].
    pub fn submit(&self, record: RecordId) -> Result<EnvelopeId, EngineError> {
        let plan = EventPlan::WithVersion(Box::new(|version| Event::Submitted {
            version,
            correction: None,
        }));
        client::seal(&self.ctx(), record, vec![plan], Vec::new())
    }

    /// The record as the user sees it.
    #[must_use]
    pub fn view(&self, record: RecordId) -> Option<RecordUpdate> {
        client::view(&self.ctx(), record).expect("the view is worked out")
    }

    /// Sealed envelopes that wait.
    #[must_use]
    pub fn waiting(&self) -> Vec<Envelope> {
        let pending = self
            .store
            .outbox(usize::MAX)
            .expect("the store can be read");
        pending
            .into_iter()
            .map(|pending| pending.envelope)
            .collect()
    }

    /// Syncs without faults.
    pub fn sync(&mut self, world: &World, rng: &mut dyn Rng) -> SyncSummary {
        self.sync_with(world, rng, &mut |_| Fault::None)
    }

    /// Syncs through a network that does to each request what `fault` says.
    pub fn sync_with(
        &mut self,
        world: &World,
        rng: &mut dyn Rng,
        fault: &mut dyn FnMut(&SyncRequest) -> Fault,
    ) -> SyncSummary {
        let mut machine = SyncMachine::new(self.config.clone());
        let mut inputs = std::collections::VecDeque::from([SyncInput::Start]);
        for _ in 0..10_000 {
            let input = inputs.pop_front().expect("the machine waits for something");
            let effects = machine
                .step(&self.ctx(), input, rng)
                .expect("the step is taken");
            let mut wait = None;
            for effect in effects {
                match effect {
                    SyncEffect::Send { id, request, .. } => {
                        inputs.push_back(self.deliver(world, id, &request, fault(&request)));
                    }
                    SyncEffect::Wait { until_ms } => wait = Some(until_ms),
                    SyncEffect::Progress {
                        control_changed: true,
                        ..
                    } => self.refold(),
                    SyncEffect::Finished(summary) => return summary,
                    SyncEffect::Progress { .. }
                    | SyncEffect::Token(_)
                    | SyncEffect::BlobsHeld(_) => {}
                }
            }
            if let (Some(until_ms), true) = (wait, inputs.is_empty()) {
                let ms = until_ms.saturating_sub(self.now.monotonic_ms);
                self.pass(u32::try_from(ms).unwrap_or(u32::MAX));
                inputs.push_back(SyncInput::TimerFired);
            }
        }
        panic!("the sync does not come to an end");
    }

    fn deliver(&self, world: &World, id: u64, request: &SyncRequest, fault: Fault) -> SyncInput {
        let failed = |kind| SyncInput::Failed { id, kind };
        if fault == Fault::RequestLost {
            return failed(SyncFailure::Unreachable);
        }
        if fault == Fault::ServerError {
            return failed(SyncFailure::Server {
                status: 503,
                retry_after_ms: None,
            });
        }
        let request = SyncRequest {
            capabilities: self.says,
            ..request.clone()
        };
        let mut answer = world.exchange(self.device, self.user, &request);
        if fault == Fault::Twice {
            answer = world.exchange(self.device, self.user, &request);
        }
        match (fault, answer) {
            (Fault::ReplyLost, _) => failed(SyncFailure::TimedOut),
            (_, Ok(response)) => SyncInput::Response { id, response },
            (_, Err(_)) => failed(SyncFailure::Server {
                status: 500,
                retry_after_ms: None,
            }),
        }
    }
}
