//! A real phone's database, damaged page by page: it opens every time, is set aside, and what
//! stood on whole pages is there.

use std::path::Path;

use wangge_mobile_core::{Core, CoreError, OpenReport};

use crate::world::World;

const PAGE: usize = 4096;
const ENVELOPES: u64 = 16;

fn copy(from: &Path, to: &Path) {
    let _none = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("it lists") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("it copies");
        }
    }
}

/// What came of a start: what waits to be sent, and what the start says of it.
fn outcome(core: &Core) -> (u64, OpenReport) {
    let status = core.status().expect("it works");
    assert!(status.user.is_some(), "it is enrolled still");
    let report = core.open_report().clone();
    core.close().expect("nothing goes on");
    (status.pending, report)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_damaged_page_costs_only_the_rows_on_it() {
    let world = World::start().await;
    let (phone, grid) = world.worker_phone(0).await;
    let listed: Vec<_> = world.township.premises_of(grid).take(16).collect();
    for premises in listed {
        phone.put_on_file(premises);
    }
    assert_eq!(phone.core.status().expect("it works").pending, ENVELOPES);
    let data = phone.folder().join("data");
    // As a kill leaves it, the log beside the database.
    let killed = world.path("killed");
    copy(&data, &killed);
    phone.core.close().expect("nothing goes on");
    let database = data.join("wangge.db");
    let whole = std::fs::read(&database).expect("it is there");
    let pages = whole.len() / PAGE;
    let attempt = |bytes: &[u8], marked: bool| {
        // All else stays where it is: the reserve alone weighs more than the database.
        for beside in ["wangge.db-wal", "wangge.db-shm"] {
            let _none = std::fs::remove_file(data.join(beside));
        }
        let _none = std::fs::remove_dir_all(data.join("set-aside"));
        std::fs::write(&database, bytes).expect("it is written");
        if marked {
            std::fs::write(data.join("damaged"), b"").expect("it is written");
        }
        phone.open_again()
    };
    let mut costly = Vec::new();
    for page in (0..pages).step_by(5) {
        // Salt or content, vector, authentication code.
        let places = [0, 60, 1_500, PAGE - 70, PAGE - 3];
        let at = places[page / 5 % places.len()];
        let mut bytes = whole.clone();
        bytes[page * PAGE + at] ^= 1;
        let core = attempt(&bytes, true).expect("it opens, whatever is damaged");
        let (pending, report) = outcome(&core);
        let aside = report.set_aside.expect("it is set aside");
        assert_eq!(std::fs::read(aside).expect("it is kept"), bytes);
        assert_eq!(u64::from(report.salvaged_envelopes), pending);
        assert!(report.damaged_pages <= 1 && report.pages == pages as u32);
        costly.push((page, ENVELOPES - pending));
        // Without the mark it shows at the start, or at the first use and then at the next start.
        let mut bytes = whole.clone();
        bytes[page * PAGE + 700] ^= 0x20;
        let core = attempt(&bytes, false).expect("it opens");
        let used = core
            .status()
            .map(|_| ())
            .and_then(|()| core.my_grids().map(|_| ()));
        core.close().expect("nothing goes on");
        if let Err(error) = used {
            assert_eq!(error, CoreError::Damaged);
            let core = phone.open_again().expect("it opens again");
            assert!(outcome(&core).1.set_aside.is_some(), "page {page}");
        }
    }
    let most = costly.iter().map(|it| it.1).max().expect("there are pages");
    let bearing: std::collections::BTreeSet<usize> =
        costly.iter().filter(|it| it.1 > 0).map(|it| it.0).collect();
    assert!(most <= 5, "a page bears a few envelopes: {costly:?}");
    assert!(
        bearing.len() <= ENVELOPES as usize,
        "{bearing:?} of {pages}"
    );

    // A file that was cut off keeps what is left of it.
    let mut last = 0;
    for length in [
        0,
        1,
        100,
        PAGE,
        pages / 2 * PAGE + 9,
        whole.len() - PAGE,
        whole.len() - 1,
    ] {
        let core = attempt(&whole[..length], true).expect("it opens");
        let (pending, report) = outcome(&core);
        assert!(report.set_aside.is_some() && pending >= last, "{length}");
        last = pending;
    }
    assert!(last >= ENVELOPES - 5, "{last}");

    // A bad frame of the log costs what its page bears and does not take the commits behind it along.
    let log = std::fs::read(killed.join("wangge.db-wal")).expect("it is there");
    let frames = (log.len() - 32) / (PAGE + 24);
    for at in (0..frames / 2)
        .step_by(9)
        .map(|frame| 32 + frame * (PAGE + 24) + 500)
        .chain([3, 9, 17, 27])
    {
        copy(&killed, &data);
        let mut bytes = log.clone();
        bytes[at] ^= 1;
        std::fs::write(data.join("wangge.db-wal"), bytes).expect("it is written");
        let core = phone.open_again().expect("it opens");
        let (pending, report) = outcome(&core);
        assert!(report.set_aside.is_some(), "byte {at}");
        assert!(pending + most >= ENVELOPES, "byte {at}: {pending}");
    }
}
