use wangge_domain::RecordId;
use wangge_domain::inspection::PhotoStage;
use wangge_protocol::sha256;

use super::inspection_loop::start;
use crate::store::{BlobRole, BlobRow};
use crate::testing::{Scene, photo};
use crate::{
    CancellationToken, CoreError, NetworkKind, PhonePosition, PhotoInput, PhotoRole, SyncEnd,
    SyncOptions,
};

#[tokio::test]
async fn a_photo_cut_off_before_its_seal_holds_back_no_later_one_of_the_same_file() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let inspection = start(&worker, worker.premises("张记小吃店"));
    // What a kill leaves behind: a row that names a photo which was never sealed.
    let store = &worker.core.inner.store;
    let left_behind = BlobRow {
        digest: sha256(&photo(1)),
        role: BlobRole::Original,
        photo: RecordId::from_bytes([9; 16]),
        stream: wangge_domain::StreamId::from_bytes([8; 16]),
        length: 1,
        file: Some(("gone".to_owned(), vec![0; 8])),
        made_at: wangge_domain::Timestamp(0),
        held_at: None,
        lost: false,
    };
    store.add_blobs(vec![left_behind]).unwrap();
    assert_eq!(store.blob_counts(BlobRole::Original).unwrap(), (0, 0, 0));
    let input = PhotoInput {
        original: photo(1),
        item: "RH-01".to_owned(),
        ..PhotoInput::default()
    };
    let attached = worker.core.attach_photo(inspection, &input).unwrap();
    let waiting = store.blobs_to_send(&[BlobRole::Original], 10).unwrap();
    let of: Vec<_> = waiting.iter().map(|it| it.blob.photo).collect();
    assert_eq!(of, [attached.photo]);
    // One that was sealed and waits keeps its row.
    let again = worker.core.attach_photo(inspection, &input);
    assert!(again.is_ok_and(|it| it.photo != attached.photo));
    let kept = store.blob(sha256(&photo(1))).unwrap().unwrap();
    assert_eq!(kept.photo, attached.photo);
    assert_eq!(store.blob_counts(BlobRole::Original).unwrap(), (1, 0, 0));
}

#[tokio::test]
async fn a_photo_whose_view_copy_is_its_original_is_sent_with_the_view_copies() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let inspection = start(&worker, worker.premises("张记小吃店"));
    let input = PhotoInput {
        original: photo(1),
        item: "RH-01".to_owned(),
        ..PhotoInput::default()
    };
    let attached = worker.core.attach_photo(inspection, &input).unwrap();
    let store = &worker.core.inner.store;
    let original = store.blob(attached.blobs.original).unwrap().unwrap();
    let as_view = BlobRow {
        role: BlobRole::View,
        ..original.clone()
    };
    let replaced = store.add_blobs(vec![original.clone(), as_view]).unwrap();
    assert!(replaced.is_empty(), "one file is both: {replaced:?}");
    // Named as an original again it stays what it is.
    store.add_blobs(vec![original]).unwrap();
    let role = |digest| store.blob(digest).unwrap().unwrap().role;
    assert_eq!(role(attached.blobs.original), BlobRole::View);
    assert_eq!(role(attached.blobs.thumbnail), BlobRole::Thumbnail);
    let metered = SyncOptions {
        network: NetworkKind::Metered,
        ..SyncOptions::default()
    };
    let report = worker.try_sync(&metered).await.unwrap();
    assert_eq!((report.photos.sent, report.photos.left), (3, 0));
    let released = store.originals_held_before(wangge_domain::Timestamp(i64::MAX));
    assert!(released.unwrap().is_empty(), "a view copy stays here");
}

#[tokio::test]
async fn a_database_of_before_learns_that_an_original_is_a_view_copy() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let photo_record = worker.photo_of(worker.premises("张记小吃店"), "front", 1);
    let store = &worker.core.inner.store;
    let role = || store.blob(sha256(&photo(1))).unwrap().unwrap().role;
    let step = include_str!("../../migrations/0006_smallest_role.sql");
    store.write(move |tx| Ok(tx.execute_batch(step)?)).unwrap();
    assert_eq!(
        role(),
        BlobRole::Original,
        "an original by itself stays one"
    );
    let changed = store
        .write(move |tx| {
            let changed = tx.execute("UPDATE photo SET view = original", [])?;
            tx.execute_batch(step)?;
            Ok(changed)
        })
        .unwrap();
    assert_eq!((changed, role()), (1, BlobRole::View), "{photo_record}");
}

