//! Blobs of blanked rows that nothing names any more, on every store.

use std::collections::BTreeSet;

use wangge_domain::lifecycle::Event;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, RecordId, StreamId};
use wangge_protocol::{BlobHashes, Verdict};
use wangge_sync_engine::client::{self, EventPlan};
use wangge_sync_engine::store::{BlankedRow, RelayCommit};
use wangge_sync_engine::testing::Phone;

use super::awaited_photos::{record, world};
use super::{NOW, of_each};

fn blobs(original: u8) -> BlobHashes {
    BlobHashes {
        original: Digest([original; 32]),
        view: Digest([2; 32]),
        thumbnail: Digest([3; 32]),
    }
}

fn takes_photo(phone: &Phone, photo: RecordId, stream: StreamId, original: u8) {
    let caption: [(&str, Scalar); 1] = [("caption", "门口".into())];
    phone
        .edit(photo, &RecordKind::Photo, stream, &caption)
        .unwrap();
    client::seal(&phone.ctx(), photo, Vec::new(), vec![blobs(original)]).unwrap();
}

#[test]
fn blobs_of_blanked_rows_are_told_as_long_as_no_other_record_names_them() {
    of_each(|database| {
        let (world, tenant) = world(database);
        let phone = world.worker(0);
        let stream = world.stream(0);
        takes_photo(&phone, record(7), stream, 1);
        let withdrawn = Event::Withdrawn {
            reason: "误录".to_owned(),
        };
        let act = vec![EventPlan::Ready(withdrawn)];
        let by = client::seal(&phone.ctx(), record(7), act, Vec::new()).unwrap();
        // The copy for view and the thumbnail are those of another photo, too.
        takes_photo(&phone, record(8), stream, 9);
        let verdicts = world.push(&phone, &phone.waiting());
        let logged =
            |one: &Verdict| matches!(one, Verdict::Accepted { .. } | Verdict::NoEffect { .. });
        assert!(verdicts.iter().all(logged), "{verdicts:?}");
        for digest in [1, 2, 3, 9] {
            let digest = Digest([digest; 32]);
            database.put_blob(tenant, digest, 5, NOW).unwrap();
        }
        let told = || database.blanked_blobs(tenant).unwrap();
        assert_eq!(told(), BTreeSet::new());
        let commit = RelayCommit {
            blank: vec![BlankedRow {
                stream,
                seq: 1,
                by,
                keeps: Vec::new(),
            }],
            ..RelayCommit::default()
        };
        world.store.commit(commit).unwrap();
        assert_eq!(told(), BTreeSet::from([Digest([1; 32])]));
        let held = |digest| database.held_blob(tenant, Digest([digest; 32])).unwrap();
        assert_eq!((held(1), held(2), held(9)), (None, Some(5), Some(5)));
    });
}
