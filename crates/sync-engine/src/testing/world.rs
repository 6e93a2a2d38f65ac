use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use wangge_domain::control::{
    ControlEvent, ControlRow, ControlState, DeviceEnrollment, Grid, GridLevel,
};
use wangge_domain::people::{Credential, Person, Role, RoleGrant, Scope};
use wangge_domain::policy::{PolicyPack, default_pack};
use wangge_domain::{DeviceId, GridId, StreamId, TenantId, Timestamp, UserId};
use wangge_protocol::{
    Envelope, PublicKey, SecretKey, Signature, SyncRequest, SyncResponse, Verdict, decode, encode,
};

use super::Phone;
use crate::relay::{self, Hearing, RelayContext, RelayError};
use crate::store::{ClientStore, Identity, RelayCommit, RelayStore, StoreError};

static POLICY: LazyLock<Arc<PolicyPack>> = LazyLock::new(|| Arc::new(default_pack()));

/// One tenant with a relay, a township of two villages' small grids, and people to enroll.
pub struct World {
    /// Whose data.
    pub tenant: TenantId,
    /// The relay's store.
    pub store: Arc<dyn RelayStore>,
    /// The relay's service key.
    pub service_key: SecretKey,
    /// The tenant's root key.
    pub root_key: SecretKey,
    /// The policy pack in force.
    pub policy: Arc<PolicyPack>,
    /// The grid of the township.
    pub town: GridId,
    /// Small grids.
    pub grids: Vec<GridId>,
    state: Mutex<State>,
}

struct State {
    now: Timestamp,
    control: ControlState,
    enrolled: u8,
    healing: bool,
    /// Devices that hold rows which the relay does not know, and do not stand level yet.
    owing: BTreeSet<(DeviceId, UserId)>,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World")
            .field("tenant", &self.tenant)
            .finish_non_exhaustive()
    }
}

/// Sixteen bytes that read well in failures.
fn id(kind: u8, number: u8) -> [u8; 16] {
    let mut bytes = [0; 16];
    (bytes[0], bytes[15]) = (kind, number);
    bytes
}

impl World {
    /// Milliseconds since 1970 at which every world begins: a working day in 2026.
    pub const START_MS: i64 = 1_772_500_000_000;

    /// A world on this store, its control stream begun.
    #[must_use]
    pub fn new(make: impl FnOnce(TenantId) -> Arc<dyn RelayStore>) -> Self {
        let tenant = TenantId::from_bytes(id(0xAA, 1));
        let service = (
            DeviceId::from_bytes(id(0xD0, 0)),
            UserId::from_bytes(id(0xE0, 0)),
        );
        let service_key = SecretKey::from_seed([0x51; 32]);
        let grid = |number| GridId::from_bytes(id(0xC0, number));
        let state = State {
            now: Timestamp(Self::START_MS),
            control: ControlState::default(),
            enrolled: 0,
            healing: false,
            owing: BTreeSet::new(),
        };
        let world = Self {
            tenant,
            store: make(tenant),
            root_key: SecretKey::from_seed([0x50; 32]),
            policy: POLICY.clone(),
            town: grid(0),
            grids: vec![grid(2), grid(3)],
            state: Mutex::new(state),
            service_key,
        };
        let mut events = vec![ControlEvent::DeviceEnrolled(DeviceEnrollment {
            device: service.0,
            user: service.1,
            algorithm: 1,
            public_key: world.service_key.public().to_hex(),
            short_id: "R0".to_owned(),
            label: "relay".to_owned(),
            relay_service: true,
        })];
        for (number, level, parent) in [
            (0, GridLevel::Large, None),
            (1, GridLevel::Medium, Some(0)),
            (2, GridLevel::Small, Some(1)),
            (3, GridLevel::Small, Some(1)),
        ] {
            events.push(ControlEvent::GridSet(Grid {
                grid: grid(number),
                level,
                parent: parent.map(grid),
                code: format!("G-{number}"),
                name: format!("网格{number}"),
                head: None,
                valid_from: chrono::NaiveDate::MIN,
                valid_until: None,
                boundary: Vec::new(),
            }));
        }
        events.iter().for_each(|event| world.control(event));
        world
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The relay's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.lock().now
    }

