use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, head, post};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wangge_domain::control::{ControlEvent, DeviceEnrollment};
use wangge_domain::people::{Credential, Person, Role, RoleGrant, Scope};
use wangge_domain::{DeviceId, Digest, Timestamp, UserId};
use wangge_protocol::{
    EnrollRequest, EnrollResponse, PublicKey, SessionRequest, SessionResponse, SyncRequest,
    Verdict, VerdictRun, decode, encode, sha256,
};
use wangge_sync_engine::relay;
use wangge_sync_engine::store::{MemoryRelayStore, RelayCommit};
use wangge_sync_engine::testing::World;

use crate::http::testing::{TestServer, pack, serve, unpack};

/// A relay on the engine's little world, behind TLS and HTTP as the contract says.
pub(crate) struct TestRelay {
    pub(crate) state: Arc<RelayState>,
    server: TestServer,
}

pub(crate) struct RelayState {
    pub(crate) world: WorldThread,
    pub(crate) blobs: Mutex<BTreeMap<Digest, Vec<u8>>>,
    store: Arc<MemoryRelayStore>,
    policy: Vec<u8>,
    /// Packs beside the first, by the hash that they are asked for by.
    pub(crate) packs: Mutex<BTreeMap<String, Vec<u8>>>,
    codes: Mutex<BTreeMap<String, Invitation>>,
    people: AtomicU32,
    /// Requests to the exchange that are answered 503 first.
    pub(crate) failures: AtomicU32,
    /// What is pushed has to wait for room on the disk.
    pub(crate) full: AtomicBool,
    /// Exchanges answered.
    pub(crate) exchanges: AtomicU32,
    /// What the exchange says of backups.
    pub(crate) backed_up: Mutex<Option<wangge_domain::Timestamp>>,
    /// While true, exchanges wait for their answer.
    held: tokio::sync::watch::Sender<bool>,
    /// An exchange has come in while they wait.
    asked: tokio::sync::Notify,
    uploads: Mutex<BTreeMap<u32, OpenUpload>>,
    base: Mutex<String>,
}

/// Digest, length, and what has come so far.
type OpenUpload = (Digest, usize, Vec<u8>);

type Job = Box<dyn FnOnce(&World) + Send>;

/// The world on a thread of its own: it is not made to be shared.
pub(crate) struct WorldThread {
    jobs: mpsc::Sender<Job>,
}

impl WorldThread {
    fn start() -> (Self, Arc<MemoryRelayStore>) {
        let (jobs, waiting) = mpsc::channel::<Job>();
        let (tell, told) = mpsc::channel();
        std::thread::spawn(move || {
            let world = World::new(|tenant| {
                let store = Arc::new(MemoryRelayStore::new(tenant));
                tell.send(Arc::clone(&store)).unwrap();
                store
            });
            for job in waiting {
                job(&world);
            }
        });
        (Self { jobs }, told.recv().unwrap())
    }

    pub(crate) fn with<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&World) -> T + Send + 'static,
    ) -> T {
        let (tell, told) = mpsc::channel();
        self.jobs
            .send(Box::new(move |world| tell.send(ask(world)).unwrap()))
            .unwrap();
        told.recv().expect("the world does what it is asked")
    }
}

struct Invitation {
    user: UserId,
    used: bool,
}

