//! A relay on a free port with a township in it.

use std::sync::{Arc, Once};

use chrono::NaiveDate;
use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::{Client, Method, Response};
use serde_json::Value;
use tempfile::TempDir;
use wangge_domain::control::{Grid, GridLevel};
use wangge_domain::people::{Credential, Person, Role, RoleGrant, Scope};
use wangge_domain::{GridId, StreamId, Timestamp, UserId};
use wangge_tests::postgres_cluster::database_if_asked;
use wangge_tests::s3_server::S3Server;

use crate::admin::{Admin, ImportFile, ImportPerson, InitRequest, init};
use crate::clock::{Clock as _, ManualClock};
use crate::disk::DiskProbe;
use crate::http::Patience;
use crate::relay::{ClockChoice, Relay, RelayConfig, RunningRelay};
use crate::store_choice::StoreChoice;

/// 2026-09-01 00:00 in China.
pub(super) const START: Timestamp = Timestamp(1_788_192_000_000);
pub(super) const PASSWORD: &str = "correct horse battery";
pub(super) const DAY_MS: i64 = 86_400_000;

pub(super) struct World {
    patience: Patience,
    pub(super) folder: TempDir,
    pub(super) clock: Arc<ManualClock>,
    pub(super) relay: Option<RunningRelay>,
    pub(super) base: String,
    pub(super) http: Client,
    pub(super) disk: Option<Arc<dyn DiskProbe>>,
    /// Where photos lie, if that is not the folder.
    pub(super) s3: Option<S3Server>,
}

pub(super) fn grid(number: u8) -> GridId {
    GridId::from_bytes([0xC0 + number; 16])
}

/// The stream of small grid 0 (village one) or 1 (village two).
pub(super) fn stream(number: u8) -> StreamId {
    StreamId::of_grid(grid(10 + number))
}

pub(super) fn user(number: u8) -> UserId {
    UserId::from_bytes([0xE0 + number; 16])
}

/// Worker of village one's grid, and its co-worker.
pub(super) const WORKER: u8 = 0;
/// Worker of village two's grid.
pub(super) const OTHER_WORKER: u8 = 1;
/// Officer of the township station.
pub(super) const OFFICER: u8 = 2;
/// Manager of village one, and of village two.
pub(super) const VILLAGE_ONE: u8 = 3;
pub(super) const VILLAGE_TWO: u8 = 4;
/// Officer of a department, to whom cases are escalated.
pub(super) const DEPARTMENT: u8 = 5;
/// A second officer.
pub(super) const SECOND_OFFICER: u8 = 6;

fn township() -> ImportFile {
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    let draw = |number, level, parent: Option<u8>, name: &str| Grid {
        grid: grid(number),
        level,
        parent: parent.map(grid),
        code: format!("500118-{number}"),
        name: name.to_owned(),
        head: None,
        valid_from: day(2026),
        valid_until: None,
        boundary: Vec::new(),
    };
    let people = [
        (WORKER, "周大山", None),
        (OTHER_WORKER, "李红梅", None),
        (OFFICER, "王志勇", Some("officer")),
        (VILLAGE_ONE, "陈国强", Some("village1")),
        (VILLAGE_TWO, "赵敏", Some("village2")),
        (DEPARTMENT, "孙立", Some("department")),
        (SECOND_OFFICER, "吴芳", None),
    ];
    let grant = |number, role, scope, department: Option<&str>| RoleGrant {
        user: user(number),
        role,
        scope,
        from: Timestamp(0),
        until: None,
        department: department.map(str::to_owned),
    };
    let below = |number| Scope::Subtree(grid(number));
    ImportFile {
        grids: vec![
            draw(0, GridLevel::Large, None, "青峰镇"),
            draw(1, GridLevel::Medium, Some(0), "一村"),
            draw(2, GridLevel::Medium, Some(0), "二村"),
            draw(10, GridLevel::Small, Some(1), "一村第1网格"),
            draw(11, GridLevel::Small, Some(2), "二村第1网格"),
        ],
        people: people
            .into_iter()
            .map(|(number, name, account)| ImportPerson {
                person: Person {
                    user: user(number),
                    name: name.to_owned(),
                    phone: String::new(),
                    organization: String::new(),
                },
                account: account.map(str::to_owned),
                password: account.map(|_| PASSWORD.to_owned()),
            })
            .collect(),
        grants: vec![
            grant(WORKER, Role::GridWorker, below(10), None),
            grant(OTHER_WORKER, Role::GridWorker, below(11), None),
            grant(OFFICER, Role::StationOfficer, below(0), None),
            grant(SECOND_OFFICER, Role::StationOfficer, below(0), None),
            grant(VILLAGE_ONE, Role::VillageAdmin, below(1), None),
            grant(VILLAGE_TWO, Role::VillageAdmin, below(2), None),
            grant(DEPARTMENT, Role::DeptOfficer, Scope::Tenant, Some("PSB")),
        ],
        credentials: [WORKER, OTHER_WORKER, OFFICER, SECOND_OFFICER]
            .map(|number| Credential {
                user: user(number),
                kind: Credential::INSPECTION.to_owned(),
                number: format!("P-{number}"),
                issuer: "消防救援大队".to_owned(),
                valid_from: day(2026),
                valid_until: day(2028),
            })
            .to_vec(),
        totals: Vec::new(),
    }
}

