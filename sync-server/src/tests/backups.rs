//! Backups in links, of a relay with phones.

use std::fs;
use std::path::{Path, PathBuf};

use wangge_protocol::sha256;
use wangge_tests::s3_server::S3Server;

use super::blobs::{created, name_it, patch, picture};
use super::phone::Phone;
use super::world::{WORKER, World, stream};
use crate::admin::{
    LinkedReport, ShipReport, new_backup_key, restore_linked, verify_backup, verify_linked,
};
use crate::backup::TrialReport;
use crate::backup_place::BackupPlace;
use crate::backup_target::BackupTarget;
use crate::error::RelayStartError;
use crate::relay::{ClockChoice, Relay, RelayConfig};

pub(super) fn silent(_: &str, _: u64, _: u64) {}

/// A relay with a phone, a backup key, and a place for links.
pub(super) struct Kept {
    pub(super) world: World,
    pub(super) phone: Phone,
    pub(super) key: PathBuf,
    pub(super) recipient: String,
    pub(super) place: PathBuf,
    premises: u8,
}

impl Kept {
    pub(super) async fn start() -> Self {
        Self::of(World::start().await).await
    }

    /// The same of a relay that was started already.
    pub(super) async fn of(world: World) -> Self {
        let mut phone = Phone::enroll(&world, WORKER).await;
        phone.sync(&world).await;
        let key = world.folder.path().join("backup-key.txt");
        let recipient = new_backup_key(&key).unwrap();
        let place = world.folder.path().join("links");
        Self {
            world,
            phone,
            key,
            recipient,
            place,
            premises: 0,
        }
    }

    /// The same with its place in a bucket, which a configuration file names.
    pub(super) async fn start_on(server: &S3Server) -> Self {
        let mut kept = Self::start().await;
        let (secret, file) = (kept.path("backup-secret"), kept.path("away.toml"));
        let text = server.backup_configuration("qingfeng", &secret);
        let text = format!("{text}recipient = \"{}\"\n", kept.recipient);
        fs::write(&file, text).unwrap();
        kept.place = file;
        kept
    }

    /// A photo that the relay has taken.
    pub(super) async fn photo(&mut self) {
        let bytes = picture(1, 9_000);
        let at = created(&self.world, &self.phone, &bytes).await;
        let sent = patch(&self.world, &self.phone, &at, 0, &bytes).await;
        assert_eq!(sent.status(), 204);
        name_it(&self.world, &mut self.phone, 90, sha256(&bytes)).await;
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.world.folder.path().join(name)
    }

    /// One more row, and a link that holds it.
    pub(super) async fn ship(&mut self) -> ShipReport {
        self.premises += 1;
        self.phone
            .premises(&self.world, self.premises, stream(0), "桥头超市");
        assert_eq!(self.phone.sync(&self.world).await.accepted, 1);
        self.world.clock.advance_ms(60_000);
        self.link()
    }

    pub(super) fn link(&self) -> ShipReport {
        self.link_tried(false).unwrap()
    }

    /// A link, after everything was restored on trial if asked for.
    pub(super) fn link_tried(&self, trial: bool) -> Result<ShipReport, RelayStartError> {
        let admin = self.world.admin();
        admin.ship_backup(&self.place, &self.recipient, trial, &silent)
    }

    pub(super) fn check(
        &self,
        key: bool,
        link: Option<u64>,
    ) -> Result<LinkedReport, RelayStartError> {
        let key = key.then_some(self.key.as_path());
        verify_linked(&self.place, key, link, &silent)
    }

    pub(super) fn data(&self) -> PathBuf {
        self.path("relay")
    }
}

/// What a check names.
pub(super) fn named(result: Result<LinkedReport, RelayStartError>) -> String {
    match result {
        Err(RelayStartError::File { path, message }) => format!("{path}: {message}"),
        other => panic!("not noticed: {other:?}"),
    }
}

