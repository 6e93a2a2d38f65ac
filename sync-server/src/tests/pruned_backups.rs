//! Old backups in links, and which of them stay.

use std::fs;
use std::path::Path;

use tempfile::TempDir;
use wangge_tests::s3_server::{BUCKET, S3Server};

use super::backups::{Kept, files, silent};
use super::world::DAY_MS;
use crate::admin::PruneReport;
use crate::backup_place::BackupPlace;
use crate::backup_target::BackupTarget;
use crate::error::RelayStartError;
use crate::relay::{ClockChoice, Relay, RelayConfig};

/// Says in the relay's configuration how long backups are kept.
fn schedule(kept: &Kept, lines: &str) {
    let file = kept.data().join("relay.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(file, format!("{text}\n[backup]\n{lines}")).unwrap();
}

/// A whole link, a step a minute later, and then the next day.
fn day(kept: &Kept) {
    assert!(kept.link().whole);
    kept.world.clock.advance_ms(60_000);
    assert!(!kept.link().whole);
    kept.world.clock.advance_ms(DAY_MS - 60_000);
}

/// Numbers at the beginning of names below a folder, each once.
fn numbers(folder: &Path) -> Vec<u64> {
    let names = files(folder);
    let names = names.iter().map(|path| path.file_name().unwrap());
    let mut found: Vec<u64> = names
        .filter_map(|name| name.to_string_lossy().split('-').next()?.parse().ok())
        .collect();
    found.dedup();
    found
}

fn prune(kept: &Kept, dry_run: bool) -> Result<PruneReport, RelayStartError> {
    kept.world.admin().prune_backup(&kept.place, dry_run)
}

/// Six days of September and three of October, thinned.
fn thinned(kept: &Kept, held: &Path) {
    schedule(
        kept,
        "keep_all_days = 1\nkeep_daily = 3\nkeep_monthly = 2\n",
    );
    for _ in 1..=6 {
        day(kept);
    }
    kept.world.clock.advance_ms(24 * DAY_MS);
    for _ in 1..=2 {
        day(kept);
    }
    let newest = kept.link_tried(true).unwrap();
    assert_eq!(newest.link, 18);
    // The rest of a link that was never finished, a photo, and something that belongs to nobody.
    let (rest, photo) = ("parts/0000000003-00009-dead.age", "blobs/00/00.age");
    for name in [rest, photo, "parts/holiday.jpg"] {
        let path = held.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, b"1").unwrap();
    }
    let before = files(held);
    let would = prune(kept, true).unwrap();
    assert_eq!(files(held), before, "only looked at");
    let done = prune(kept, false).unwrap();
    assert!(would.dry_run && !done.dry_run);
    assert_eq!(done.tried, 17);
    // All of a day before the newest; the last of the newest three days; of September the last.
    assert_eq!(done.kept_with_steps, [15, 17]);
    assert_eq!(done.kept_alone, [11, 13]);
    assert_eq!(done.removed_links, 12);
    assert_eq!(
        (would.removed_links, would.removed_parts, would.bytes),
        (done.removed_links, done.removed_parts, done.bytes)
    );
    let left = [11, 13, 15, 16, 17, 18];
    assert_eq!(numbers(&held.join("chain")), left);
    let parts = numbers(&held.join("parts"));
    assert!(
        parts.iter().all(|number| left.contains(number)),
        "{parts:?}"
    );
    assert!(held.join(photo).exists() && held.join("parts/holiday.jpg").exists());
    assert_eq!(before.len() - files(held).len(), 12 + done.removed_parts);
    // Each that is left can be restored, and none of the others.
    for link in left {
        assert!(kept.check(true, Some(link)).unwrap().opened, "{link}");
    }
    for link in [1, 10, 12, 14] {
        assert!(kept.check(false, Some(link)).is_err(), "{link}");
    }
    let again = prune(kept, false).unwrap();
    assert_eq!((again.removed_links, again.removed_parts), (0, 0));
    // The relay ships on as if nothing had been.
    let next = kept.link();
    assert!(!next.whole && next.link == 19);
}

#[tokio::test(flavor = "multi_thread")]
async fn old_links_in_a_folder_are_thinned_by_the_schedule() {
    let kept = Kept::start().await;
    thinned(&kept, &kept.place);
}

#[tokio::test(flavor = "multi_thread")]
async fn old_links_in_a_bucket_are_thinned_by_the_schedule() {
    let away = TempDir::new().unwrap();
    let server = S3Server::start(away.path());
    let kept = Kept::start_on(&server).await;
    thinned(&kept, &away.path().join(BUCKET).join("qingfeng"));
}