/// TLS of the test's own clients; the pin is the phone's business and tested there.
fn client() -> Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        // The blob store may have chosen it already.
        let _chosen = rustls::crypto::ring::default_provider().install_default();
    });
    Client::builder()
        .danger_accept_invalid_certs(true)
        .no_proxy()
        .build()
        .unwrap()
}

fn asked_store() -> StoreChoice {
    database_if_asked().map_or_else(StoreChoice::default, StoreChoice::Postgres)
}

impl World {
    pub(super) async fn start() -> Self {
        Self::start_with(Patience::default()).await
    }

    /// The same for a relay that waits so long for callers.
    pub(super) async fn start_with(patience: Patience) -> Self {
        let on_s3 = std::env::var("WANGGE_TEST_BLOBS").is_ok_and(|store| store == "s3");
        let mut world = Self::found(patience, on_s3, asked_store());
        world.open().await;
        world
    }

    /// The same with these lines in its configuration.
    pub(super) async fn start_configured(lines: &str) -> Self {
        Self::start_configured_on(lines, asked_store()).await
    }

    /// The same on a store.
    pub(super) async fn start_configured_on(lines: &str, store: StoreChoice) -> Self {
        let mut world = Self::found(Patience::default(), false, store);
        let file = world.folder.path().join("relay/relay.toml");
        let mut text = std::fs::read_to_string(&file).unwrap();
        text.push_str(lines);
        std::fs::write(file, text).unwrap();
        world.open().await;
        world
    }

    /// A relay that keeps its photos in S3.
    pub(super) async fn start_on_s3() -> Self {
        Self::start_on_s3_and(asked_store()).await
    }

    /// The same on a store.
    pub(super) async fn start_on_s3_and(store: StoreChoice) -> Self {
        let mut world = Self::found(Patience::default(), true, store);
        world.open().await;
        world
    }

    fn found(patience: Patience, on_s3: bool, store: StoreChoice) -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Arc::new(ManualClock::new(START));
        let data = folder.path().join("relay");
        init(InitRequest {
            data,
            tenant_name: "青峰镇".to_owned(),
            demo: false,
            listen: "127.0.0.1:0".to_owned(),
            address: String::new(),
            clock: ClockChoice::Given(clock.clone()),
            store,
        })
        .unwrap();
        let s3 = on_s3.then(|| S3Server::start(&folder.path().join("s3")));
        if let Some(server) = &s3 {
            let file = folder.path().join("relay/relay.toml");
            let mut text = std::fs::read_to_string(&file).unwrap();
            text.push_str(&server.configuration("qingfeng", &folder.path().join("s3-secret")));
            std::fs::write(file, text).unwrap();
        }
        let world = Self {
            patience,
            folder,
            clock,
            relay: None,
            base: String::new(),
            http: client(),
            disk: None,
            s3,
        };
        world.admin().import(&township()).unwrap();
        world
    }

    /// Starts the relay on the folder.
    pub(super) async fn open(&mut self) {
        let config = RelayConfig {
            listen: Some("127.0.0.1:0".to_owned()),
            clock: ClockChoice::Given(self.clock.clone()),
            patience: self.patience,
            disk: self.disk.clone(),
            ..RelayConfig::new(self.folder.path().join("relay"))
        };
        let relay = Relay::start(config).await.unwrap();
        self.base = relay.address.clone();
        self.relay = Some(relay);
    }

    pub(super) async fn close(&mut self) {
        self.relay.take().unwrap().shutdown().await;
    }

    /// An administrator beside the running relay, on a connection of its own.
    pub(super) fn admin(&self) -> Admin {
        let clock = ClockChoice::Given(self.clock.clone());
        Admin::open(&self.folder.path().join("relay"), clock).unwrap()
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn code(&self, number: u8) -> String {
        self.admin().enroll_code(user(number), DAY_MS).unwrap().code
    }

    pub(super) async fn run_jobs(&self) -> u64 {
        self.relay.as_ref().unwrap().run_jobs().await.unwrap()
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub(super) async fn login_as(&self, account: &str, password: &str) -> Response {
        let body = serde_json::json!({ "user": account, "password": password }).to_string();
        self.http
            .post(self.url("/api/v1/login"))
            .header("content-type", "application/json")
            .header("wangge-csrf", "1")
            .body(body)
            .send()
            .await
            .unwrap()
    }

    /// Signs in and gives the cookie.
    pub(super) async fn cookie(&self, account: &str) -> String {
        let response = self.login_as(account, PASSWORD).await;
        assert_eq!(response.status(), 200);
        let cookie = response.headers()[SET_COOKIE].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    pub(super) async fn get(&self, cookie: &str, path: &str) -> (u16, Value) {
        let request = self.http.get(self.url(path)).header(COOKIE, cookie);
        answer(request.send().await.unwrap()).await
    }

    pub(super) async fn post(&self, cookie: &str, path: &str, body: &Value) -> (u16, Value) {
        let request = self
            .http
            .request(Method::POST, self.url(path))
            .header(COOKIE, cookie)
            .header("content-type", "application/json")
            .header("wangge-csrf", "1")
            .body(body.to_string());
        answer(request.send().await.unwrap()).await
    }
}

pub(super) async fn answer(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let bytes = response.bytes().await.unwrap();
    (
        status,
        serde_json::from_slice(&bytes).unwrap_or(Value::Null),
    )
}