#[tokio::test]
async fn neg_112_a_position_that_a_program_makes_up_is_kept_and_says_so() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let inspection = start(&worker, worker.premises("张记小吃店"));
    let at = PhonePosition {
        latitude_microdegrees: 29_356_000,
        longitude_microdegrees: 105_927_000,
        accuracy_m: 12,
        mock: true,
    };
    let taken = |number: u8, position: PhonePosition, imported: bool| {
        let input = PhotoInput {
            original: photo(number),
            item: "RH-01".to_owned(),
            position: Some(position),
            imported,
            ..PhotoInput::default()
        };
        worker.core.attach_photo(inspection, &input)
    };
    let content = |photo: RecordId| worker.core.get_record(photo).unwrap().content;
    let made_up = content(taken(1, at, false).unwrap().photo);
    let latitude = made_up.int("phone_latitude_microdegrees");
    assert_eq!(latitude, Some(29_356_000));
    assert_eq!(made_up.bool("mock_location"), Some(true));
    let honest = PhonePosition { mock: false, ..at };
    let found = content(taken(2, honest, false).unwrap().photo);
    assert_eq!(found.int("phone_accuracy_m"), Some(12));
    assert_eq!(found.bool("mock_location"), None);
    // Where the phone is says nothing of a photo out of the gallery.
    let old = content(taken(3, at, true).unwrap().photo);
    assert_eq!(old.int("phone_latitude_microdegrees"), None);
    let nowhere = PhonePosition {
        latitude_microdegrees: 90_000_001,
        ..at
    };
    let refused = taken(4, nowhere, false).unwrap_err();
    assert!(refused.to_string().contains("定位"), "{refused}");
}

#[tokio::test]
async fn a_photo_is_three_encrypted_blobs_and_a_sealed_record() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let inspection = start(&worker, premises);
    let input = PhotoInput {
        original: photo(1),
        item: "RH-01".to_owned(),
        stage: PhotoStage::Before,
        caption: "楼梯口".to_owned(),
        imported: false,
        position: None,
    };
    let attached = worker.core.attach_photo(inspection, &input).unwrap();
    assert_eq!(attached.blobs.original, sha256(&photo(1)));
    let view = worker.core.get_record(attached.photo).unwrap();
    let content = &view.content;
    assert_eq!(content.text("item"), Some("RH-01"));
    assert_eq!(
        content.text("premises"),
        Some(premises.to_string().as_str())
    );
    let original = content.text("original_sha256").unwrap();
    assert_eq!(original, attached.blobs.original.to_string());
    let record = worker.core.get_record(inspection).unwrap();
    assert_eq!(
        record.content.text(&format!("p/{}/item", attached.photo)),
        Some("RH-01")
    );
    assert_eq!(
        record.content.text(&format!("p/{}/stage", attached.photo)),
        Some("before")
    );
    for role in [PhotoRole::Original, PhotoRole::View, PhotoRole::Thumbnail] {
        assert!(
            worker
                .core
                .photo_bytes(attached.photo, role)
                .unwrap()
                .starts_with(&[0xff, 0xd8])
        );
    }
    // Nothing of it lies plain on the disk.
    let jpeg = [0xff, 0xd8, 0xff];
    for entry in std::fs::read_dir(worker.folder.path().join("data/blobs")).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(3).any(|window| window == jpeg) || bytes.len() > 4096);
        assert!(!bytes.starts_with(&jpeg));
    }
    // A file that was tampered with is not shown as if it were the photo.
    let blobs = worker.folder.path().join("data/blobs");
    for entry in std::fs::read_dir(&blobs).unwrap() {
        let path = entry.unwrap().path();
        let mut bytes = std::fs::read(&path).unwrap();
        let last = bytes.len() - 40;
        bytes[last] ^= 1;
        std::fs::write(&path, bytes).unwrap();
    }
    let tampered = worker
        .core
        .photo_bytes(attached.photo, PhotoRole::View)
        .unwrap_err();
    assert_eq!(tampered.code(), "photo_refused");
}

#[tokio::test]
async fn what_is_no_photo_is_refused_and_nothing_is_stored() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let before = worker.core.status().unwrap();
    let whole = photo(1);
    let cases: [(&[u8], &str); 4] = [
        (b"", "foreign"),
        (b"GIF89a..............", "foreign"),
        (&whole[..whole.len() / 2], "damaged"),
        (b"%PDF-1.7 not a photo at all", "foreign"),
    ];
    for (bytes, expected) in cases {
        let input = PhotoInput {
            original: bytes.to_vec(),
            ..PhotoInput::default()
        };
        let refused = worker.core.attach_photo(premises, &input).unwrap_err();
        let CoreError::PhotoRefused { code, message } = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(code, expected, "{message}");
    }
    assert_eq!(worker.core.status().unwrap().pending, before.pending);
    assert!(worker.core.get_record(premises).unwrap().photos.is_empty());
    let files = std::fs::read_dir(worker.folder.path().join("data/blobs"))
        .unwrap()
        .count();
    assert_eq!(files, 0);
}

