//! The relay of a world.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use wangge_domain::people::Role;
use wangge_domain::{GridId, UserId};
use wangge_sync_server::admin::{Admin, ImportFile, ImportPerson, InitRequest, init};
use wangge_sync_server::{ClockChoice, Relay, RelayConfig, RunningRelay, StoreChoice};
use wangge_tests::postgres_cluster::database_if_asked;
use wangge_tests::township::Township;

use super::{Desk, Phone, WorldClock};

/// Password of every account of a world.
pub(crate) const PASSWORD: &str = "青峰-演示-2026";

/// A township with its relay at work.
pub(crate) struct World {
    pub(crate) clock: WorldClock,
    pub(crate) township: Township,
    relay: Option<RunningRelay>,
    folder: TempDir,
}

impl World {
    /// 青峰镇 in the morning of 1 September 2026: grids, people, certificates; no premises yet.
    pub(crate) async fn start() -> Self {
        Self::start_at(WorldClock::at_china(2026, 9, 1, 8)).await
    }

    /// The same at another time.
    pub(crate) async fn start_at(clock: WorldClock) -> Self {
        Self::start_behind(clock, String::new()).await
    }

    /// The same, with phones told another address than the relay listens on: a proxy's.
    pub(crate) async fn start_behind(clock: WorldClock, address: String) -> Self {
        Self::start_in(clock, address, Township::qingfeng()).await
    }

    /// Another township.
    pub(crate) async fn start_in(clock: WorldClock, address: String, township: Township) -> Self {
        let store = database_if_asked().map_or_else(StoreChoice::default, StoreChoice::Postgres);
        Self::start_on(clock, address, township, store).await
    }

    /// The same on another store.
    pub(crate) async fn start_on(
        clock: WorldClock,
        address: String,
        township: Township,
        store: StoreChoice,
    ) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let data = folder.path().join("relay");
        init(InitRequest {
            data: data.clone(),
            tenant_name: township.name.clone(),
            demo: true,
            listen: "127.0.0.1:0".to_owned(),
            address,
            clock: ClockChoice::Given(clock.relay()),
            store,
        })
        .expect("a fresh folder takes a relay");
        let mut world = Self {
            clock,
            township,
            relay: None,
            folder,
        };
        world
            .admin()
            .import(&import_file(&world.township))
            .expect("the fixture imports");
        world.serve().await;
        world
    }

    /// Starts the relay (again).
    pub(crate) async fn serve(&mut self) {
        let config = RelayConfig {
            listen: Some("127.0.0.1:0".to_owned()),
            clock: ClockChoice::Given(self.clock.relay()),
            ..RelayConfig::new(self.data())
        };
        self.relay = Some(Relay::start(config).await.expect("the relay starts"));
    }

    /// Stops the relay.
    pub(crate) async fn stop(&mut self) {
        if let Some(relay) = self.relay.take() {
            relay.shutdown().await;
        }
    }

    /// The relay's data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("relay")
    }

    /// A folder of this world for something else.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The running relay.
    pub(crate) fn relay(&self) -> &RunningRelay {
        self.relay.as_ref().expect("the relay is running")
    }

    /// What the relay's administrator can do.
    pub(crate) fn admin(&self) -> Admin {
        let clock = ClockChoice::Given(self.clock.relay());
        Admin::open(&self.data(), clock).expect("the folder opens")
    }

    /// The relay's jobs, now.
    pub(crate) async fn run_jobs(&self) -> u64 {
        self.relay().run_jobs().await.expect("the jobs run")
    }

    /// The first person with a role, in the order of the fixture.
    pub(crate) fn person(&self, role: Role, index: usize) -> UserId {
        let mut holders = self.township.holders(role);
        holders
            .nth(index)
            .expect("the township has such a person")
            .user
    }

    /// A grid worker with a valid certificate, and the small grid.
    pub(crate) fn worker(&self, index: usize) -> (UserId, GridId) {
        let workers = self.township.grid_workers(self.clock.now());
        let (person, grid) = workers[index];
        (person.user, grid.grid)
    }

    /// A phone enrolled for a person and synced once.
    pub(crate) async fn phone(&self, user: UserId) -> Phone {
        Phone::enroll(self, user).await
    }

    /// A phone of the n-th grid worker, with the worker's grid.
    pub(crate) async fn worker_phone(&self, index: usize) -> (Phone, GridId) {
        let (user, grid) = self.worker(index);
        (self.phone(user).await, grid)
    }

    /// A station officer's phone.
    pub(crate) async fn officer_phone(&self, index: usize) -> Phone {
        self.phone(self.person(Role::StationOfficer, index)).await
    }

    /// A browser signed in for a person.
    pub(crate) async fn desk(&self, user: UserId) -> Desk {
        let admin = self.admin();
        // An account is made when it is needed: ten hashes of passwords for every world, of which a
        // test uses one or two, were a fifth of the work of all mechanism tests.
        if admin.find_user(&account(user)).is_err() {
            let name = account(user);
            let made = admin.set_password(&user.to_string(), Some(&name), PASSWORD);
            made.expect("the township knows this person");
        }
        Desk::sign_in(&self.relay().address, &account(user), PASSWORD).await
    }

    /// The county's administrator at a browser, over the whole tenant.
    pub(crate) async fn county_desk(&self) -> Desk {
        let admin = self.admin();
        let new = wangge_sync_server::admin::NewUser {
            name: "演示县管理员".to_owned(),
            account: Some("county".to_owned()),
            password: Some(PASSWORD.to_owned()),
            ..Default::default()
        };
        let user = match admin.find_user("county") {
            Ok(user) => user,
            Err(_) => admin.add_user(&new).expect("a person"),
        };
        let scope = wangge_domain::people::Scope::Tenant;
        admin
            .grant(user, Role::CountyAdmin, scope, None, None)
            .expect("a role");
        Desk::sign_in(&self.relay().address, "county", PASSWORD).await
    }

    /// A page that anybody may read, without an account: status and text.
    pub(crate) async fn public(&self, path: &str) -> (reqwest::StatusCode, String) {
        Desk::visit(&self.relay().address, path).await
    }

    /// Station officer at a browser.
    pub(crate) async fn officer_desk(&self, index: usize) -> Desk {
        self.desk(self.person(Role::StationOfficer, index)).await
    }
}

/// Name of the account of a person.
fn account(user: UserId) -> String {
    format!("u-{user}")
}

fn import_file(township: &Township) -> ImportFile {
    ImportFile {
        grids: township.grids.clone(),
        people: township
            .people
            .iter()
            .map(|person| ImportPerson {
                person: person.clone(),
                account: None,
                password: None,
            })
            .collect(),
        grants: township.roles.clone(),
        credentials: township.credentials.clone(),
        totals: Vec::new(),
    }
}

/// Whether a folder holds files with this text anywhere: nothing personal may lie there plain.
pub(crate) fn lies_plain(folder: &Path, text: &str) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return false;
    };
    entries.filter_map(Result::ok).any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return lies_plain(&path, text);
        }
        std::fs::read(&path).is_ok_and(|bytes| {
            bytes
                .windows(text.len())
                .any(|window| window == text.as_bytes())
        })
    })
}
