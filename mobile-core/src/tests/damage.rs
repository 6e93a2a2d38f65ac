//! A real database of one phone, damaged page by page: it opens every time, and what stood on
//! whole pages is there.

use std::collections::BTreeSet;
use std::path::Path;

use wangge_domain::Digest;
use wangge_sync_engine::store::ClientStore as _;

use super::inspection_loop::start;
use crate::testing::{Scene, TestPhone, open};
use crate::{AnswerInput, Core};

const PAGE: usize = 4096;

/// Sixteen sealed envelopes that wait, and a draft.
async fn working(scene: &Scene) -> (TestPhone, wangge_domain::RecordId) {
    let worker = scene.worker(0).await;
    let old = worker.premises("老店");
    worker.sync().await;
    for number in 0..15 {
        worker.premises(&format!("新店{number}"));
    }
    worker.photo_of(old, "front", 7);
    let inspection = start(&worker, old);
    let note = AnswerInput {
        item: "RH-01".to_owned(),
        result: Some(wangge_domain::checklist::AnswerResult::Pass),
        note: Some("通畅".repeat(20)),
        ..AnswerInput::default()
    };
    worker.core.answer(inspection, &note).unwrap();
    (worker, old)
}

fn waiting(core: &Core) -> BTreeSet<Digest> {
    let outbox = core.inner.store.outbox(1_000).unwrap();
    outbox.iter().map(|it| it.envelope.id()).collect()
}

