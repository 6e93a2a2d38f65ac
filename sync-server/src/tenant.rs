use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use tokio::sync::broadcast;
use wangge_domain::control::ControlState;
use wangge_domain::policy::PolicyPack;
use wangge_domain::{DeviceId, StreamId, TenantId, Timestamp, UserId};
use wangge_protocol::courier::{CourierPaper, CourierSeal};
use wangge_protocol::evidence::{EvidenceBundle, EvidenceLog};
use wangge_protocol::{PublicKey, Row};
use wangge_sync_engine::RelayError;
use wangge_sync_engine::relay::RelayContext;
use wangge_sync_engine::store::{RelayCommit, RelayStore, StoreError};

use crate::audit::{Checkpoint, checkpoint_message};
use crate::clock::Clock;
use crate::figures::Figures;
use crate::keys::KeyInUse;
use crate::owing::Owing;
use crate::store::{RelayDatabase, TenantRow};
use crate::strangers::Stranger;
use crate::survey::Lists;

/// How often a turn is decided anew because another one was faster.
const TRIES: u32 = 32;
/// News kept for a wake stream that is slow to read; it loses the oldest and asks anyway.
const NEWS: usize = 1024;

/// A stream has a new head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HeadNews {
    pub(crate) stream: StreamId,
    pub(crate) head: u64,
}

/// One tenant as the running relay (or an admin command) works on it. Nothing of value lives
/// here: caches follow the store.
pub(crate) struct Tenant {
    pub(crate) row: TenantRow,
    pub(crate) database: Arc<dyn RelayDatabase>,
    pub(crate) clock: Arc<dyn Clock>,
    /// All certified service keys of this tenant, those of the future among them: what one of
    /// them signed is believed though the row that introduced it was lost.
    pub(crate) certified: BTreeSet<PublicKey>,
    /// Devices are still bringing back what a restore lost.
    pub(crate) healing: AtomicBool,
    /// Devices that still have to give rows back, healing or not.
    pub(crate) owing: Owing,
    /// No record lacks its provisional number.
    pub(crate) provisional_known: AtomicBool,
    /// Held while they are taken from the logs: whoever comes meanwhile waits for it.
    pub(crate) provisional_filling: Mutex<()>,
    /// Every photo whose original has not arrived is noted.
    pub(crate) awaited_known: AtomicBool,
    /// What was brought of late and left no trace.
    strangers: Mutex<Vec<Stranger>>,
    service_key: KeyInUse,
    control: RwLock<Arc<ControlState>>,
    policies: RwLock<HashMap<u32, Arc<PolicyPack>>>,
    wake: broadcast::Sender<HeadNews>,
    /// What figures take from the records, as far as it was read.
    pub(crate) figures: Figures,
    /// Lists over many records.
    pub(crate) lists: Lists,
}

impl Tenant {
    pub(crate) fn new(
        row: TenantRow,
        database: Arc<dyn RelayDatabase>,
        clock: Arc<dyn Clock>,
        service_key: KeyInUse,
        certified: BTreeSet<PublicKey>,
    ) -> Self {
        let (wake, _) = broadcast::channel(NEWS);
        Self {
            row,
            database,
            clock,
            certified,
            healing: AtomicBool::new(false),
            owing: Owing::default(),
            provisional_known: AtomicBool::new(false),
            provisional_filling: Mutex::default(),
            awaited_known: AtomicBool::new(false),
            strangers: Mutex::default(),
            service_key,
            control: RwLock::new(Arc::default()),
            policies: RwLock::new(HashMap::new()),
            wake,
            figures: Figures::default(),
            lists: Lists::default(),
        }
    }

    /// What was brought of late and left no trace, as this process has seen it.
    pub(crate) fn strangers_seen(&self) -> MutexGuard<'_, Vec<Stranger>> {
        self.strangers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn id(&self) -> TenantId {
        self.row.tenant
    }