pub(super) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_holds_what_changed_and_any_of_them_comes_back() {
    let mut kept = Kept::start().await;
    let first = kept.ship().await;
    assert!(first.whole && first.link == 1 && first.checked == first.rows);
    let second = kept.ship().await;
    assert!(!second.whole && second.link == 2);
    assert_eq!((second.rows, second.checked), (first.rows + 1, 1));
    assert!(second.pages < first.pages, "{second:?}");
    assert!(second.bytes < first.bytes, "{second:?}");
    let third = kept.ship().await;
    for (link, report) in [(1, &first), (2, &second), (3, &third)] {
        let checked = kept.check(true, Some(link)).unwrap();
        assert!(checked.opened && checked.unnamed.is_empty(), "{checked:?}");
        assert_eq!((checked.rows, checked.made_at), (report.rows, report.begun));
    }
    assert_eq!(kept.check(false, None).unwrap().rows, third.rows);
    assert!(kept.check(false, Some(4)).is_err());
    // No bytes of a person lie open in the place.
    for path in files(&kept.place) {
        let bytes = fs::read(&path).unwrap();
        let name = "桥头超市".as_bytes();
        assert!(!bytes.windows(name.len()).any(|part| part == name));
    }
    // Back to the second of three.
    kept.world.close().await;
    let clock = ClockChoice::Given(kept.world.clock.clone());
    let data = kept.data();
    let restore = |force, clock| {
        restore_linked(
            &kept.place,
            &kept.key,
            Some(2),
            &data,
            force,
            clock,
            &silent,
        )
    };
    let refused = restore(false, clock.clone());
    assert!(matches!(refused, Err(RelayStartError::Invalid(_))));
    let restored = restore(true, clock).unwrap();
    assert_eq!((restored.link, restored.rows), (2, second.rows));
    assert!(restored.waiting >= 1);
    assert!(restored.set_aside.unwrap().join("relay.sqlite").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn phones_are_told_of_what_a_link_covers_and_status_of_the_trial() {
    let mut kept = Kept::start().await;
    assert_eq!(kept.phone.sync(&kept.world).await.backed_up, None);
    let shipped = kept.ship().await;
    let told = kept.phone.sync(&kept.world).await.backed_up.unwrap();
    assert_eq!(told.0, shipped.begun);
    let admin = kept.world.admin();
    let status = admin.status().unwrap();
    assert_eq!(status.last_backup_at, Some(shipped.begun));
    assert_eq!(status.backup_trial, None);
    admin
        .ship_backup(&kept.place, &kept.recipient, true, &silent)
        .unwrap();
    let (_, problem) = admin.status().unwrap().backup_trial.unwrap();
    assert_eq!(problem, "");
    assert!(!kept.data().join("shipping/trial").exists());
    // A part that went bad since is found by the next trial, and said.
    let part = files(&kept.place.join("parts")).remove(0);
    let mut bytes = fs::read(&part).unwrap();
    bytes[200] ^= 1;
    fs::write(&part, bytes).unwrap();
    let name = part.file_name().unwrap().to_string_lossy().into_owned();
    let failed = admin.ship_backup(&kept.place, &kept.recipient, true, &silent);
    assert!(failed.is_err());
    let (_, problem) = admin.status().unwrap().backup_trial.unwrap();
    assert!(problem.contains(&name), "{problem}");
    let text = serde_json::to_string(&TrialReport::default()).unwrap();
    assert!(!TrialReport::read(Some(text)).unwrap().good);
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_121_one_flipped_bit_in_any_part_of_a_link() {
    let mut kept = Kept::start().await;
    kept.ship().await;
    kept.ship().await;
    kept.check(true, None).unwrap();
    for path in files(&kept.place) {
        let honest = fs::read(&path).unwrap();
        for place in [0, honest.len() / 2, honest.len() - 1] {
            let mut damaged = honest.clone();
            damaged[place] ^= 1;
            fs::write(&path, &damaged).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let said = named(kept.check(false, None));
            let successor = name.starts_with("0000000001-whole") && said.contains("0000000002");
            assert!(said.contains(&name) || successor, "{name} {place}: {said}");
            let data = kept.world.folder.path().join("fresh");
            let clock = ClockChoice::Given(kept.world.clock.clone());
            let refused =
                restore_linked(&kept.place, &kept.key, None, &data, false, clock, &silent);
            assert!(refused.is_err() && !data.exists());
        }
        fs::remove_file(&path).unwrap();
        if !path.ends_with("chain/0000000002-step.json") {
            assert!(kept.check(false, None).is_err(), "{}", path.display());
        }
        fs::write(&path, &honest).unwrap();
    }
    // A part of the same place under another's name.
    let parts = files(&kept.place.join("parts"));
    let honest = fs::read(&parts[0]).unwrap();
    fs::copy(&parts[1], &parts[0]).unwrap();
    let name = parts[0].file_name().unwrap().to_string_lossy().into_owned();
    assert!(named(kept.check(false, None)).contains(&name));
    fs::write(&parts[0], honest).unwrap();
    // Something that belongs to nobody is named.
    fs::write(kept.place.join("parts/holiday.jpg"), b"1").unwrap();
    let unnamed = kept.check(true, None).unwrap().unnamed;
    assert_eq!(unnamed, ["parts/holiday.jpg"]);
    fs::write(kept.place.join("chain/notes.txt"), b"1").unwrap();
    assert!(named(kept.check(false, None)).contains("notes.txt"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_is_named_before_anything_is_touched() {
    let mut kept = Kept::start().await;
    kept.ship().await;
    let other = kept.world.folder.path().join("other-key.txt");
    let recipient = new_backup_key(&other).unwrap();
    let data = kept.world.folder.path().join("fresh");
    let clock = ClockChoice::Given(kept.world.clock.clone());
    let refused = restore_linked(&kept.place, &other, None, &data, false, clock, &silent);
    let Err(RelayStartError::File { message, .. }) = refused else {
        panic!("not noticed: {refused:?}");
    };
    assert!(message.contains(&recipient) && message.contains(&kept.recipient));
    assert!(!data.exists());
    let left = files(kept.world.folder.path());
    assert!(
        left.iter()
            .all(|path| !path.to_string_lossy().contains("arriving"))
    );
    // A key file is never overwritten; a recipient that is none is refused.
    assert!(new_backup_key(&other).is_err());
    let admin = kept.world.admin();
    let refused = admin.ship_backup(&kept.place, "age1nonsense", false, &silent);
    assert!(matches!(refused, Err(RelayStartError::Invalid(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_tenants_place_is_left_alone_and_another_key_begins_anew() {
    let mut kept = Kept::start().await;
    kept.ship().await;
    let other = Kept::start().await;
    let admin = other.world.admin();
    let refused = admin.ship_backup(&kept.place, &other.recipient, false, &silent);
    assert!(
        matches!(refused, Err(RelayStartError::File { .. })),
        "{refused:?}"
    );
    // The key was replaced: from here on everything is there for the new one.
    let second = kept.world.folder.path().join("second-key.txt");
    kept.recipient = new_backup_key(&second).unwrap();
    let anew = kept.ship().await;
    assert!(anew.whole && anew.link == 2);
    let checked = verify_linked(&kept.place, Some(&second), None, &silent).unwrap();
    assert_eq!(checked.rows, anew.rows);
    // A workshop that was lost costs a whole link, nothing else.
    fs::remove_dir_all(kept.data().join("shipping")).unwrap();
    let whole = kept.ship().await;
    assert!(whole.whole && whole.link == 3);
    let step = kept.ship().await;
    assert!(!step.whole);
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_shipped_anew_leave_those_of_older_links_alone() {
    let mut kept = Kept::start().await;
    kept.photo().await;
    let first = kept.link();
    let second = kept.path("second-key.txt");
    kept.recipient = new_backup_key(&second).unwrap();
    let anew = kept.link();
    assert_eq!((first.blobs, anew.blobs, anew.whole), (1, 1, true));
    assert_eq!(kept.check(true, Some(1)).unwrap().blobs, 1);
    let newest = verify_linked(&kept.place, Some(&second), None, &silent).unwrap();
    assert_eq!((newest.link, newest.blobs), (2, 1));
    // One that is there already is not shipped again.
    let step = kept.link();
    assert!(!step.whole && step.blobs == 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_119_a_row_edited_by_hand_is_not_shipped() {
    let mut kept = Kept::start().await;
    kept.ship().await;
    let before = kept.phone.sync(&kept.world).await.backed_up;
    kept.premises += 1;
    kept.phone
        .premises(&kept.world, kept.premises, stream(0), "桥头超市");
    kept.phone.sync(&kept.world).await;
    let connection = rusqlite::Connection::open(kept.data().join("relay.sqlite")).unwrap();
    connection
        .execute_batch(
            "DROP TRIGGER log_keeps_bytes;
             UPDATE log SET received_at = received_at + 1
             WHERE place = (SELECT max(place) FROM log);",
        )
        .unwrap();
    let admin = kept.world.admin();
    let refused = admin.ship_backup(&kept.place, &kept.recipient, false, &silent);
    let Err(error) = refused else {
        panic!("not noticed: {refused:?}");
    };
    assert!(error.to_string().contains("does not hold"), "{error}");
    assert_eq!(kept.phone.sync(&kept.world).await.backed_up, before);
    assert_eq!(files(&kept.place.join("chain")).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_serving_relay_ships_within_the_minute_and_tries_a_restore_each_day() {
    let mut kept = Kept::start().await;
    kept.world.close().await;
    let clock = kept.world.clock.clone();
    let config = RelayConfig {
        listen: Some("127.0.0.1:0".to_owned()),
        clock: ClockChoice::Given(clock.clone()),
        backup: Some(BackupTarget {
            to: BackupPlace::Folder(kept.place.clone()),
            recipient: kept.recipient.clone(),
        }),
        ..RelayConfig::new(kept.data())
    };
    let relay = Relay::start(config).await.unwrap();
    let links = || files(&kept.place.join("chain")).len();
    let tried = || kept.world.admin().status().unwrap().backup_trial;
    let ticks = [(0, 1), (44_000, 1), (1_000, 2), (45_000, 3)];
    for (later_ms, expected) in ticks {
        clock.advance_ms(later_ms);
        relay.run_jobs().await.unwrap();
        assert_eq!(links(), expected, "{later_ms}");
    }
    let first = tried().unwrap();
    assert_eq!(first.1, "");
    clock.advance_ms(23 * 3_600_000);
    relay.run_jobs().await.unwrap();
    assert_eq!(tried(), Some(first.clone()));
    clock.advance_ms(3_600_000);
    relay.run_jobs().await.unwrap();
    let second = tried().unwrap();
    assert!(second.0 > first.0 && second.1.is_empty(), "{second:?}");
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_that_failed_is_tried_again_within_the_hour() {
    let mut kept = Kept::start().await;
    kept.world.close().await;
    let clock = kept.world.clock.clone();
    let config = RelayConfig {
        listen: Some("127.0.0.1:0".to_owned()),
        clock: ClockChoice::Given(clock.clone()),
        backup: Some(BackupTarget {
            to: BackupPlace::Folder(kept.place.clone()),
            recipient: kept.recipient.clone(),
        }),
        ..RelayConfig::new(kept.data())
    };
    // Something lies where the trial wants to work.
    let scratch = kept.data().join("shipping/trial");
    fs::create_dir_all(kept.data().join("shipping")).unwrap();
    fs::write(&scratch, b"1").unwrap();
    let relay = Relay::start(config).await.unwrap();
    let links = || files(&kept.place.join("chain")).len();
    let tried = || kept.world.admin().status().unwrap().backup_trial.unwrap();
    relay.run_jobs().await.unwrap();
    let failed = tried();
    assert!(links() == 1 && !failed.1.is_empty(), "{failed:?}");
    fs::remove_file(&scratch).unwrap();
    // Links go on, and the trial waits a quarter of an hour.
    clock.advance_ms(14 * 60_000);
    relay.run_jobs().await.unwrap();
    assert_eq!((links(), tried()), (2, failed.clone()));
    clock.advance_ms(60_000);
    relay.run_jobs().await.unwrap();
    let second = tried();
    assert!(second.0 > failed.0 && second.1.is_empty(), "{second:?}");
    // And then a day.
    clock.advance_ms(3_600_000);
    relay.run_jobs().await.unwrap();
    assert_eq!(tried(), second);
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_epoch_begins_with_a_whole_link() {
    let mut kept = Kept::start().await;
    kept.ship().await;
    assert!(!kept.link().whole);
    assert!(kept.world.admin().begin_healing().unwrap());
    assert!(kept.link().whole);
    assert!(!kept.link().whole);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plain_form_is_still_read() {
    let kept = Kept::start().await;
    let plain = kept.world.folder.path().join("plain");
    kept.world.admin().backup(&plain).unwrap();
    verify_backup(&plain).unwrap();
}
