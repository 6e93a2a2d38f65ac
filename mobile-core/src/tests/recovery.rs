//! What a phone comes back from: kills, damage, lost keys, a full disk.

use wangge_domain::lifecycle::Status;

use super::inspection_loop::start;
use crate::testing::{Scene, photo, premises_fields};
use crate::{AnswerInput, CoreError, ExportKey, PhotoInput, PhotoRole};

fn answer(item: &str, note: &str) -> AnswerInput {
    AnswerInput {
        item: item.to_owned(),
        result: Some(wangge_domain::checklist::AnswerResult::Pass),
        note: Some(note.to_owned()),
        ..AnswerInput::default()
    }
}

#[tokio::test]
async fn everything_saved_is_there_after_a_restart() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let inspection = start(&worker, premises);
    worker
        .core
        .answer(inspection, &answer("RH-01", "通畅"))
        .unwrap();
    let photo_record = worker.photo_of(inspection, "RH-01", 1);
    let worker = worker.reopen();
    let view = worker.core.get_record(inspection).unwrap();
    assert_eq!(view.content.text("a/RH-01/note"), Some("通畅"));
    assert_eq!(view.photos.len(), 1);
    let bytes = worker
        .core
        .photo_bytes(photo_record, PhotoRole::Original)
        .unwrap();
    assert_eq!(bytes, photo(1), "the original is untouched");
    let report = worker.core.open_report();
    assert_eq!((report.files_to_trash, report.files_missing), (0, 0));
}

#[tokio::test]
async fn a_kill_between_file_and_row_leaves_nothing_behind() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let kept = worker.photo_of(premises, "front", 1);
    let blobs = worker.folder.path().join("data/blobs");
    // A file whose row was never written, one half written, and one that is gone.
    std::fs::write(blobs.join("00ff00ff"), b"sealed").unwrap();
    std::fs::write(blobs.join("00ff00fe.part"), b"half").unwrap();
    let worker = worker.reopen();
    assert_eq!(worker.core.open_report().files_to_trash, 2);
    assert!(worker.core.photo_bytes(kept, PhotoRole::View).is_ok());
    let row = worker.core.get_record(premises).unwrap().photos[0]
        .row
        .clone();
    assert!(!worker.core.get_record(premises).unwrap().photos[0].lost);
    for entry in std::fs::read_dir(&blobs).unwrap() {
        std::fs::remove_file(entry.unwrap().path()).unwrap();
    }
    let worker = worker.reopen();
    assert_eq!(worker.core.open_report().files_missing, 3);
    assert!(
        worker.core.get_record(premises).unwrap().photos[0].lost,
        "it is said, not hidden"
    );
    let gone = worker.core.photo_bytes(row.record, PhotoRole::View);
    assert_eq!(gone, Err(CoreError::PhotoNotHere));
    let report = worker.sync().await;
    assert_eq!(
        report.photos.sent, 0,
        "the record travels without its photos"
    );
    assert_eq!(worker.core.status().unwrap().pending, 0);
}

#[tokio::test]
async fn a_wrong_key_touches_nothing() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    worker.premises("张记小吃店");
    worker.core.close().unwrap();
    let data = worker.folder.path().join("data");
    let read = || std::fs::read(data.join("wangge.db")).unwrap();
    let before = read();
    let vault = worker.folder.path().join("vault");
    let key = std::fs::read(vault.join("database.key")).unwrap();
    std::fs::write(vault.join("database.key"), [1; 32]).unwrap();
    let opened = crate::testing::open(&worker.folder, 9, &scene.clock);
    assert_eq!(opened.unwrap_err(), CoreError::WrongKey);
    assert_eq!(read(), before);
    assert!(!data.join("set-aside").exists());
    // Without the keyring there is no key at all: nothing is made anew over the old data.
    let keyring = data.join("keyring");
    let (first, second) = (
        std::fs::read(&keyring).unwrap(),
        keyring.with_extension("second"),
    );
    std::fs::remove_file(&keyring).unwrap();
    std::fs::remove_file(&second).unwrap();
    std::fs::write(vault.join("database.key"), &key).unwrap();
    let opened = crate::testing::open(&worker.folder, 9, &scene.clock);
    assert_eq!(opened.unwrap_err(), CoreError::WrongKey);
    assert_eq!(read(), before);
    // One whole copy is enough.
    std::fs::write(&second, &first).unwrap();
    std::fs::write(&keyring, b"torn").unwrap();
    let worker = worker.reopen();
    assert_eq!(worker.core.status().unwrap().pending, 1);
}