/// What is said when nothing is removed.
fn refused(result: Result<PruneReport, RelayStartError>) -> String {
    match result {
        Err(RelayStartError::Invalid(said)) => said,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_removed_unless_the_newest_was_restored_on_trial() {
    let kept = Kept::start().await;
    schedule(
        &kept,
        "keep_all_days = 1\nkeep_daily = 0\nkeep_monthly = 0\n",
    );
    assert!(refused(prune(&kept, false)).contains("--trial"));
    kept.link_tried(true).unwrap();
    prune(&kept, false).unwrap();
    // A trial of another place counts for nothing, though the numbers are the same.
    let other = kept.path("other");
    let admin = kept.world.admin();
    let there = admin.ship_backup(&other, &kept.recipient, false, &silent);
    assert_eq!(there.unwrap().link, 1);
    assert!(refused(admin.prune_backup(&other, false)).contains("--trial"));
    prune(&kept, false).unwrap();
    // Whole links that nobody tried.
    for _ in 1..=3 {
        day(&kept);
    }
    assert!(refused(prune(&kept, false)).contains("--trial"));
    // A trial that failed.
    let newest = files(&kept.place.join("chain")).pop().unwrap();
    let honest = fs::read(&newest).unwrap();
    fs::write(&newest, b"{}").unwrap();
    assert!(kept.link_tried(true).is_err());
    fs::write(&newest, honest).unwrap();
    assert!(refused(prune(&kept, false)).contains("--trial"));
    assert_eq!(numbers(&kept.place.join("chain")), [1, 2, 3, 4, 5, 6, 7, 8]);
    kept.link_tried(true).unwrap();
    // While phones bring back what a restore lost, older links may hold what nobody else has.
    let admin = kept.world.admin();
    assert!(admin.begin_healing().unwrap());
    assert!(refused(prune(&kept, false)).contains("restore"));
    assert!(admin.end_healing().unwrap());
    let done = prune(&kept, false).unwrap();
    assert!(done.removed_links > 0, "{done:?}");
    // What lies among the manifests and is none: nothing is touched.
    fs::write(kept.place.join("chain/notes.txt"), b"1").unwrap();
    assert!(matches!(
        prune(&kept, false),
        Err(RelayStartError::File { .. })
    ));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_of_another_tenant_or_with_a_damaged_link_is_left_alone() {
    let kept = Kept::start().await;
    schedule(
        &kept,
        "keep_all_days = 1\nkeep_daily = 0\nkeep_monthly = 0\n",
    );
    for _ in 1..=3 {
        day(&kept);
    }
    kept.link_tried(true).unwrap();
    let chain = kept.place.join("chain");
    let first = chain.join("0000000001-whole.json");
    let honest = fs::read(&first).unwrap();
    let mut damaged = honest.clone();
    damaged[40] ^= 1;
    fs::write(&first, damaged).unwrap();
    let said = prune(&kept, false).unwrap_err().to_string();
    assert!(said.contains("0000000001-whole.json"), "{said}");
    fs::write(&first, honest).unwrap();
    let other = Kept::start().await;
    let said = other.world.admin().prune_backup(&kept.place, false);
    assert!(
        matches!(&said, Err(RelayStartError::File { message, .. }) if message.contains("tenant")),
        "{said:?}"
    );
    assert_eq!(numbers(&chain), [1, 2, 3, 4, 5, 6, 7, 8]);
    assert!(prune(&kept, false).unwrap().removed_links > 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_serving_relay_removes_old_links_after_the_trial_of_the_day() {
    let mut kept = Kept::start().await;
    schedule(
        &kept,
        "keep_all_days = 1\nkeep_daily = 2\nkeep_monthly = 0\n",
    );
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
    let links = || numbers(&kept.place.join("chain"));
    let left: [&[u64]; 4] = [&[1, 2], &[1, 2, 3, 4], &[3, 4, 5, 6], &[5, 6, 7, 8]];
    for expected in left {
        relay.run_jobs().await.unwrap();
        clock.advance_ms(45_000);
        relay.run_jobs().await.unwrap();
        assert_eq!(links(), expected);
        clock.advance_ms(DAY_MS - 45_000);
    }
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_after_a_whole_link_the_next_is_whole() {
    let kept = Kept::start().await;
    assert!(kept.link().whole);
    kept.world.clock.advance_ms(DAY_MS - 1);
    assert!(!kept.link().whole);
    kept.world.clock.advance_ms(1);
    assert!(kept.link().whole);
}
