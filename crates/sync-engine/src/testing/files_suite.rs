//! What a device's store says of photos that are one and the same file.

use std::sync::Arc;

use wangge_domain::inspection::photo_keys;
use wangge_domain::lifecycle::RecordState;
use wangge_domain::record::{Content, RecordKind};
use wangge_domain::{Digest, RecordId, StreamId};
use wangge_protocol::Cursor;

use super::World;
use crate::store::{ClientCommit, ClientStore, Identity, RecordUpdate};

fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

fn photo(number: u8, stream: StreamId, file: Digest) -> RecordUpdate {
    let mut content = Content::default();
    content.set(photo_keys::TARGET, record(9).to_string());
    content.set(photo_keys::ORIGINAL, file.to_string());
    RecordUpdate {
        record: record(number),
        stream,
        kind: RecordKind::Photo,
        document: vec![1],
        heads: vec![Digest([number; 32])],
        content,
        state: RecordState::new(RecordKind::Photo),
        last_seq: 0,
        pending: true,
    }
}

/// A device's store finds the photos of a file, in whichever log they are, sent or not.
pub(super) fn client_files(make: &dyn Fn(Identity) -> Arc<dyn ClientStore>) {
    let world = World::in_memory();
    let maker = world.worker(0);
    let identity = maker.store.identity().expect("read").expect("enrolled");
    let store = make(identity);
    let (one, two) = (world.stream(0), world.stream(1));
    let (first, second) = (Digest([0x11; 32]), Digest([0x22; 32]));
    let of_file = |file| {
        let mut found = store.photos_of_file(&file).expect("read");
        found.sort_unstable();
        found
    };
    assert_eq!(of_file(first), []);
    let cursor = |stream| Cursor {
        stream,
        epoch: 1,
        seq: 0,
        chain: Digest::ZERO,
        own_seq: 0,
        own_last: Digest::ZERO,
    };
    let photos = ClientCommit {
        cursors: vec![cursor(one), cursor(two)],
        records: vec![
            photo(1, one, first),
            photo(2, one, second),
            photo(3, two, first),
        ],
        ..ClientCommit::default()
    };
    store.commit(photos).expect("the commit goes through");
    assert_eq!(of_file(first), [record(1), record(3)]);
    assert_eq!(of_file(second), [record(2)]);
}