#[tokio::test]
async fn originals_wait_for_wifi_and_records_do_not_wait_for_photos() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    worker.photo_of(premises, "front", 1);
    worker.photo_of(premises, "exit", 2);
    let none = SyncOptions {
        photos: false,
        ..SyncOptions::default()
    };
    let report = worker.try_sync(&none).await.unwrap();
    assert_eq!((report.end, report.photos.sent), (SyncEnd::Complete, 0));
    assert_eq!(
        worker.core.status().unwrap().pending,
        0,
        "records went without photos"
    );
    let metered = SyncOptions {
        network: NetworkKind::Metered,
        ..SyncOptions::default()
    };
    let report = worker.try_sync(&metered).await.unwrap();
    // Both show the same scene: one thumbnail and one view copy stand for the two of them.
    assert_eq!(
        (report.photos.sent, report.photos.left),
        (2, 2),
        "{report:?}"
    );
    let status = worker.core.status().unwrap();
    assert_eq!((status.views.held, status.originals.held), (1, 0));
    let view = worker.core.get_record(premises).unwrap();
    assert!(
        view.photos
            .iter()
            .all(|photo| photo.shown && !photo.complete)
    );
    let report = worker.sync().await;
    assert_eq!(
        (report.photos.sent, report.photos.left),
        (2, 0),
        "{report:?}"
    );
    let view = worker.core.get_record(premises).unwrap();
    assert!(view.photos.iter().all(|photo| photo.complete));
    assert_eq!(worker.sync().await.photos.sent, 0, "nothing is sent twice");
}

#[tokio::test]
async fn an_officer_fetches_a_photo_once_and_keeps_it() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let officer = scene.officer().await;
    let premises = worker.premises("张记小吃店");
    let record = worker.photo_of(premises, "front", 1);
    worker.sync().await;
    officer.sync().await;
    let here = officer.core.photo_bytes(record, PhotoRole::View);
    assert_eq!(here, Err(CoreError::PhotoNotHere));
    let cancel = CancellationToken::new();
    let fetched = officer
        .core
        .fetch_photo(record, PhotoRole::View, &cancel)
        .await
        .unwrap();
    assert_eq!(
        fetched,
        worker.core.photo_bytes(record, PhotoRole::View).unwrap()
    );
    assert_eq!(
        officer.core.photo_bytes(record, PhotoRole::View).unwrap(),
        fetched
    );
    assert_eq!(
        officer.sync().await.photos.sent,
        0,
        "what was fetched is not sent back"
    );
}

#[tokio::test]
async fn originals_are_let_go_after_the_policys_days_and_not_before() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let record = worker.photo_of(premises, "front", 1);
    scene.pass(40 * 24 * 3600 * 1000);
    assert_eq!(
        worker.core.release_originals(false).unwrap(),
        0,
        "the relay has never held it"
    );
    worker.sync().await;
    assert_eq!(
        worker.core.release_originals(false).unwrap(),
        0,
        "not for thirty days yet"
    );
    scene.pass(31 * 24 * 3600 * 1000);
    worker.sync().await;
    assert_eq!(
        worker.core.release_originals(false).unwrap(),
        0,
        "the relay has the only copy: it tells of no backup"
    );
    let told = |days: i64| {
        let now = scene.relay.with(|world| world.now());
        let at = now.plus_ms(-days * 24 * 3600 * 1000);
        *scene.relay.state.backed_up.lock().unwrap() = Some(at);
    };
    told(32);
    worker.sync().await;
    assert_eq!(
        worker.core.release_originals(false).unwrap(),
        0,
        "the backup is older than the photo"
    );
    told(1);
    worker.sync().await;
    assert_eq!(
        worker.core.release_originals(false).unwrap(),
        photo(1).len() as u64
    );
    assert_eq!(
        worker.core.photo_bytes(record, PhotoRole::Original),
        Err(CoreError::PhotoNotHere)
    );
    assert!(worker.core.photo_bytes(record, PhotoRole::View).is_ok());
    let worker = worker.reopen();
    assert_eq!(worker.core.open_report().files_missing, 0);
    let cancel = CancellationToken::new();
    let back = worker
        .core
        .fetch_photo(record, PhotoRole::Original, &cancel)
        .await
        .unwrap();
    assert_eq!(back, photo(1));
}

#[tokio::test]
async fn without_room_originals_go_earlier_with_consent_and_never_the_only_copy() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let record = worker.photo_of(premises, "front", 1);
    worker.sync().await;
    scene.pass(2 * 24 * 3600 * 1000);
    let told = |days: i64| {
        let now = scene.relay.with(|world| world.now());
        let at = now.plus_ms(-days * 24 * 3600 * 1000);
        *scene.relay.state.backed_up.lock().unwrap() = Some(at);
    };
    told(1);
    worker.sync().await;
    let with_room = worker.core.release_originals(true).unwrap();
    assert_eq!(with_room, 0, "there is room: the days of the policy count");
    // The disk is so full that the reserve cannot be taken up again: something lies in its place.
    let reserve = worker.folder.path().join("data/wangge.reserve");
    worker.core.close().unwrap();
    std::fs::remove_file(&reserve).unwrap();
    std::fs::create_dir(&reserve).unwrap();
    let worker = worker.reopen();
    told(3);
    worker.sync().await;
    let uncovered = worker.core.release_originals(true).unwrap();
    assert_eq!(uncovered, 0, "the backup is older than the photo");
    told(1);
    worker.sync().await;
    assert_eq!(
        worker.core.release_originals(false).unwrap(),
        0,
        "nobody consented"
    );
    assert_eq!(
        worker.core.release_originals(true).unwrap(),
        photo(1).len() as u64
    );
    assert!(worker.core.photo_bytes(record, PhotoRole::View).is_ok());
}