impl TestRelay {
    pub(crate) async fn start() -> Self {
        let (world, store) = WorldThread::start();
        let policy = world.with(|world| {
            let policy = world.policy.to_json().into_bytes();
            world.control(&ControlEvent::PolicyActivated {
                revision: world.policy.revision,
                digest: sha256(&policy),
                from: Timestamp(0),
            });
            policy
        });
        let state = Arc::new(RelayState {
            world,
            store,
            policy,
            packs: Mutex::default(),
            blobs: Mutex::default(),
            codes: Mutex::default(),
            people: AtomicU32::new(100),
            failures: AtomicU32::new(0),
            full: AtomicBool::new(false),
            exchanges: AtomicU32::new(0),
            backed_up: Mutex::default(),
            held: tokio::sync::watch::Sender::new(false),
            asked: tokio::sync::Notify::new(),
            uploads: Mutex::default(),
            base: Mutex::default(),
        });
        let router = Router::new()
            .route("/api/v1/enroll", post(enroll))
            .route("/api/v1/session", post(session))
            .route("/api/v1/sync", post(exchange))
            .route("/api/v1/policy/{digest}", get(policy_pack))
            .route("/api/v1/blobs", post(create))
            .route("/api/v1/blobs/{digest}", get(download))
            .route("/api/v1/blobs/uploads/{id}", head(offset).patch(patch))
            .with_state(Arc::clone(&state));
        let server = serve(router).await;
        *state.base.lock().unwrap() = server.base();
        Self { state, server }
    }

    /// Lets exchanges wait for their answer.
    pub(crate) fn hold(&self) {
        self.state.held.send_replace(true);
    }

    /// Answers those that wait.
    pub(crate) fn release(&self) {
        self.state.held.send_replace(false);
    }

    /// Returns once an exchange waits.
    pub(crate) async fn asked(&self) {
        self.state.asked.notified().await;
    }

    /// Does something with the world, on its own thread.
    pub(crate) fn with<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&World) -> T + Send + 'static,
    ) -> T {
        self.state.world.with(ask)
    }

    /// Everything under a small grid.
    pub(crate) fn grid(&self, number: usize) -> Scope {
        Scope::Subtree(self.with(move |world| world.grids[number]))
    }

    /// Everything under the township.
    pub(crate) fn town(&self) -> Scope {
        Scope::Subtree(self.with(|world| world.town))
    }

    /// Enters a person with a role and gives the enrollment link.
    pub(crate) fn invite(&self, role: Role, scope: Scope, certified: bool) -> (UserId, String) {
        let number = self.state.people.fetch_add(1, Ordering::SeqCst);
        let mut bytes = [0xE1; 16];
        bytes[12..].copy_from_slice(&number.to_be_bytes());
        let user = UserId::from_bytes(bytes);
        self.with(move |world| {
            world.control(&ControlEvent::PersonSet(Person {
                user,
                name: format!("人员{number}"),
                phone: String::new(),
                organization: String::new(),
            }));
            world.control(&ControlEvent::RoleGranted(RoleGrant {
                user,
                role,
                scope,
                from: Timestamp(0),
                until: None,
                department: None,
            }));
            if certified {
                let today = world.now().china_date();
                world.control(&ControlEvent::CredentialIssued(Credential {
                    user,
                    kind: Credential::INSPECTION.to_owned(),
                    number: format!("P-{number}"),
                    issuer: "站".to_owned(),
                    valid_from: today,
                    valid_until: today + chrono::TimeDelta::days(30),
                }));
            }
        });
        (user, self.link(user))
    }

    /// A fresh link for a person.
    pub(crate) fn link(&self, user: UserId) -> String {
        let mut codes = self.state.codes.lock().unwrap();
        let code = format!("{:0>26}", codes.len());
        codes.insert(code.clone(), Invitation { user, used: false });
        let relay = self.server.base().replace(':', "%3A").replace('/', "%2F");
        let root = self.with(|world| world.root_key.public().to_hex());
        format!(
            "wangge://enroll?relay={relay}&pin={}&root={root}&code={code}",
            self.server.pin
        )
    }
}

