use std::sync::Arc;
use std::time::Duration;

use super::inspection_loop::start;
use crate::testing::{Scene, TestPhone, open};
use crate::{
    CancellationToken, Clock as _, CoreError, FileKeyVault, NoObserver, OwnFolder, ReminderKind,
    SyncEnd, SyncOptions, SystemClock, SystemRandom, Workers,
};

fn handles_of(phone: &TestPhone) -> usize {
    let data = phone.folder.path().join("data");
    std::fs::read_dir("/proc/self/fd")
        .unwrap()
        .flatten()
        .filter_map(|entry| std::fs::read_link(entry.path()).ok())
        .filter(|target| target.starts_with(&data))
        .count()
}

#[tokio::test]
async fn a_pause_in_the_middle_of_a_sync_ends_it_and_closes_every_handle() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    worker.premises("张记小吃店🔥");
    // The relay never answers: without the pause this sync would wait for its timeout.
    scene.relay.hold();
    let core = worker.core.clone();
    let sync = tokio::spawn(async move {
        let cancel = CancellationToken::new();
        core.sync(&SyncOptions::default(), Arc::new(NoObserver), &cancel)
            .await
    });
    scene.relay.asked().await;
    worker.core.pause().unwrap();
    assert_eq!(sync.await.unwrap(), Err(CoreError::Paused));
    if cfg!(target_os = "linux") {
        assert_eq!(
            handles_of(&worker),
            0,
            "database, log and lock are let go of"
        );
    }
    assert_eq!(worker.core.status(), Err(CoreError::Paused));
    scene.relay.release();
    worker.core.resume().unwrap();
    assert!(!worker.core.status().unwrap().syncing);
    worker.sync().await;
    assert_eq!(worker.core.status().unwrap().pending, 0);
}

#[tokio::test]
async fn what_is_closed_stays_closed_and_may_be_opened_anew() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let core = worker.core.clone();
    let worker = worker.reopen();
    assert_eq!(core.resume(), Err(CoreError::Closed));
    assert_eq!(core.status(), Err(CoreError::Closed));
    assert_eq!(core.get_premises(premises).err(), Some(CoreError::Closed));
    assert_eq!(core.unlock("1234"), Err(CoreError::Closed));
    let cancel = CancellationToken::new();
    let options = SyncOptions::default();
    let sync = core.sync(&options, Arc::new(NoObserver), &cancel).await;
    assert_eq!(sync, Err(CoreError::Closed));
    assert!(worker.core.get_premises(premises).is_ok());
}

#[tokio::test]
async fn a_folder_that_is_open_is_not_opened_a_second_time() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let second = || open(&worker.folder, 99, &scene.clock);
    assert_eq!(second().err(), Some(CoreError::FolderInUse));
    worker.core.pause().unwrap();
    let other = second().unwrap();
    // Now the folder is taken: it stays paused, and nothing is lost.
    assert_eq!(worker.core.resume(), Err(CoreError::FolderInUse));
    other.close().unwrap();
    worker.core.resume().unwrap();
    worker.core.status().unwrap();
}

#[tokio::test]
async fn a_sync_in_the_background_keeps_to_its_time_and_says_what_is_left() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    worker.premises("张记小吃店");
    let cancel = CancellationToken::new();
    let sync = async |limit| {
        let options = SyncOptions::frugal();
        let sync = worker
            .core
            .sync_within(limit, &options, Arc::new(NoObserver), &cancel);
        sync.await.unwrap()
    };
    scene.relay.hold();
    let cut = sync(Duration::from_millis(50)).await;
    assert!(
        cut.ran_out && cut.work_left && cut.report.is_none(),
        "{cut:?}"
    );
    scene.relay.release();
    let whole = sync(Duration::from_secs(60)).await;
    assert!(!whole.ran_out && !whole.work_left, "{whole:?}");
    assert_eq!(whole.report.unwrap().end, SyncEnd::Complete);
}

#[tokio::test]
async fn a_pin_locks_what_shows_data_and_wrong_ones_cost_time_that_no_restart_wins_back() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    assert_eq!(worker.core.lock(), Ok(()));
    assert!(
        !worker.core.pin_state().unwrap().locked,
        "without a PIN nothing locks"
    );
    let short = worker.core.set_pin(None, "123");
    assert!(
        matches!(short, Err(CoreError::InvalidInput(_))),
        "{short:?}"
    );
    worker.core.set_pin(None, "七九🔒1").unwrap();
    worker.core.lock().unwrap();
    let locked = Some(CoreError::AppLocked);
    assert_eq!(worker.core.get_premises(premises).err(), locked);
    assert_eq!(worker.core.list_premises(None, None, 9).err(), locked);
    assert_eq!(worker.core.next_reminders(9).err(), locked);
    // Syncing goes on, and a start finds it locked.
    assert_eq!(worker.sync().await.envelopes, 1);
    let worker = worker.reopen();
    assert_eq!(worker.core.get_premises(premises).err(), locked);
    for tries_left in [4, 3, 2, 1] {
        let wrong = worker.core.unlock("0000");
        let expected = CoreError::WrongPin {
            tries_left,
            wait_ms: 0,
        };
        assert_eq!(wrong, Err(expected));
    }
    let fifth = worker.core.unlock("0000");
    assert!(matches!(
        fifth,
        Err(CoreError::WrongPin {
            tries_left: 0,
            wait_ms: 1..
        })
    ));
    let worker = worker.reopen();
    let waiting = worker.core.unlock("七九🔒1");
    assert!(
        matches!(waiting, Err(CoreError::WrongPin { wait_ms: 1.., .. })),
        "{waiting:?}"
    );
    scene.pass(31_000);
    worker.core.unlock("七九🔒1").unwrap();
    assert!(worker.core.get_premises(premises).is_ok());
    worker.core.set_platform_unlock(true).unwrap();
    worker.core.lock().unwrap();
    worker.core.unlock_by_platform().unwrap();
    worker.core.lock().unwrap();
    worker.core.set_pin(Some("七九🔒1"), "2468").unwrap();
    worker.core.lock().unwrap();
    // A new PIN forgets the platform's key: whoever changed it decides anew.
    assert_eq!(worker.core.unlock_by_platform(), Err(CoreError::AppLocked));
    worker.core.remove_pin("2468").unwrap();
    worker.core.lock().unwrap();
    assert!(worker.core.get_premises(premises).is_ok());
}

