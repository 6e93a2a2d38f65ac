use std::collections::VecDeque;
use std::sync::Arc;

use wangge_domain::control::ControlState;
use wangge_domain::policy::default_pack;
use wangge_domain::{DeviceId, Timestamp, UserId};
use wangge_protocol::{
    Batch, Capabilities, Envelope, EnvelopeId, Page, PublicKey, Refusal, SecretKey, StreamUpdate,
    SyncResponse,
};

use super::frozen::Frozen;
use super::recorded::{End, end_of};
use crate::client::{Moment, SyncConfig, SyncEffect, SyncInput, SyncMachine};
use crate::store::{ClientCommit, ClientStore, Identity, MemoryClientStore};
use crate::testing::Phone;
use crate::tests::rng;

/// A phone of today with what one of a frozen version held（旧版之手机）: as one that was upgraded.
pub(super) struct OldPhone {
    pub(super) phone: Phone,
    store: Arc<MemoryClientStore>,
}

impl OldPhone {
    /// The phone as it stood before what a file tells.
    pub(super) fn before(enrolment: &Frozen, file: &Frozen) -> Self {
        let (device, user): (DeviceId, UserId) = file.get("phone");
        let store = Arc::new(MemoryClientStore::new(Identity {
            tenant: enrolment.get("tenant"),
            user,
            device,
            incarnation: file.get("phone.incarnation"),
            lease: file.get("phone.lease"),
            root_key: enrolment.get("root"),
            service_keys: vec![enrolment.get::<PublicKey>("service")],
        }));
        let (wall_ms, boot_id, monotonic_ms) = file.get("phone.now");
        let phone = Phone {
            device,
            user,
            key: SecretKey::from_seed(file.get("phone.seed")),
            store: store.clone(),
            policy: Arc::new(default_pack()),
            control: ControlState::default(),
            now: Moment {
                wall_ms,
                boot_id,
                monotonic_ms,
            },
            config: SyncConfig::default(),
            says: Capabilities::THIS_BUILD,
        };
        let mut old = Self { phone, store };
        for page in file.get::<Vec<Page>>("held") {
            let held = answer(vec![StreamUpdate::Page(page)], file.get("now"));
            old.sync([held]);
        }
        let waiting = file.get::<Batch>("waiting").unpack();
        let waiting: Result<Vec<Envelope>, _> = waiting.unwrap().into_iter().collect();
        let commit = ClientCommit {
            sealed: waiting.expect("what waited holds"),
            ..ClientCommit::default()
        };
        old.store.commit(commit).expect("the store takes it");
        old
    }

    /// A sync that gets these answers, one after the other.
    fn sync(&mut self, answers: impl IntoIterator<Item = SyncResponse>) {
        let mut machine = SyncMachine::new(self.phone.config.clone());
        let mut asked = VecDeque::new();
        let mut input = SyncInput::Start;
        let mut answers = answers.into_iter();
        loop {
            let step = machine.step(&self.phone.ctx(), input, &mut rng());
            for effect in step.expect("the step is taken") {
                if let SyncEffect::Send { id, .. } = effect {
                    asked.push_back(id);
                }
            }
            self.phone.refold();
            let Some(response) = answers.next() else {
                return;
            };
            let id = asked.pop_front().expect("it asks as often as it did then");
            input = SyncInput::Response { id, response };
        }
    }

    /// What was refused or set apart, by its id.
    pub(super) fn refused(&self) -> Vec<(EnvelopeId, Refusal)> {
        let refused = self.store.refused().into_iter();
        refused.map(|it| (it.envelope.id(), it.reason)).collect()
    }
}

/// An answer that gives rows and nothing else.
fn answer(streams: Vec<StreamUpdate>, relay_time: Timestamp) -> SyncResponse {
    SyncResponse {
        relay_time,
        need_vector: false,
        verdicts: Vec::new(),
        streams,
        more: false,
        lease: None,
        token: None,
        service_keys: Vec::new(),
        blobs_held: Vec::new(),
        healing_since: None,
        backed_up: None,
        relay_full: false,
        compared: None,
        trust: None,
        update_needed: false,
    }
}

/// The phone of today takes the answers of a file in as that of their version did.
pub(super) fn replay(what: &str, enrolment: &Frozen, file: &Frozen) {
    let mut old = OldPhone::before(enrolment, file);
    let answers = (1..=file.get::<u32>("exchanges"))
        .map(|number| file.get::<SyncResponse>(&format!("{number}.answer")));
    old.sync(answers);
    check_end(what, &old, file);
}

/// The phone stands where that of the version stood afterwards.
pub(super) fn check_end(what: &str, old: &OldPhone, file: &Frozen) {
    assert_eq!(end_of(&old.phone), file.get::<End>("end"), "{what}");
    let refused: Vec<(EnvelopeId, Refusal)> = file.get("end.refused");
    assert_eq!(old.refused(), refused, "{what}");
}