fn error(status: u16, code: &str) -> Response {
    let body = format!(r#"{{"code":"{code}","message":"拒绝","message_en":"no"}}"#);
    (StatusCode::from_u16(status).unwrap(), body).into_response()
}

async fn enroll(State(state): State<Arc<RelayState>>, body: Bytes) -> Response {
    let request: EnrollRequest = decode(&body).unwrap();
    let message = EnrollRequest::proof_message(&request.code, request.device);
    request.key.verify(&message, &request.proof).unwrap();
    let user = {
        let mut codes = state.codes.lock().unwrap();
        match codes.get_mut(&request.code) {
            None => return error(404, "code_unknown"),
            Some(invitation) if invitation.used => return error(409, "code_used"),
            Some(invitation) => {
                invitation.used = true;
                invitation.user
            }
        }
    };
    let number = state.people.fetch_add(1, Ordering::SeqCst);
    let base = state.base.lock().unwrap().clone();
    let mut packs = state.packs.lock().unwrap().clone();
    packs.insert(sha256(&state.policy).to_string(), state.policy.clone());
    let response = state
        .world
        .with(move |world| admit(world, &request, user, number, &base, &packs));
    ([("content-type", "application/cbor")], encode(&response)).into_response()
}

fn admit(
    world: &World,
    request: &EnrollRequest,
    user: UserId,
    number: u32,
    base: &str,
    packs: &BTreeMap<String, Vec<u8>>,
) -> EnrollResponse {
    world.control(&ControlEvent::DeviceEnrolled(DeviceEnrollment {
        device: request.device,
        user,
        algorithm: 1,
        public_key: request.key.to_hex(),
        short_id: format!("K{number}"),
        label: request.label.clone(),
        relay_service: false,
    }));
    let lease = world
        .turn(|ctx| {
            let lease = relay::issue_lease(ctx, request.device, user, base)?;
            let leases = vec![lease.clone()];
            Ok((
                lease,
                RelayCommit {
                    leases,
                    ..RelayCommit::default()
                },
            ))
        })
        .unwrap();
    let in_force = lease.open().unwrap().policy_digest.to_string();
    let policy = packs.get(&in_force).cloned().unwrap_or_default();
    EnrollResponse {
        tenant: world.tenant,
        tenant_name: "青峰镇".to_owned(),
        user,
        lease,
        root_key: world.root_key.public(),
        service_keys: vec![world.certificate()],
        policy,
        token: token_of(request.device, user),
        demo: true,
    }
}

async fn exchange(
    State(state): State<Arc<RelayState>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if *state.held.borrow() {
        state.asked.notify_one();
        let mut held = state.held.subscribe();
        let _gone = held.wait_for(|held| !held).await;
    }
    let failing = |left: u32| left.checked_sub(1);
    if state
        .failures
        .fetch_update(Ordering::SeqCst, Ordering::SeqCst, failing)
        .is_ok()
    {
        return error(503, "busy");
    }
    let Some(token) = headers.get("authorization") else {
        return unauthorized();
    };
    let token = token.to_str().unwrap().strip_prefix("Bearer ").unwrap();
    let bearer = STANDARD.decode(token).unwrap();
    let device = DeviceId::from_bytes(bearer[..16].try_into().unwrap());
    let user = UserId::from_bytes(bearer[16..].try_into().unwrap());
    let mut request: SyncRequest = decode(&unpack(&body)).unwrap();
    let full = state.full.load(Ordering::SeqCst);
    let waiting = request.push.take_if(|_| full).map(|push| push.items.len());
    let answer = state
        .world
        .with(move |world| world.exchange(device, user, &request).ok());
    match answer {
        Some(mut response) => {
            response.backed_up = *state.backed_up.lock().unwrap();
            if let Some(waiting) = waiting {
                let later = Verdict::Retry { after_ms: 600_000 };
                response.verdicts = VerdictRun::pack(&vec![later; waiting]);
                response.relay_full = true;
            }
            state.exchanges.fetch_add(1, Ordering::SeqCst);
            let headers = [
                ("content-type", "application/vnd.wangge.sync"),
                ("wangge-relay", "1"),
            ];
            (headers, pack(&encode(&response))).into_response()
        }
        None => error(403, "device_unknown"),
    }
}

async fn session(State(state): State<Arc<RelayState>>, body: Bytes) -> Response {
    let request: SessionRequest = decode(&body).unwrap();
    let (device, user) = (request.device, request.user);
    let known = state.world.with(move |world| {
        let control = world.control_state();
        let mut keys = control.keys(device, user);
        keys.any(|enrollment| {
            let key = PublicKey::from_hex(&enrollment.public_key).unwrap();
            key.verify(&SessionRequest::proof_message("c-1"), &request.proof)
                .is_ok()
        })
    });
    if !known {
        return error(403, "device_unknown");
    }
    let reply = SessionResponse {
        token: token_of(device, user),
    };
    ([("content-type", "application/cbor")], encode(&reply)).into_response()
}

/// A phone that lost its token is asked to prove its key.
fn unauthorized() -> Response {
    let body = r#"{"code":"token_expired","message":"","challenge":"c-1"}"#;
    (StatusCode::UNAUTHORIZED, body).into_response()
}

/// The token of this relay names its bearer.
fn token_of(device: DeviceId, user: UserId) -> String {
    STANDARD.encode([device.as_bytes().as_slice(), user.as_bytes()].concat())
}

async fn policy_pack(State(state): State<Arc<RelayState>>, Path(digest): Path<String>) -> Vec<u8> {
    let packs = state.packs.lock().unwrap();
    packs.get(&digest).unwrap_or(&state.policy).clone()
}

fn text(headers: &HeaderMap, name: &str) -> String {
    headers[name].to_str().unwrap().to_owned()
}

async fn create(State(state): State<Arc<RelayState>>, headers: HeaderMap, body: Bytes) -> Response {
    let metadata = text(&headers, "upload-metadata");
    let hash = metadata
        .split(',')
        .next()
        .unwrap()
        .strip_prefix("sha256 ")
        .unwrap();
    let digest: Digest = String::from_utf8(STANDARD.decode(hash).unwrap())
        .unwrap()
        .parse()
        .unwrap();
    let length: usize = text(&headers, "upload-length").parse().unwrap();
    let id = {
        let mut uploads = state.uploads.lock().unwrap();
        let id = u32::try_from(uploads.len()).unwrap();
        uploads.insert(id, (digest, length, body.to_vec()));
        id
    };
    finish(&state, id);
    let tus = ("tus-resumable", "1.0.0".to_owned());
    let location = ("location", format!("/api/v1/blobs/uploads/{id}"));
    (
        StatusCode::CREATED,
        [tus, location, ("upload-offset", body.len().to_string())],
    )
        .into_response()
}

fn finish(state: &RelayState, id: u32) {
    let uploads = state.uploads.lock().unwrap();
    let (digest, length, bytes) = &uploads[&id];
    if bytes.len() == *length {
        assert_eq!(sha256(bytes), *digest, "the blob arrives as it was named");
        state.blobs.lock().unwrap().insert(*digest, bytes.clone());
        state.store.hold_blob(*digest);
    }
}

async fn offset(State(state): State<Arc<RelayState>>, Path(id): Path<u32>) -> Response {
    let offset = state.uploads.lock().unwrap()[&id].2.len().to_string();
    ([
        ("tus-resumable", "1.0.0".to_owned()),
        ("upload-offset", offset),
    ])
    .into_response()
}

async fn patch(State(state): State<Arc<RelayState>>, Path(id): Path<u32>, body: Bytes) -> Response {
    let offset = {
        let mut uploads = state.uploads.lock().unwrap();
        let upload = uploads.get_mut(&id).unwrap();
        upload.2.extend_from_slice(&body);
        upload.2.len().to_string()
    };
    finish(&state, id);
    let tus = ("tus-resumable", "1.0.0".to_owned());
    (StatusCode::NO_CONTENT, [tus, ("upload-offset", offset)]).into_response()
}

async fn download(State(state): State<Arc<RelayState>>, Path(digest): Path<String>) -> Response {
    let blobs = state.blobs.lock().unwrap();
    match blobs.get(&digest.parse().unwrap()) {
        Some(bytes) => bytes.clone().into_response(),
        None => error(404, "not_found"),
    }
}
