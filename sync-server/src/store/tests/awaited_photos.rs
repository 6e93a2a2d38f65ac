//! A record awaits the originals of its photos until they arrive, on every store.

use std::cell::Cell;
use std::sync::Arc;

use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, RecordId, TenantId, UserId};
use wangge_protocol::{BlobHashes, Verdict};
use wangge_sync_engine::client;
use wangge_sync_engine::store::RelayStore;
use wangge_sync_engine::testing::World;

use super::{Held, NOW, Turn, add, of_each};
use crate::store::{ListOrder, ListQuery, Reach, RelayDatabase};

const BLOBS: BlobHashes = BlobHashes {
    original: Digest([1; 32]),
    view: Digest([2; 32]),
    thumbnail: Digest([3; 32]),
};

pub(super) fn record(number: u8) -> RecordId {
    RecordId::from_bytes([number; 16])
}

/// A township on a store, and its tenant.
pub(super) fn world(database: &Arc<dyn RelayDatabase>) -> (World, TenantId) {
    let id = Cell::new(None);
    let world = World::new(|tenant| {
        id.set(Some(tenant));
        add(database.as_ref(), tenant);
        let turn = database.turn(tenant).unwrap();
        let held = Held {
            database: Arc::clone(database),
            _folder: None,
        };
        #[expect(
            clippy::arc_with_non_send_sync,
            reason = "the world asks for it and stays here"
        )]
        let store: Arc<dyn RelayStore> = Arc::new(Turn { turn, _held: held });
        store
    });
    (world, id.get().unwrap())
}

pub(super) fn of_kind(world: &World, kind: RecordKind) -> ListQuery {
    let reach = Reach {
        streams: [world.stream(0)].into(),
        ..Reach::default()
    };
    ListQuery::of(kind, reach, ListOrder::Due { after: None }, 10)
}

#[test]
fn a_record_awaits_the_originals_of_its_photos() {
    of_each(|database| {
        let (world, tenant) = world(database);
        let phone = world.worker(0);
        let stream = world.stream(0);
        let hazard: [(&str, Scalar); 1] = [("description", "通道堵塞".into())];
        phone
            .edit(record(2), &RecordKind::Rectification, stream, &hazard)
            .unwrap();
        client::seal(&phone.ctx(), record(2), Vec::new(), Vec::new()).unwrap();
        let photo: [(&str, Scalar); 1] = [("target", record(2).to_string().into())];
        phone
            .edit(record(7), &RecordKind::Photo, stream, &photo)
            .unwrap();
        client::seal(&phone.ctx(), record(7), Vec::new(), vec![BLOBS]).unwrap();
        let verdicts = world.push(&phone, &phone.waiting());
        let taken = |one: &Verdict| matches!(one, Verdict::Accepted { .. });
        assert!(verdicts.iter().all(taken), "{verdicts:?}");

        let awaiting = || {
            let query = ListQuery {
                awaits_photos: true,
                ..of_kind(&world, RecordKind::Rectification)
            };
            let found = database.list(tenant, &query).unwrap();
            let count = database.count_listed(tenant, &query).unwrap();
            assert_eq!(found.len() as u64, count);
            found.iter().map(|one| one.record).collect::<Vec<_>>()
        };
        let unsent = || database.photos_unsent(tenant, record(0), 10).unwrap();
        assert_eq!((awaiting(), unsent()), (vec![record(2)], vec![record(7)]));
        // The view copy is not the original.
        database.put_blob(tenant, BLOBS.view, 5, NOW).unwrap();
        assert_eq!((awaiting(), unsent()), (vec![record(2)], vec![record(7)]));
        database.put_blob(tenant, BLOBS.original, 5, NOW).unwrap();
        assert!(awaiting().is_empty() && unsent().is_empty());
        // What is held is awaited by nobody, whoever notes it late.
        database.await_photo(tenant, record(7), record(2)).unwrap();
        assert!(awaiting().is_empty());
        let all = of_kind(&world, RecordKind::Rectification);
        assert_eq!(database.count_listed(tenant, &all).unwrap(), 1);
    });
}

#[test]
fn photos_of_before_are_found_by_what_is_not_held() {
    of_each(|database| {
        let (world, tenant) = world(database);
        let phone = world.worker(0);
        for number in [7, 8] {
            let photo: [(&str, Scalar); 1] = [("caption", "门口".into())];
            phone
                .edit(record(number), &RecordKind::Photo, world.stream(0), &photo)
                .unwrap();
            let blobs = BlobHashes {
                original: Digest([number; 32]),
                ..BLOBS
            };
            client::seal(&phone.ctx(), record(number), Vec::new(), vec![blobs]).unwrap();
        }
        world.push(&phone, &phone.waiting());
        let unsent = |after| database.photos_unsent(tenant, record(after), 10).unwrap();
        assert_eq!(unsent(0), [record(7), record(8)]);
        assert_eq!(unsent(7), [record(8)]);
        assert_eq!(
            database.photos_unsent(tenant, record(0), 1).unwrap().len(),
            1
        );
    });
}

#[test]
fn a_list_holds_what_one_person_acted_on_first() {
    of_each(|database| {
        let (world, tenant) = world(database);
        let phone = world.worker(0);
        phone.premises(record(1), world.stream(0), "场所");
        phone.submit(record(1)).unwrap();
        world.push(&phone, &phone.waiting());
        let of = |author| {
            let query = ListQuery {
                author: Some(author),
                ..of_kind(&world, RecordKind::Premises)
            };
            database.list(tenant, &query).unwrap().len()
        };
        assert_eq!(of(phone.user), 1);
        assert_eq!(of(UserId::from_bytes([9; 16])), 0);
    });
}