    pub(crate) fn control_stream(&self) -> StreamId {
        StreamId::control(self.row.tenant)
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The streams that replicate to a person's devices now, the control stream apart: the same
    /// that the engine grants in an exchange.
    pub(crate) fn granted(&self, control: &ControlState, user: UserId) -> BTreeSet<StreamId> {
        control.streams_of(user, self.now(), |premises| {
            let listed = self.database.listed(self.id(), premises);
            listed.ok().flatten().map(|listed| listed.stream.grid())
        })
    }

    /// The device of the service key in use, under which acts of password sessions stand.
    pub(crate) fn service_device(&self, control: &ControlState) -> Option<DeviceId> {
        let own = self.service_key.get().public().to_hex();
        let enrollments = control.devices.values().map(|held| &held.enrollment);
        enrollments
            .filter(|enrollment| enrollment.relay_service && enrollment.public_key == own)
            .map(|enrollment| enrollment.device)
            .next()
    }

    /// A log as evidence（证据）, its head signed by the service key.
    pub(crate) fn evidence_log(
        &self,
        stream: StreamId,
        rows: &[Row],
        wanted: impl Fn(&Row) -> bool,
    ) -> EvidenceLog {
        EvidenceLog::of(stream, rows, wanted, &self.service_key.get())
    }

    /// An evidence file, signed by the service key.
    pub(crate) fn evidence_file(&self, bundle: &EvidenceBundle) -> Vec<u8> {
        bundle.to_file(&self.service_key.get())
    }

    /// The service key stands in the control stream now.
    pub(crate) fn service_key_is_introduced(&self) {
        self.service_key.introduced();
    }

    /// The public half of the service key in use.
    pub(crate) fn service_public(&self) -> PublicKey {
        self.service_key.get().public()
    }

    /// A paper of a courier file, signed by the service key.
    pub(crate) fn seal_for_courier<T: CourierPaper>(&self, paper: &T) -> CourierSeal {
        CourierSeal::sign(paper, &self.service_key.get())
    }

    /// How many wait for news.
    pub(crate) fn listeners(&self) -> usize {
        self.wake.receiver_count()
    }

    /// A checkpoint of the audit log, signed by the service key.
    pub(crate) fn audit_checkpoint(
        &self,
        seq: u64,
        hash: String,
    ) -> Result<Checkpoint, StoreError> {
        let key = self.service_key.get().public();
        let keys = self.database.service_keys(self.id())?;
        let known = keys.iter().find(|one| one.public_key == key);
        let certificate = known.map(|one| hex::encode(one.certificate.0));
        let at = self.now().0;
        let signature = self
            .service_key
            .get()
            .sign(&checkpoint_message(seq, &hash, at));
        Ok(Checkpoint {
            seq,
            hash,
            at,
            key: key.to_hex(),
            certificate: certificate.unwrap_or_default(),
            signature: hex::encode(signature.0),
        })
    }

    /// News of heads from now on.
    pub(crate) fn news(&self) -> broadcast::Receiver<HeadNews> {
        self.wake.subscribe()
    }

    /// The control stream folded up to its head. Rows that another process appended (an admin
    /// command) are seen here, at the next request.
    pub(crate) fn control(&self) -> Result<Arc<ControlState>, StoreError> {
        let turn = self.database.turn(self.id())?;
        self.control_of(turn.as_ref())
    }

    fn control_of(&self, store: &dyn RelayStore) -> Result<Arc<ControlState>, StoreError> {
        let known = Arc::clone(&self.control.read().unwrap_or_else(PoisonError::into_inner));
        let head = store
            .head(self.control_stream())?
            .map_or(0, |head| head.seq);
        if head <= known.seq {
            return Ok(known);
        }
        let mut state = ControlState::clone(&known);
        for row in store.control_rows_after(known.seq)? {
            if let Err(refused) = state.apply(&row) {
                tracing::warn!(seq = row.seq, reason = %refused, "a control row changes nothing");
            }
        }
        // Rows without a readable event move the head too.
        state.seq = state.seq.max(head);
        let state = Arc::new(state);
        let mut slot = self.control.write().unwrap_or_else(PoisonError::into_inner);
        if slot.seq < state.seq {
            *slot = Arc::clone(&state);
        }
        drop(slot);
        self.announce(HeadNews {
            stream: self.control_stream(),
            head,
        });
        Ok(state)
    }

    /// A policy pack by its revision.
    pub(crate) fn policy_of(&self, revision: u32) -> Option<Arc<PolicyPack>> {
        let known = self.policies.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(pack) = known.get(&revision) {
            return Some(Arc::clone(pack));
        }
        drop(known);
        let stored = match self.database.policy(self.id(), revision) {
            Ok(stored) => stored?,
            Err(error) => {
                tracing::error!(revision, error = %error, "a policy pack cannot be read");
                return None;
            }
        };
        if wangge_protocol::sha256(&stored.bytes) != stored.digest {
            tracing::error!(revision, "a stored policy pack does not hold");
            return None;
        }
        match PolicyPack::parse(&stored.bytes) {
            Ok(pack) => {
                let pack = Arc::new(pack);
                let mut slot = self
                    .policies
                    .write()
                    .unwrap_or_else(PoisonError::into_inner);
                slot.insert(revision, Arc::clone(&pack));
                Some(pack)
            }
            Err(error) => {
                tracing::error!(revision, error = %error, "a stored policy pack does not parse");
                None
            }
        }
    }

    /// The policy pack in force.
    pub(crate) fn policy(&self, control: &ControlState) -> Result<Arc<PolicyPack>, StoreError> {
        if control.policies.is_empty() {
            // Only before the first row of all: `init` activates a pack with it.
            return Ok(Arc::new(wangge_domain::policy::default_pack()));
        }
        control
            .policy_at(self.now())
            .and_then(|in_force| self.policy_of(in_force.revision))
            .ok_or_else(|| StoreError::Failed("no policy pack is in force".to_owned()))
    }

    /// One turn: load, decide, commit; decided anew if the head of a stream moved meanwhile.
    /// `decide` must not do anything that cannot be done twice.
    pub(crate) fn turn<T>(
        &self,
        mut decide: impl FnMut(&RelayContext<'_>) -> Result<(T, RelayCommit), RelayError>,
    ) -> Result<T, RelayError> {
        // What is decided rests on the numbers that earlier rows carry.
        self.fill_provisional()?;
        let mut tries = 0;
        loop {
            let store = self.database.turn(self.id())?;
            let control = self.control_of(store.as_ref())?;
            let policy = self.policy(&control)?;
            let service_key = self.service_key.follow(&control);
            let context = RelayContext {
                tenant: self.id(),
                store: store.as_ref(),
                control: &control,
                policy_of: &|revision| self.policy_of(revision),
                policy: &policy,
                service_key: &service_key,
                now: self.now(),
                healing: self.is_healing()?,
            };
            let (value, commit) = decide(&context)?;
            if is_empty(&commit) {
                return Ok(value);
            }
            let news = news_of(&commit);
            match store.commit(commit) {
                Ok(()) => {
                    news.into_iter().for_each(|one| self.announce(one));
                    return Ok(value);
                }
                Err(StoreError::HeadMoved) if tries < TRIES => tries += 1,
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Tells all wake streams of this process.
    pub(crate) fn announce(&self, news: HeadNews) {
        // Nobody listens: that is no failure.
        let _listeners = self.wake.send(news);
    }
}

fn is_empty(commit: &RelayCommit) -> bool {
    commit.rows.is_empty()
        && commit.records.is_empty()
        && commit.quarantine.is_empty()
        && commit.numbers.is_empty()
        && commit.provisional.is_empty()
        && commit.leases.is_empty()
}

fn news_of(commit: &RelayCommit) -> Vec<HeadNews> {
    let mut heads: HashMap<StreamId, u64> = HashMap::new();
    for row in &commit.rows {
        heads.insert(row.stream, row.row.seq);
    }
    heads
        .into_iter()
        .map(|(stream, head)| HeadNews { stream, head })
        .collect()
}
