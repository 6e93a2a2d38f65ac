use std::sync::Arc;

use wangge_domain::control::ControlState;
use wangge_domain::policy::{PolicyPack, default_pack};
use wangge_domain::{DeviceId, StreamId, TenantId, Timestamp, UserId};
use wangge_protocol::{Page, PublicKey, SecretKey, SignedLease, SyncRequest, SyncResponse};

use super::frozen::Frozen;
use super::said::said;
use crate::relay::{self, RelayContext, RelayError};
use crate::store::{MemoryRelayStore, RelayCommit, RelayStore};

/// A relay of today over the logs of a frozen version（旧版之日志）: as one that was upgraded.
pub(super) struct OldRelay {
    tenant: TenantId,
    store: MemoryRelayStore,
    control: ControlState,
    policy: Arc<PolicyPack>,
    key: SecretKey,
    now: Timestamp,
    healing: bool,
}

impl OldRelay {
    /// The relay as it stood before what a file tells.
    pub(super) fn before(enrolment: &Frozen, file: &Frozen) -> Self {
        let tenant: TenantId = enrolment.get("tenant");
        let mut relay = Self {
            tenant,
            store: MemoryRelayStore::new(tenant),
            control: ControlState::default(),
            policy: Arc::new(default_pack()),
            key: SecretKey::from_seed(enrolment.get("service.seed")),
            now: file.get("now"),
            healing: false,
        };
        relay.learn(&file.get::<Vec<Page>>("log"));
        relay.keep_leases(file.get("leases"));
        if file.get("restored") {
            relay.store.open_epoch();
            relay.healing = true;
        }
        relay
    }

    /// Decides, and changes nothing.
    pub(super) fn ask<T>(
        &self,
        decide: impl FnOnce(&RelayContext<'_>) -> Result<(T, RelayCommit), RelayError>,
    ) -> (T, RelayCommit) {
        let policy = self.policy.clone();
        let policy_of = |revision: u32| (revision == policy.revision).then(|| policy.clone());
        let context = RelayContext {
            tenant: self.tenant,
            store: &self.store,
            control: &self.control,
            policy_of: &policy_of,
            policy: &policy,
            service_key: &self.key,
            now: self.now,
            healing: self.healing,
        };
        decide(&context).expect("the relay decides")
    }

    fn heal(&mut self, page: &Page) {
        let own = self.key.public();
        let trusted = |key: &PublicKey| *key == own;
        let (_, commit) = self.ask(|ctx| relay::heal(ctx, page, &trusted));
        self.store.commit(commit).expect("the store takes it");
        let rows = self.store.control_rows_after(0).expect("it can be read");
        self.control = ControlState::fold(&rows);
    }

    /// Takes rows in word for word, as that version had logged them.
    fn learn(&mut self, pages: &[Page]) {
        for page in pages {
            self.heal(page);
            let head = self.store.head(page.stream).expect("it can be read");
            assert_eq!(head.map(|head| head.chain), Some(page.chain));
        }
    }

    fn keep_leases(&self, leases: Vec<SignedLease>) {
        let commit = RelayCommit {
            leases,
            ..RelayCommit::default()
        };
        self.store.commit(commit).expect("the store takes it");
    }
}

/// The relay of today takes the requests of a file as that of their version did.
pub(super) fn replay(what: &str, enrolment: &Frozen, file: &Frozen) {
    let mut relay = OldRelay::before(enrolment, file);
    let (device, user): (DeviceId, UserId) = file.get("phone");
    let control = StreamId::control(relay.tenant);
    for number in 1..=file.get::<u32>("exchanges") {
        let request: SyncRequest = file.get(&format!("{number}.request"));
        let answer: SyncResponse = file.get(&format!("{number}.answer"));
        for first in [true, false] {
            for page in &request.heal {
                if (page.stream == control) == first {
                    relay.heal(page);
                }
            }
        }
        let (present, _) =
            relay.ask(|ctx| relay::exchange(ctx, device, user, request.clone(), &mut || true));
        assert_eq!(said(&present), said(&answer), "{what}, request {number}");
        relay.learn(&file.get::<Vec<Page>>(&format!("{number}.new")));
        relay.keep_leases(answer.lease.into_iter().collect());
    }
}