#[tokio::test]
async fn reminders_name_what_comes_and_what_waits() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    assert_eq!(worker.core.next_reminders(9).unwrap(), []);
    let premises = worker.premises("张记小吃店");
    let list = worker.core.next_reminders(9).unwrap();
    let unsent = list
        .iter()
        .find(|it| it.kind == ReminderKind::UnsentWork)
        .unwrap();
    assert!(unsent.at.0 > scene.clock.wall_ms() && unsent.zh.contains("尚未上传"));
    worker.sync().await;
    let list = worker.core.next_reminders(9).unwrap();
    assert!(
        list.iter().all(|it| it.kind != ReminderKind::UnsentWork),
        "{list:?}"
    );
    scene.pass(200 * 24 * 3_600_000);
    let list = worker.core.next_reminders(9).unwrap();
    let visit = list.iter().find(|it| it.kind == ReminderKind::VisitDue);
    assert_eq!(visit.unwrap().record, Some(premises), "{list:?}");
    assert!(
        list.iter().any(|it| it.kind == ReminderKind::LeaseEnds),
        "{list:?}"
    );
}

#[tokio::test]
async fn photos_go_through_the_systems_uploader_and_their_bodies_go_away() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let inspection = start(&worker, premises);
    worker.photo_of(inspection, "RH-01", 1);
    let options = SyncOptions {
        photos: false,
        ..SyncOptions::default()
    };
    worker.try_sync(&options).await.unwrap();
    let cancel = CancellationToken::new();
    let wifi = SyncOptions {
        network: crate::NetworkKind::Wifi,
        ..SyncOptions::default()
    };
    let prepare = async |worker: &TestPhone| {
        let uploads = worker
            .core
            .prepare_uploads(8, &wifi, &OwnFolder, &cancel)
            .await;
        uploads.unwrap()
    };
    let uploads = prepare(&worker).await;
    assert!(!uploads.is_empty());
    let upload = &uploads[0];
    let body = std::fs::read(&upload.body).unwrap();
    assert_eq!(body.len() as u64, upload.length);
    assert_eq!(upload.method, "PATCH");
    let names: Vec<&str> = upload
        .headers
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert!(
        names.contains(&"Authorization") && names.contains(&"Upload-Offset"),
        "{names:?}"
    );
    // The app is killed; the next start still knows of it, and a sync leaves it alone.
    let digest = upload.digest;
    let worker = worker.reopen();
    assert!(worker.core.waiting_uploads().contains(&digest));
    worker.try_sync(&wifi).await.unwrap();
    assert!(worker.core.waiting_uploads().contains(&digest));
    // The operating system gave up: the body goes, and the next sync sends the photo.
    assert!(!worker.core.upload_finished(digest, &cancel).await.unwrap());
    assert!(!upload.body.exists());
    for other in worker.core.waiting_uploads() {
        worker.core.upload_finished(other, &cancel).await.unwrap();
    }
    worker.sync().await;
    let status = worker.core.status().unwrap();
    assert_eq!(status.originals.held, status.originals.total);
    assert_eq!(prepare(&worker).await, []);
    assert!(worker.core.upload_finished(digest, &cancel).await.unwrap());
}

#[tokio::test]
async fn two_workers_on_one_phone_stay_two_people() {
    let scene = Scene::new().await;
    let root = tempfile::tempdir().unwrap();
    let workers = Workers::new(root.path());
    let vault = || {
        let folder = root.path().join("vault");
        Arc::new(FileKeyVault::open(&folder, Box::new(SystemRandom)).unwrap())
    };
    let open = |slot| {
        let clock = Arc::new(SystemClock::new());
        workers.open(slot, vault(), clock, Arc::new(SystemRandom))
    };
    assert_eq!(workers.add("王强").unwrap().slot, 1);
    assert_eq!(workers.add("李敏👷").unwrap().slot, 2);
    let labels: Vec<String> = workers
        .list()
        .unwrap()
        .into_iter()
        .map(|it| it.label)
        .collect();
    assert_eq!(labels, ["王强", "李敏👷"]);
    assert!(matches!(open(3), Err(CoreError::InvalidInput(_))));
    let mut devices = Vec::new();
    for slot in [1, 2] {
        let core = open(slot).unwrap();
        let town = scene.relay.grid(0);
        let (_, link) = scene
            .relay
            .invite(wangge_domain::people::Role::GridWorker, town, true);
        core.enroll(&link, &CancellationToken::new()).await.unwrap();
        let status = core.status().unwrap();
        devices.push((status.user, status.device));
        core.close().unwrap();
    }
    assert_ne!(devices[0].0, devices[1].0);
    assert_ne!(devices[0].1, devices[1].1);
    assert_eq!(open(1).unwrap().status().unwrap().user, devices[0].0);
}