/// Puts the database back as it was. All else stays: the reserve alone weighs more than it.
fn restore(kept: &Path, data: &Path) {
    let _none = std::fs::remove_dir_all(data.join("set-aside"));
    for name in ["wangge.db", "wangge.db-wal", "wangge.db-shm", "damaged"] {
        let _none = std::fs::remove_file(data.join(name));
        if kept.join(name).exists() {
            std::fs::copy(kept.join(name), data.join(name)).unwrap();
        }
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

/// Opens the folder as it was, damaged by `damage`; gives the envelopes that wait.
fn opened(
    scene: &Scene,
    worker: &TestPhone,
    kept: &Path,
    damage: impl Fn(&Path),
) -> (Core, BTreeSet<Digest>) {
    let data = worker.folder.path().join("data");
    restore(kept, &data);
    damage(&data);
    let before = std::fs::read(data.join("wangge.db")).unwrap();
    scene.clock.pass(1_000);
    // What is damaged where nothing looks at the start shows at the first error; the mark that it
    // leaves is laid here, so that every page is looked at.
    std::fs::write(data.join("damaged"), b"").unwrap();
    let core = open(&worker.folder, 9, &scene.clock).expect("it opens, whatever is damaged");
    let report = core.open_report().clone();
    let aside = report.set_aside.expect("the damaged file is set aside");
    assert_eq!(std::fs::read(aside).unwrap(), before, "nothing is deleted");
    assert!(
        core.status().unwrap().user.is_some(),
        "it is enrolled still"
    );
    let found = waiting(&core);
    assert_eq!(report.salvaged_envelopes as usize, found.len());
    (core, found)
}

#[tokio::test]
async fn one_damaged_page_costs_only_the_rows_on_it() {
    let scene = Scene::new().await;
    let (worker, old) = working(&scene).await;
    let all = waiting(&worker.core);
    assert_eq!(all.len(), 16);
    worker.core.close().unwrap();
    let data = worker.folder.path().join("data");
    let kept = worker.folder.path().join("kept");
    copy(&data, &kept);
    let pages = std::fs::read(kept.join("wangge.db")).unwrap().len() / PAGE;
    let mut lost = Vec::new();
    for page in 0..pages {
        let places = [0, 7, 100, 2_000, PAGE - 90, PAGE - 10];
        let at = places[page % places.len()];
        let (core, found) = opened(&scene, &worker, &kept, |data| {
            let path = data.join("wangge.db");
            let mut bytes = std::fs::read(&path).unwrap();
            bytes[page * PAGE + at] ^= 1;
            std::fs::write(&path, bytes).unwrap();
        });
        assert!(found.is_subset(&all));
        let report = core.open_report();
        if page > 0 || at >= 16 {
            assert_eq!((report.damaged_pages, report.pages), (1, pages as u32));
        } else {
            assert_eq!(report.damaged_pages, 0, "the salt has its copy");
        }
        assert!(report.salvaged_photos >= 3 || report.damaged_pages == 1);
        lost.push((page, at, all.len() - found.len()));
        core.close().unwrap();
    }
    // The pages that bear the envelopes: each costs those that stand on it, or go on there.
    let costly: BTreeSet<usize> = lost.iter().filter(|it| it.2 > 0).map(|it| it.0).collect();
    let most = lost.iter().map(|it| it.2).max().unwrap();
    assert!(most <= 6, "a page bears no more: {lost:?}");
    assert!(costly.len() <= 10, "of {pages} pages: {costly:?}");
    let sum: usize = (0..pages)
        .map(|page| {
            lost.iter()
                .filter(|it| it.0 == page)
                .map(|it| it.2)
                .max()
                .unwrap()
        })
        .sum();
    assert!(
        sum <= 2 * all.len(),
        "each envelope stands on two pages at most: {sum}"
    );

    // And it goes on: the rest is pulled, what waited is sent.
    let (core, found) = opened(&scene, &worker, &kept, |data| {
        let path = data.join("wangge.db");
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[PAGE + 9] ^= 0x80;
        std::fs::write(&path, bytes).unwrap();
    });
    assert_eq!(found, all);
    let mut worker = worker;
    worker.core = core;
    worker.sync().await;
    assert_eq!(worker.core.status().unwrap().pending, 0);
    assert_eq!(worker.core.get_premises(old).unwrap().row.name, "老店");
    worker.premises("又一家");
    assert_eq!(worker.sync().await.refused, []);
}

#[tokio::test]
async fn a_truncated_file_keeps_what_is_left_of_it() {
    let scene = Scene::new().await;
    let (worker, _) = working(&scene).await;
    let all = waiting(&worker.core);
    worker.core.close().unwrap();
    let data = worker.folder.path().join("data");
    let kept = worker.folder.path().join("kept");
    copy(&data, &kept);
    let whole = std::fs::read(kept.join("wangge.db")).unwrap();
    let mut last = 0;
    for length in [
        0,
        1,
        100,
        1_024,
        PAGE,
        10 * PAGE + 5,
        whole.len() - PAGE,
        whole.len() - 1,
    ] {
        let (core, found) = opened(&scene, &worker, &kept, |data| {
            std::fs::write(data.join("wangge.db"), &whole[..length]).unwrap();
        });
        assert!(found.is_subset(&all) && found.len() >= last, "{length}");
        last = found.len();
        core.close().unwrap();
    }
    assert!(last >= all.len() - 3, "only the last page is gone: {last}");
}

#[tokio::test]
async fn a_damaged_log_does_not_drop_what_was_committed_behind_it() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    worker.sync().await;
    let data = worker.folder.path().join("data");
    let kept = worker.folder.path().join("kept");
    for number in 0..6 {
        worker.premises(&format!("新店{number}"));
    }
    let all = waiting(&worker.core);
    // As a kill leaves it: the log was not folded into the file.
    copy(&data, &kept);
    worker.core.close().unwrap();
    let log = std::fs::read(kept.join("wangge.db-wal")).unwrap();
    let frames = (log.len() - 32) / (PAGE + 24);
    assert!(frames > 6, "{frames}");
    let flipped = |at: usize| {
        let log = log.clone();
        move |data: &Path| {
            let mut log = log.clone();
            log[at] ^= 1;
            std::fs::write(data.join("wangge.db-wal"), log).unwrap();
        }
    };
    for at in [0, 9, 17, 26] {
        let (core, found) = opened(&scene, &worker, &kept, flipped(at));
        assert_eq!(found, all, "byte {at} of the log's header");
        core.close().unwrap();
    }
    for frame in 0..frames / 2 {
        let (core, found) = opened(
            &scene,
            &worker,
            &kept,
            flipped(32 + frame * (PAGE + 24) + 600),
        );
        assert_eq!(found, all, "frame {frame}: newer images of its page follow");
        core.close().unwrap();
    }
    // Whole, it is read as ever.
    restore(&kept, &data);
    let core = open(&worker.folder, 9, &scene.clock).unwrap();
    assert_eq!(core.open_report().set_aside, None);
    assert_eq!(waiting(&core), all);
}

#[tokio::test]
async fn damage_that_shows_during_work_is_mended_by_the_next_start() {
    let scene = Scene::new().await;
    let (worker, _) = working(&scene).await;
    let all = waiting(&worker.core);
    worker.core.close().unwrap();
    let data = worker.folder.path().join("data");
    let kept = worker.folder.path().join("kept");
    copy(&data, &kept);
    let pages = std::fs::read(kept.join("wangge.db")).unwrap().len() / PAGE;
    let mut mended = 0;
    for page in 0..pages {
        restore(&kept, &data);
        let path = data.join("wangge.db");
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[page * PAGE + 1_500] ^= 4;
        std::fs::write(&path, bytes).unwrap();
        scene.clock.pass(1_000);
        let core = open(&worker.folder, 9, &scene.clock).expect("it opens");
        let works = core
            .status()
            .and_then(|_| core.list_hazards(&crate::HazardFilter::default(), 100));
        core.close().unwrap();
        drop(core);
        let Err(error) = works else { continue };
        assert_eq!(error, crate::CoreError::Damaged, "page {}", page + 1);
        let core = open(&worker.folder, 9, &scene.clock).expect("it opens again");
        assert!(core.open_report().set_aside.is_some(), "page {}", page + 1);
        assert!(core.status().is_ok() && waiting(&core).len() + 6 >= all.len());
        core.close().unwrap();
        mended += 1;
    }
    assert!(mended < pages);
}