    /// Lets time pass.
    pub fn pass(&self, ms: i64) {
        let mut state = self.lock();
        state.now = state.now.plus_ms(ms);
    }

    /// The stream of a small grid.
    #[must_use]
    pub fn stream(&self, grid: usize) -> StreamId {
        StreamId::of_grid(self.grids[grid])
    }

    /// The control stream folded up to its head.
    #[must_use]
    pub fn control_state(&self) -> ControlState {
        self.lock().control.clone()
    }

    /// Asks the relay's side something.
    pub fn with_relay<T>(&self, ask: impl FnOnce(&RelayContext<'_>) -> T) -> T {
        let control = self.control_state();
        let policy = self.policy.clone();
        let policy_of = move |revision: u32| (revision == policy.revision).then(|| policy.clone());
        ask(&RelayContext {
            tenant: self.tenant,
            store: self.store.as_ref(),
            control: &control,
            policy_of: &policy_of,
            policy: &self.policy,
            service_key: &self.service_key,
            now: self.now(),
            healing: self.lock().healing,
        })
    }

    /// Says whether the relay is being healed after a restore.
    pub fn set_healing(&self, healing: bool) {
        self.lock().healing = healing;
    }

    /// Decides and commits, again and again while a head moves.
    ///
    /// # Errors
    /// The decision, or the store.
    pub fn turn<T>(
        &self,
        decide: impl Fn(&RelayContext<'_>) -> Result<(T, RelayCommit), RelayError>,
    ) -> Result<T, RelayError> {
        loop {
            let (answer, commit) = self.with_relay(&decide)?;
            match self.store.commit(commit) {
                Ok(()) => {
                    self.refold();
                    return Ok(answer);
                }
                Err(StoreError::HeadMoved) => {}
                Err(_) if planted!(AckBeforeCommit) => return Ok(answer),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Folds what has come to the control stream.
    fn refold(&self) {
        let mut state = self.lock();
        let rows = self.store.control_rows_after(state.control.seq);
        for row in rows.expect("the control stream can be read") {
            state
                .control
                .apply(&row)
                .expect("the relay logs only what changes something");
        }
    }

    /// Folds the control stream anew, after the store was put back to an earlier state.
    pub fn reread(&mut self, store: Arc<dyn RelayStore>) {
        self.store = store;
        let rows: Vec<ControlRow> = self
            .store
            .control_rows_after(0)
            .expect("the control stream can be read");
        self.lock().control = ControlState::fold(&rows);
    }

    /// Appends a row to the control stream.
    pub fn control(&self, event: &ControlEvent) {
        self.turn(|ctx| relay::control(ctx, event).map(|commit| ((), commit)))
            .expect("the control event holds");
    }

    /// One exchange as the server does it, over encoded bytes.
    ///
    /// # Errors
    /// The relay could not answer.
    pub fn exchange(
        &self,
        device: DeviceId,
        user: UserId,
        request: &SyncRequest,
    ) -> Result<SyncResponse, RelayError> {
        let request: SyncRequest = decode(&encode(request)).expect("a request reads back");
        let control = StreamId::control(self.tenant);
        let trusted = |key: &PublicKey| *key == self.service_key.public();
        // Enrollments, grants and revocations come back first.
        for first in [true, false] {
            for page in &request.heal {
                if (page.stream == control) == first {
                    self.turn(|ctx| relay::heal(ctx, page, &trusted))?;
                }
            }
        }
        let owes = self.lock().owing.contains(&(device, user));
        let response = self.turn(|ctx| {
            let ctx = RelayContext {
                healing: ctx.healing || owes,
                ..*ctx
            };
            relay::exchange(&ctx, device, user, request.clone(), &mut || true)
        })?;
        if request.want_bytes > 0 {
            match relay::hearing(&response) {
                Hearing::Owes => {
                    self.lock().owing.insert((device, user));
                }
                Hearing::Level => {
                    self.lock().owing.remove(&(device, user));
                }
                Hearing::Unclear | Hearing::Follows => {}
            }
        }
        Ok(decode(&encode(&response)).expect("a response reads back"))
    }

    /// Brings envelopes to the relay as one push.
    pub fn push(&self, by: &Phone, envelopes: &[Envelope]) -> Vec<Verdict> {
        let author = (by.device, by.user);
        self.turn(|ctx| {
            let all = envelopes
                .iter()
                .map(|it| it.verify_seal().map(|()| it.clone()));
            relay::receive(ctx, &relay::prepare(all.collect()), author, &mut || true)
        })
        .expect("the relay decides")
    }

    /// The root key's word for the service key.
    #[must_use]
    pub fn certificate(&self) -> (PublicKey, Signature) {
        let key = self.service_key.public();
        let message = [b"wangge/service-key/1".as_slice(), &key.0].concat();
        (key, self.root_key.sign(&message))
    }

    /// Enters a person with a role over a grid and a certificate, and enrolls a device.
    pub fn enroll(
        &self,
        role: Role,
        scope: Scope,
        make: impl FnOnce(Identity) -> Arc<dyn ClientStore>,
    ) -> Phone {
        let number = {
            let mut state = self.lock();
            state.enrolled += 1;
            state.enrolled
        };
        let user = UserId::from_bytes(id(0xE0, number));
        let today = self.now().china_date();
        self.control(&ControlEvent::PersonSet(Person {
            user,
            name: format!("人员{number}"),
            phone: String::new(),
            organization: String::new(),
        }));
        self.control(&ControlEvent::RoleGranted(RoleGrant {
            user,
            role,
            scope,
            from: Timestamp(0),
            until: None,
            department: None,
        }));
        self.control(&ControlEvent::CredentialIssued(Credential {
            user,
            kind: Credential::INSPECTION.to_owned(),
            number: format!("P-{number}"),
            issuer: "站".to_owned(),
            valid_from: today,
            valid_until: today + chrono::TimeDelta::days(700),
        }));
        self.enroll_device(number, user, make)
    }

    /// Enrolls one more device for a person.
    pub fn enroll_device(
        &self,
        number: u8,
        user: UserId,
        make: impl FnOnce(Identity) -> Arc<dyn ClientStore>,
    ) -> Phone {
        let device = DeviceId::from_bytes(id(0xD0, number));
        let key = SecretKey::from_seed([number; 32]);
        self.control(&ControlEvent::DeviceEnrolled(DeviceEnrollment {
            device,
            user,
            algorithm: 1,
            public_key: key.public().to_hex(),
            short_id: format!("K{number}"),
            label: String::new(),
            relay_service: false,
        }));
        let lease = self
            .turn(|ctx| {
                let lease = relay::issue_lease(ctx, device, user, "https://relay.test")?;
                let leases = vec![lease.clone()];
                Ok((
                    lease,
                    RelayCommit {
                        leases,
                        ..RelayCommit::default()
                    },
                ))
            })
            .expect("a lease is issued");
        let store = make(Identity {
            tenant: self.tenant,
            user,
            device,
            incarnation: 0,
            lease,
            root_key: self.root_key.public(),
            service_keys: vec![self.service_key.public()],
        });
        Phone::new(device, user, key, self.policy.clone(), store, self.now())
    }

    /// A grid worker of a small grid with a memory store.
    #[must_use]
    pub fn worker(&self, grid: usize) -> Phone {
        let scope = Scope::Subtree(self.grids[grid]);
        self.enroll(Role::GridWorker, scope, |identity| {
            Arc::new(crate::store::MemoryClientStore::new(identity))
        })
    }

    /// An officer of the township station with a memory store.
    #[must_use]
    pub fn officer(&self) -> Phone {
        self.enroll(
            Role::StationOfficer,
            Scope::Subtree(self.town),
            |identity| Arc::new(crate::store::MemoryClientStore::new(identity)),
        )
    }

    /// A world on a memory store.
    #[must_use]
    pub fn in_memory() -> Self {
        Self::new(|tenant| Arc::new(crate::store::MemoryRelayStore::new(tenant)))
    }

    /// The service key's device.
    #[must_use]
    pub fn service_device(&self) -> DeviceId {
        DeviceId::from_bytes(id(0xD0, 0))
    }
}
