//! A phone: the engine's client side over HTTP.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use reqwest::Response;
use wangge_domain::control::ControlState;
use wangge_domain::lifecycle::Event;
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{DeviceId, RecordId, StreamId, UserId};
use wangge_protocol::{
    BlobHashes, Capabilities, EnrollRequest, EnrollResponse, EnvelopeId, SecretKey, SyncRequest,
    SyncResponse, decode, encode,
};
use wangge_sync_engine::client::{
    self, ClientContext, EventPlan, Moment, SyncConfig, SyncEffect, SyncFailure, SyncInput,
    SyncMachine, SyncSummary,
};
use wangge_sync_engine::store::{ClientStore as _, Identity, MemoryClientStore};

use super::world::World;

pub(super) struct Phone {
    pub(super) device: DeviceId,
    pub(super) user: UserId,
    pub(super) key: SecretKey,
    pub(super) token: String,
    pub(super) store: MemoryClientStore,
    policy: Arc<PolicyPack>,
    control: ControlState,
    seed: u64,
    /// Requests and bytes of bodies both ways of the last sync.
    pub(super) requests: usize,
    pub(super) bytes: usize,
}

pub(super) fn enroll_request(code: &str, device: DeviceId, key: &SecretKey) -> EnrollRequest {
    EnrollRequest {
        code: code.to_owned(),
        device,
        key: key.public(),
        proof: key.sign(&EnrollRequest::proof_message(code, device)),
        label: "测试机".to_owned(),
        capabilities: Capabilities::THIS_BUILD,
        root: None,
    }
}

pub(super) async fn send_enroll(world: &World, request: &EnrollRequest) -> Response {
    let url = world.url("/api/v1/enroll");
    world
        .http
        .post(url)
        .body(encode(request))
        .send()
        .await
        .unwrap()
}

/// The record with this number.
pub(super) fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

impl Phone {
    pub(super) async fn enroll(world: &World, person: u8) -> Self {
        Self::enroll_device(world, person, person).await
    }

    pub(super) async fn enroll_device(world: &World, person: u8, device: u8) -> Self {
        let device = DeviceId::from_bytes([0xD0 + device; 16]);
        let key = SecretKey::from_seed(rand::random());
        let request = enroll_request(&world.code(person), device, &key);
        let response = send_enroll(world, &request).await;
        assert_eq!(response.status(), 200);
        let answer: EnrollResponse = decode(&response.bytes().await.unwrap()).unwrap();
        let lease = answer.lease.open().unwrap();
        assert_eq!(lease.home_relay, world.base);
        for (key, certificate) in &answer.service_keys {
            let message = [b"wangge/service-key/1".as_slice(), &key.0].concat();
            answer.root_key.verify(&message, certificate).unwrap();
        }
        let store = MemoryClientStore::new(Identity {
            tenant: answer.tenant,
            user: answer.user,
            device,
            incarnation: 0,
            lease: answer.lease,
            root_key: answer.root_key,
            service_keys: answer.service_keys.iter().map(|(key, _)| *key).collect(),
        });
        Self {
            device,
            user: answer.user,
            key,
            token: answer.token,
            store,
            policy: Arc::new(PolicyPack::parse(&answer.policy).unwrap()),
            control: ControlState::default(),
            seed: 7,
            requests: 0,
            bytes: 0,
        }
    }