#[tokio::test]
async fn a_damaged_database_is_set_aside_salvaged_and_pulled_again() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let old = worker.premises("老店");
    worker.sync().await;
    let premises = worker.premises("张记小吃店");
    let inspection = start(&worker, old);
    worker
        .core
        .answer(inspection, &answer("RH-01", "通畅"))
        .unwrap();
    let number = worker.photo_of(premises, "front", 7);
    worker.core.close().unwrap();
    let data = worker.folder.path().join("data");
    // As found by a check: the mark makes the next start read every page.
    let path = data.join("wangge.db");
    let bytes = std::fs::read(&path).unwrap();
    let pages = bytes.len() / 4096;
    let mut damaged = bytes.clone();
    damaged[(pages - 1) * 4096 + 2000] ^= 1;
    std::fs::write(&path, &damaged).unwrap();
    std::fs::write(data.join("damaged"), b"").unwrap();
    let worker = worker.reopen();
    let report = worker.core.open_report().clone();
    let aside = report.set_aside.clone().expect("it was set aside");
    assert_eq!(
        std::fs::read(&aside).unwrap(),
        damaged,
        "nothing is deleted"
    );
    assert!(report.salvaged_envelopes >= 1, "{report:?}");
    assert!(
        worker.core.status().unwrap().user.is_some(),
        "it need not be enrolled again"
    );
    // Until the next sync a salvaged draft is on no list; an export has it.
    assert!(worker.core.status().unwrap().recovering);
    assert!(report.salvaged_edits > 0, "{report:?}");
    let target = tempfile::tempdir().unwrap();
    let exported = worker.core.export_pending(target.path(), ExportKey::Plain);
    assert!(exported.unwrap().drafts >= 1);
    let report = worker.sync().await;
    assert!(!worker.core.status().unwrap().recovering);
    assert!(report.rows > 0, "everything is pulled again");
    assert!(!report.rekey_needed);
    assert_eq!(worker.core.get_premises(old).unwrap().row.name, "老店");
    assert_eq!(
        worker.core.get_premises(premises).unwrap().row.name,
        "张记小吃店"
    );
    assert_eq!(worker.core.status().unwrap().pending, 0);
    let bytes = worker.core.photo_bytes(number, PhotoRole::Original);
    assert!(
        bytes.is_ok() || worker.core.open_report().salvage_complete,
        "{bytes:?}"
    );
    // And it can go on working.
    worker.premises("新店");
    assert_eq!(worker.sync().await.refused, []);
}

#[tokio::test]
async fn a_database_that_is_gone_is_a_loss_and_not_a_first_start() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("老店");
    let first = worker.core.status().unwrap();
    worker.sync().await;
    worker.core.close().unwrap();
    std::fs::remove_file(worker.folder.path().join("data/wangge.db")).unwrap();
    let worker = worker.reopen();
    let report = worker.core.open_report();
    assert!(!report.first_start && report.database_gone && !report.salvage_complete);
    assert_eq!(report.set_aside, None, "there was nothing to set aside");
    // Until it has met its relay, it does not know where its own chain ends.
    let grid = wangge_domain::GridId::from_bytes([0; 16]);
    let early = worker.core.create_premises(grid, &premises_fields("x"));
    assert!(
        matches!(early, Err(CoreError::UnknownGrid | CoreError::Recovering)),
        "{early:?}"
    );
    worker.sync().await;
    assert_eq!(worker.core.get_premises(premises).unwrap().row.name, "老店");
    assert_eq!(worker.core.status().unwrap().device, first.device);
    worker.premises("新店");
    let report = worker.sync().await;
    assert_eq!(
        (report.envelopes, report.refused.len()),
        (1, 0),
        "{report:?}"
    );
}

#[tokio::test]
async fn drafts_of_a_damaged_database_come_back_on_their_records() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("老店");
    worker.sync().await;
    let inspection = start(&worker, premises);
    worker
        .core
        .answer(inspection, &answer("RH-01", "通畅"))
        .unwrap();
    worker.core.close().unwrap();
    let data = worker.folder.path().join("data");
    // The database is whole, but somebody put the file of another key in its place.
    std::fs::rename(data.join("wangge.db"), data.join("wangge.db.old")).unwrap();
    std::fs::write(data.join("wangge.db"), vec![7_u8; 64 * 1024]).unwrap();
    let worker = worker.reopen();
    let aside = worker.core.open_report().set_aside.clone().unwrap();
    assert_eq!(std::fs::read(&aside).unwrap(), vec![7_u8; 64 * 1024]);
    worker.sync().await;
    assert_eq!(
        worker.core.get_record(premises).unwrap().state.status,
        Status::Active
    );
    assert_eq!(
        worker.core.get_record(inspection).unwrap_err(),
        CoreError::UnknownRecord
    );
}

#[tokio::test]
async fn without_the_reserve_photos_are_refused_and_answers_are_not() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    let inspection = start(&worker, premises);
    // The disk is so full that the reserve cannot be taken up again: something lies in its place.
    let reserve = worker.folder.path().join("data/wangge.reserve");
    worker.core.close().unwrap();
    std::fs::remove_file(&reserve).unwrap();
    std::fs::create_dir(&reserve).unwrap();
    let worker = worker.reopen();
    assert!(worker.core.status().unwrap().low_space);
    let input = PhotoInput {
        original: photo(1),
        ..PhotoInput::default()
    };
    let refused = worker.core.attach_photo(inspection, &input).unwrap_err();
    assert_eq!(refused.code(), "no_room_for_photo");
    worker
        .core
        .answer(inspection, &answer("RH-01", "通畅"))
        .unwrap();
    assert!(
        worker
            .core
            .get_record(inspection)
            .unwrap()
            .photos
            .is_empty()
    );
    worker.core.close().unwrap();
    std::fs::remove_dir(&reserve).unwrap();
    let worker = worker.reopen();
    worker.core.attach_photo(inspection, &input).unwrap();
}

#[tokio::test]
async fn a_paused_core_holds_no_lock_and_comes_back() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("张记小吃店");
    worker.core.pause().unwrap();
    assert_eq!(
        worker.core.get_premises(premises).unwrap_err(),
        CoreError::Paused
    );
    assert_eq!(worker.core.status().unwrap_err(), CoreError::Paused);
    worker.core.resume().unwrap();
    assert_eq!(
        worker.core.get_premises(premises).unwrap().row.name,
        "张记小吃店"
    );
}
