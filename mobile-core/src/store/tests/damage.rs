//! Damaged files: set aside, salvaged, never deleted.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use wangge_domain::people::{Role, Scope};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, RecordId};
use wangge_sync_engine::store::{ClientCommit, ClientStore, DraftChange, Identity};
use wangge_sync_engine::testing::World;

use super::{key, open, options};
use crate::store::{Database, OpenError, salvage, set_aside};

/// A database with three sealed envelopes and a draft, closed; and the ids of the envelopes.
fn filled(folder: &tempfile::TempDir, drafts: u8) -> Vec<Digest> {
    let world = World::in_memory();
    let database = Arc::new(open(folder));
    let store = Arc::clone(&database);
    let make = move |identity: Identity| -> Arc<dyn ClientStore> {
        store
            .enroll(
                identity,
                vec![("notice_count", 7_u64.to_be_bytes().to_vec())],
            )
            .unwrap();
        store
    };
    let phone = world.enroll(Role::GridWorker, Scope::Subtree(world.grids[0]), make);
    for number in 1..=3 {
        let record = RecordId::from_bytes([number; 16]);
        phone.premises(record, world.stream(0), "场所");
        phone.submit(record).unwrap();
    }
    for number in 0..drafts {
        let edits: BTreeMap<String, Scalar> = (0..20)
            .map(|item| (format!("a/RH-{item:02}/note"), "备注".repeat(20).into()))
            .collect();
        let change = DraftChange::Merge {
            record: RecordId::from_bytes([100 + number; 16]),
            stream: world.stream(0),
            kind: RecordKind::Inspection,
            base_heads: Vec::new(),
            edits,
        };
        database
            .commit(ClientCommit {
                drafts: vec![change],
                ..ClientCommit::default()
            })
            .unwrap();
    }
    let ids = phone
        .waiting()
        .iter()
        .map(wangge_protocol::Envelope::id)
        .collect();
    drop(phone);
    drop(database);
    ids
}

fn flip(path: &Path, at: u64, count: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    let at = at as usize;
    for byte in &mut bytes[at..at + count] {
        *byte ^= 0x55;
    }
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_damaged_first_page_does_not_open_and_is_set_aside_whole() {
    let folder = tempfile::tempdir().unwrap();
    filled(&folder, 1);
    let path = folder.path().join("test.db");
    flip(&path, 100, 16);
    let bytes = std::fs::read(&path).unwrap();
    let opened = Database::open(options(&folder), key());
    assert!(matches!(
        opened,
        Err(OpenError::WrongKey | OpenError::Damaged(_))
    ));
    assert_eq!(
        std::fs::read(&path).unwrap(),
        bytes,
        "opening touches nothing"
    );
    let moved = set_aside(&path, &folder.path().join("aside"), "5").unwrap();
    assert!(!path.exists());
    assert_eq!(std::fs::read(&moved).unwrap(), bytes, "nothing is deleted");
    let saved = salvage(&moved, &key(), None);
    assert!(!saved.complete, "page 1 is lost");
    assert_eq!(saved.envelopes.len(), 3, "the other pages are not");
    // A second database set aside in the same millisecond gets a folder of its own.
    std::fs::write(&path, b"again").unwrap();
    let other = set_aside(&path, &folder.path().join("aside"), "5").unwrap();
    assert_ne!(moved, other);
}

#[test]
fn unsent_work_is_salvaged_from_an_undamaged_copy() {
    let folder = tempfile::tempdir().unwrap();
    let ids = filled(&folder, 2);
    let saved = salvage(&folder.path().join("test.db"), &key(), None);
    assert!(saved.complete);
    let found: Vec<Digest> = saved
        .envelopes
        .iter()
        .map(wangge_protocol::Envelope::id)
        .collect();
    assert_eq!(found, ids);
    assert_eq!(saved.edits.len(), 40);
    assert!(saved.identity.is_some());
    let fresh = tempfile::tempdir().unwrap();
    let database = open(&fresh);
    let stream = saved.envelopes[0].header.stream;
    database.take_in(saved).unwrap();
    assert_eq!(database.outbox_len().unwrap(), 3);
    assert_eq!(database.chain_tip(stream).unwrap().last, ids[2]);
    assert_eq!(database.salvaged_edits().unwrap().len(), 40);
    assert_eq!(
        database.next_count("notice_count").unwrap(),
        8,
        "counters go on"
    );
}

#[test]
fn every_damaged_page_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    filled(&folder, 12);
    let path = folder.path().join("test.db");
    let whole = std::fs::read(&path).unwrap();
    let pages = whole.len() / 4096;
    assert!(pages > 20, "{pages}");
    for page in (0..pages).step_by(3) {
        std::fs::write(&path, &whole).unwrap();
        for beside in ["test.db-wal", "test.db-shm"] {
            let _none = std::fs::remove_file(folder.path().join(beside));
        }
        flip(&path, (page * 4096 + 1000) as u64, 1);
        let damaged = match Database::open(options(&folder), key()) {
            Ok(database) => database.check_integrity().is_err(),
            Err(_) => true,
        };
        assert!(damaged, "page {}", page + 1);
        assert_eq!(salvage(&path, &key(), None).damaged_pages, 1);
    }
}

#[test]
fn a_page_torn_in_a_checkpoint_is_whole_in_the_log_and_no_damage() {
    let folder = tempfile::tempdir().unwrap();
    filled(&folder, 3);
    let database = open(&folder);
    let many = |value: u8| vec![("name", vec![value; 40_000])];
    database.set_settings(many(1)).unwrap();
    // A kill: the files as they are, the log not folded in.
    let crashed = tempfile::tempdir().unwrap();
    for name in ["test.db", "test.db-wal"] {
        std::fs::copy(folder.path().join(name), crashed.path().join(name)).unwrap();
    }
    let log = std::fs::read(crashed.path().join("test.db-wal")).unwrap();
    let path = crashed.path().join("test.db");
    let length = std::fs::metadata(&path).unwrap().len();
    // Frames follow on 32 bytes of header; each begins with the number of its page.
    let torn = log[32..]
        .chunks_exact(24 + 4096)
        .map(|frame| u64::from(u32::from_be_bytes(frame[..4].try_into().unwrap())))
        .find(|page| *page > 1 && page * 4096 <= length);
    let torn = torn.expect("a page of the file stands in the log again");
    flip(&path, (torn - 1) * 4096 + 512, 1024);
    let reopened = open(&crashed);
    reopened.check_integrity().unwrap();
    let kept = reopened.setting("name").unwrap().unwrap();
    assert_eq!(kept, vec![1; 40_000]);
}
