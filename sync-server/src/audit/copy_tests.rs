use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{AuditEntry, AuditLog, copy_to_second_place, verify_audit};

/// 2026-09-30 12:00 in China.
const NOON: i64 = 1_790_740_800_000;

fn entry(actor: &str) -> AuditEntry {
    AuditEntry {
        at: NOON,
        actor: actor.to_owned(),
        deed: "GET /api/v1/records/{record}".to_owned(),
        subject: String::new(),
        outcome: "200".to_owned(),
        reason: String::new(),
    }
}

fn log_of(folder: &Path, actor: &str, lines: usize) -> AuditLog {
    let log = AuditLog::open(folder).unwrap();
    for _ in 0..lines {
        log.append(entry(actor)).unwrap();
    }
    log
}

fn lines(folder: &Path) -> u64 {
    verify_audit(folder, None, None).unwrap().lines
}

#[test]
fn a_log_of_another_history_is_not_appended_to_the_copy_of_the_first() {
    let (first, second, place) = (
        TempDir::new().unwrap(),
        TempDir::new().unwrap(),
        TempDir::new().unwrap(),
    );
    let place = place.path();
    let log = log_of(first.path(), "first", 3);
    assert_eq!(copy_to_second_place(first.path(), place).unwrap(), None);
    // Longer than the copy, and other lines: as after a restore.
    let other = log_of(second.path(), "a name that is longer", 5);
    let begun = copy_to_second_place(second.path(), place).unwrap();
    assert_eq!(begun.as_deref(), Some("history-0002"));
    let further = place.join("history-0002");
    assert_eq!((lines(place), lines(&further)), (3, 5));
    // Each goes on where it belongs, and no third one begins.
    log.append(entry("first")).unwrap();
    other.append(entry("second")).unwrap();
    for folder in [first.path(), second.path()] {
        assert_eq!(copy_to_second_place(folder, place).unwrap(), None);
    }
    assert_eq!((lines(place), lines(&further)), (4, 6));
}

#[test]
fn what_was_cut_off_here_stays_there() {
    let (here, place) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    log_of(here.path(), "first", 4);
    copy_to_second_place(here.path(), place.path()).unwrap();
    let kept = fs::read(place.path().join("2026-09.jsonl")).unwrap();
    fs::remove_file(here.path().join("2026-09.jsonl")).unwrap();
    log_of(here.path(), "first", 1);
    let begun = copy_to_second_place(here.path(), place.path()).unwrap();
    assert_eq!(begun.as_deref(), Some("history-0002"));
    assert_eq!(fs::read(place.path().join("2026-09.jsonl")).unwrap(), kept);
}

#[test]
fn a_line_half_written_waits_for_its_end() {
    let (here, place) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let log = log_of(here.path(), "first", 2);
    let path = here.path().join("2026-09.jsonl");
    let whole = fs::read(&path).unwrap();
    fs::write(&path, [whole.as_slice(), b"{\"seq\":3,\"en"].concat()).unwrap();
    copy_to_second_place(here.path(), place.path()).unwrap();
    assert_eq!(fs::read(place.path().join("2026-09.jsonl")).unwrap(), whole);
    log.append(entry("first")).unwrap();
    assert_eq!(
        copy_to_second_place(here.path(), place.path()).unwrap(),
        None
    );
    assert_eq!(lines(place.path()), 3);
}

#[test]
fn a_mount_point_whose_disk_is_away_is_not_filled() {
    let (here, disk) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    log_of(here.path(), "first", 2);
    // A folder above it that is missing is none of ours to make.
    let deep = disk.path().join("mount").join("audit");
    assert!(copy_to_second_place(here.path(), &deep).is_err());
    assert!(!disk.path().join("mount").exists());
    fs::create_dir(disk.path().join("mount")).unwrap();
    copy_to_second_place(here.path(), &deep).unwrap();
    // The disk goes: the same path is empty, or has no such folder.
    fs::rename(disk.path().join("mount"), disk.path().join("away")).unwrap();
    fs::create_dir(disk.path().join("mount")).unwrap();
    assert!(copy_to_second_place(here.path(), &deep).is_err());
    assert!(!deep.exists());
    fs::create_dir(&deep).unwrap();
    assert!(copy_to_second_place(here.path(), &deep).is_err());
    assert_eq!(fs::read_dir(&deep).unwrap().count(), 0);
    // And comes back.
    fs::remove_dir_all(disk.path().join("mount")).unwrap();
    fs::rename(disk.path().join("away"), disk.path().join("mount")).unwrap();
    copy_to_second_place(here.path(), &deep).unwrap();
    assert_eq!(lines(&deep), 2);
}
