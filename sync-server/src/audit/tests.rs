use std::path::Path;

use tempfile::TempDir;
use wangge_protocol::SecretKey;

use super::checkpoint::message;
use super::{
    AuditEntry, AuditLog, AuditVerifyError, Checkpoint, copy_to_second_place, verify_audit,
};

/// 2026-09-30 12:00 in China.
const NOON: i64 = 1_790_740_800_000;

fn entry(at: i64) -> AuditEntry {
    AuditEntry {
        at,
        actor: "0198-actor".to_owned(),
        deed: "GET /api/v1/records/{record}".to_owned(),
        subject: "0198-record".to_owned(),
        outcome: "200".to_owned(),
        reason: String::new(),
    }
}

fn checkpoint(log: &AuditLog, root: &SecretKey, service: &SecretKey) -> Checkpoint {
    let (seq, hash) = log.head().unwrap();
    let named = [b"wangge/service-key/1".as_slice(), &service.public().0].concat();
    Checkpoint {
        seq,
        at: NOON,
        key: service.public().to_hex(),
        certificate: hex::encode(root.sign(&named).0),
        signature: hex::encode(service.sign(&message(seq, &hash, NOON)).0),
        hash,
    }
}

fn filled(folder: &Path) -> AuditLog {
    let log = AuditLog::open(folder).unwrap();
    for day in 0..4 {
        log.append(entry(NOON + day * 86_400_000)).unwrap();
    }
    log
}

#[test]
fn lines_follow_on_each_other_over_months_and_openings() {
    let folder = TempDir::new().unwrap();
    filled(folder.path());
    let log = AuditLog::open(folder.path()).unwrap();
    assert_eq!(log.files().unwrap(), ["2026-09", "2026-10"]);
    // A clock that went back writes on in the newest file.
    assert_eq!(log.append(entry(NOON)).unwrap().seq, 5);
    let report = verify_audit(folder.path(), None, None).unwrap();
    assert_eq!((report.lines, report.after_last_checkpoint), (5, 5));
}

#[test]
fn a_line_half_written_is_dropped_and_the_next_follows() {
    let folder = TempDir::new().unwrap();
    let log = filled(folder.path());
    let path = folder.path().join("2026-10.jsonl");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend_from_slice(b"{\"seq\":5,\"entr");
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(log.append(entry(NOON)).unwrap().seq, 5);
    assert_eq!(verify_audit(folder.path(), None, None).unwrap().lines, 5);
}

#[test]
fn every_change_of_a_byte_is_found() {
    let folder = TempDir::new().unwrap();
    filled(folder.path());
    let path = folder.path().join("2026-09.jsonl");
    let whole = std::fs::read(&path).unwrap();
    for place in (0..whole.len()).step_by(7) {
        let mut damaged = whole.clone();
        damaged[place] ^= 1;
        std::fs::write(&path, &damaged).unwrap();
        assert!(verify_audit(folder.path(), None, None).is_err(), "{place}");
    }
    // A line taken out.
    let second = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    std::fs::write(&path, &whole[second..]).unwrap();
    assert!(matches!(
        verify_audit(folder.path(), None, None),
        Err(AuditVerifyError::Broken { seq: 0, .. })
    ));
}

#[test]
fn checkpoints_in_a_second_place_tell_of_lines_cut_off() {
    let (folder, second) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (root, service) = (SecretKey::from_seed([1; 32]), SecretKey::from_seed([2; 32]));
    let log = filled(folder.path());
    log.append_checkpoint(&checkpoint(&log, &root, &service))
        .unwrap();
    copy_to_second_place(folder.path(), second.path()).unwrap();
    let public = root.public();
    let report = verify_audit(folder.path(), Some(second.path()), Some(&public)).unwrap();
    assert_eq!((report.checkpoints, report.after_last_checkpoint), (2, 0));
    // Whoever holds the folder cuts off the last month and the checkpoint.
    std::fs::remove_file(folder.path().join("2026-10.jsonl")).unwrap();
    std::fs::remove_file(folder.path().join("checkpoints.jsonl")).unwrap();
    assert!(verify_audit(folder.path(), None, Some(&public)).is_ok());
    assert!(matches!(
        verify_audit(folder.path(), Some(second.path()), Some(&public)),
        Err(AuditVerifyError::CutOff { seq: 4 })
    ));
    // Another root did not certify the key.
    let other = SecretKey::from_seed([3; 32]).public();
    assert!(matches!(
        verify_audit(second.path(), None, Some(&other)),
        Err(AuditVerifyError::Checkpoint { .. })
    ));
}
