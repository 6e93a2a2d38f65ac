//! A phone is usable before everything is here, and says so until it is.

use std::sync::{Arc, Mutex};

use wangge_domain::Timestamp;
use wangge_domain::control::ControlEvent;
use wangge_domain::people::{Role, RoleGrant};

use crate::testing::{Scene, premises_fields};
use crate::{CancellationToken, Core, SyncObserver, SyncOptions, SyncProgress};

/// Small pages, whose waits are over at once.
fn small_pages() -> SyncOptions {
    let mut options = SyncOptions::default();
    options.exchange.backoff_ms = 1;
    options.exchange.max_backoff_ms = 2;
    options.exchange.want_bytes = 4_096;
    options
}

/// Gives up once some premises are shown.
struct StopsEarly {
    core: Core,
    cancel: CancellationToken,
}

impl StopsEarly {
    fn new(core: &Core, cancel: &CancellationToken) -> Arc<Self> {
        Arc::new(Self {
            core: core.clone(),
            cancel: cancel.clone(),
        })
    }
}

impl SyncObserver for StopsEarly {
    fn on_progress(&self, _progress: SyncProgress) {
        if shown(&self.core) >= 2 {
            self.cancel.cancel();
        }
    }
}

/// How many premises this phone shows.
fn shown(core: &Core) -> usize {
    core.list_premises(None, None, 100)
        .map_or(0, |rows| rows.len())
}

/// Notes what the status says at every step.
struct Watches {
    core: Core,
    said: Mutex<Vec<bool>>,
}

impl SyncObserver for Watches {
    fn on_progress(&self, _progress: SyncProgress) {
        let status = self.core.status().unwrap();
        self.said.lock().unwrap().push(status.initial_sync_complete);
    }
}

#[tokio::test]
async fn a_phone_works_before_the_first_sync_is_complete() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    for number in 0..40 {
        worker.premises(&format!("店{number}"));
    }
    worker.sync().await;
    let (_, link) = scene
        .relay
        .invite(Role::GridWorker, scene.relay.grid(0), true);
    let fresh = scene.phone();
    let cancel = CancellationToken::new();
    fresh.core.enroll(&link, &cancel).await.unwrap();
    assert!(!fresh.core.status().unwrap().initial_sync_complete);
    let observer = StopsEarly::new(&fresh.core, &cancel);
    let _given_up = fresh.core.sync(&small_pages(), observer, &cancel).await;
    let some = shown(&fresh.core);
    assert!((2..40).contains(&some), "{some} are here");
    assert!(!fresh.core.status().unwrap().initial_sync_complete);

    // What is here can be worked with, and new work is kept.
    let grid = fresh.core.my_grids().unwrap()[0].grid;
    let own = fresh.core.create_premises(grid, &premises_fields("新店"));
    assert!(fresh.core.get_premises(own.unwrap()).is_ok());
    fresh.sync().await;
    assert!(fresh.core.status().unwrap().initial_sync_complete);
    assert_eq!(shown(&fresh.core), 41);
    let again = fresh.reopen();
    assert!(again.core.status().unwrap().initial_sync_complete);
}

#[tokio::test]
async fn a_grid_that_is_granted_later_is_incomplete_until_it_is_here() {
    let scene = Scene::new().await;
    let (worker, other) = (scene.worker(0).await, scene.worker(1).await);
    for number in 0..40 {
        other.premises(&format!("店{number}"));
    }
    other.sync().await;
    assert!(worker.core.status().unwrap().initial_sync_complete);
    let user = worker.core.status().unwrap().user.unwrap();
    let scope = scene.relay.grid(1);
    scene.relay.with(move |world| {
        world.control(&ControlEvent::RoleGranted(RoleGrant {
            user,
            role: Role::GridWorker,
            scope,
            from: Timestamp(0),
            until: None,
            department: None,
        }));
    });
    // The lease that names the grid comes first, the rows of it page by page.
    let (one, cancel) = (CancellationToken::new(), CancellationToken::new());
    let stops = StopsEarly::new(&worker.core, &one);
    let _given_up = worker.core.sync(&small_pages(), stops, &one).await;
    let worker = worker.reopen();
    assert!(!worker.core.status().unwrap().initial_sync_complete);
    let watches = Arc::new(Watches {
        core: worker.core.clone(),
        said: Mutex::default(),
    });
    let observer: Arc<dyn SyncObserver> = Arc::<Watches>::clone(&watches);
    let report = worker.core.sync(&small_pages(), observer, &cancel).await;
    assert_eq!(report.unwrap().end, crate::SyncEnd::Complete);
    assert_eq!(watches.said.lock().unwrap().first(), Some(&false));
    assert!(worker.core.status().unwrap().initial_sync_complete);
}