    pub(super) fn ctx(&self, world: &World) -> ClientContext<'_> {
        let wall_ms = world.now().0;
        let monotonic_ms = u64::try_from(wall_ms).unwrap();
        ClientContext {
            store: &self.store,
            key: &self.key,
            policy: &self.policy,
            control: &self.control,
            now: Moment {
                wall_ms,
                boot_id: 7,
                monotonic_ms,
            },
        }
    }

    pub(super) fn edit(
        &self,
        world: &World,
        record: RecordId,
        kind: &RecordKind,
        stream: StreamId,
        edits: &[(&str, Scalar)],
    ) {
        let edits: BTreeMap<String, Scalar> = edits
            .iter()
            .map(|(key, value)| ((*key).to_owned(), value.clone()))
            .collect();
        client::edit(&self.ctx(world), record, kind, stream, &edits).unwrap();
    }

    pub(super) fn seal(&self, world: &World, record: RecordId, plan: EventPlan) -> EnvelopeId {
        client::seal(&self.ctx(world), record, vec![plan], Vec::new()).unwrap()
    }

    pub(super) fn submit(&self, world: &World, record: RecordId) -> EnvelopeId {
        self.seal(
            world,
            record,
            EventPlan::WithVersion(Box::new(|version| Event::Submitted {
                version,
                correction: None,
            })),
        )
    }

    /// A premises of the phone's grid.
    pub(super) fn premises(&self, world: &World, number: u8, stream: StreamId, name: &str) {
        let edits = [
            ("name", name.into()),
            ("address", "正街8号".into()),
            ("category", "small_shop".into()),
        ];
        self.edit(world, record(number), &RecordKind::Premises, stream, &edits);
        self.submit(world, record(number));
    }

    /// A photo record that names these blobs.
    pub(super) fn photo(
        &self,
        world: &World,
        number: u8,
        stream: StreamId,
        blobs: BlobHashes,
    ) -> EnvelopeId {
        self.edit(
            world,
            record(number),
            &RecordKind::Photo,
            stream,
            &[("caption", "门口".into())],
        );
        client::seal(&self.ctx(world), record(number), Vec::new(), vec![blobs]).unwrap()
    }

    pub(super) async fn send_sync(&self, world: &World, request: &SyncRequest) -> Response {
        let body = zstd::bulk::compress(&encode(request), 3).unwrap();
        world
            .http
            .post(world.url("/api/v1/sync"))
            .bearer_auth(&self.token)
            .header("content-type", "application/vnd.wangge.sync")
            .body(body)
            .send()
            .await
            .unwrap()
    }

    /// Syncs until nothing is left to do.
    pub(super) async fn sync(&mut self, world: &World) -> SyncSummary {
        (self.requests, self.bytes) = (0, 0);
        let mut machine = SyncMachine::new(SyncConfig::default());
        let mut inputs = VecDeque::from([SyncInput::Start]);
        while let Some(input) = inputs.pop_front() {
            let mut rng = StdRng::seed_from_u64(self.seed);
            let effects = machine.step(&self.ctx(world), input, &mut rng).unwrap();
            self.seed = self.seed.wrapping_add(1);
            for effect in effects {
                match effect {
                    SyncEffect::Send { id, request, .. } => {
                        inputs.push_back(self.deliver(world, id, &request).await);
                    }
                    SyncEffect::Progress {
                        control_changed: true,
                        ..
                    } => self.refold(),
                    SyncEffect::Finished(summary) => return summary,
                    SyncEffect::Token(token) => self.token = token,
                    SyncEffect::Wait { .. } => panic!("the relay made the phone wait"),
                    SyncEffect::Progress { .. } | SyncEffect::BlobsHeld(_) => {}
                }
            }
        }
        panic!("the sync does not come to an end");
    }

    fn refold(&mut self) {
        self.control = ControlState::fold(&self.store.control_rows().unwrap());
    }

    async fn deliver(&mut self, world: &World, id: u64, request: &SyncRequest) -> SyncInput {
        let response = self.send_sync(world, request).await;
        let status = response.status().as_u16();
        if status != 200 {
            let kind = match status {
                401 => SyncFailure::Unauthorized,
                _ => SyncFailure::Server {
                    status,
                    retry_after_ms: None,
                },
            };
            return SyncInput::Failed { id, kind };
        }
        let kind = response.headers()["content-type"].to_str().unwrap();
        assert_eq!(kind, "application/vnd.wangge.sync");
        let body = response.bytes().await.unwrap();
        let sent = zstd::bulk::compress(&encode(request), 3).unwrap().len();
        self.requests += 1;
        self.bytes += sent + body.len();
        let plain = zstd::stream::decode_all(body.as_ref()).unwrap();
        let response: SyncResponse = decode(&plain).unwrap();
        SyncInput::Response { id, response }
    }
}
