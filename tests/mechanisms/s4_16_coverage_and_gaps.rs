//! S4-16 全覆盖不留死角: who was never visited is named, and the key types can be told apart.

use wangge_domain::inspection::PhotoStage;
use wangge_domain::inspection::keys::{CENSUS_NOTE, CENSUS_OUTCOME};
use wangge_domain::premises::keys;

use crate::support::{shop, to_mend};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_16_coverage_names_who_was_never_visited() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let since = world.clock.now().china_date();
    let street = shop(
        &worker,
        grid,
        "沿街门店",
        &[(keys::CATEGORY, "street_shop".into())],
    );
    let rented = shop(
        &worker,
        grid,
        "出租房屋",
        &[(keys::CATEGORY, "rental_housing".into())],
    );
    let mixed = shop(
        &worker,
        grid,
        "三合一",
        &[(keys::CATEGORY, "three_in_one".into())],
    );
    worker.inspect(street, &[]);
    worker.sync().await;

    let officer = world.officer_phone(0).await;
    let sweep = officer.core.census_progress(None, since).expect("a sweep");
    assert_eq!((sweep.visited.part, sweep.visited.whole), (1, 3));
    let mut gaps = vec![rented, mixed];
    gaps.sort();
    assert_eq!(sweep.never_visited, gaps, "every gap has a name");

    // A visit that proves nothing closes no gap.
    for (outcome, note, code, key) in [
        ("locked", "锁门", "photo_missing", CENSUS_OUTCOME),
        ("not_found", "  ", "note_missing", CENSUS_NOTE),
        ("all_well", "都好", "outcome_unknown", CENSUS_OUTCOME),
    ] {
        let bare = worker.core.census_visit(rented, outcome, note);
        assert_eq!(
            to_mend(bare.expect_err("it proves nothing")),
            [(code.to_owned(), key.to_owned())]
        );
    }
    let own = worker.core.census_progress(None, since).expect("a sweep");
    assert_eq!(own.never_visited, gaps, "no gap was closed by it");
    worker.photo(rented, "", PhotoStage::Found);
    worker
        .core
        .census_visit(rented, "locked", "锁门")
        .expect("with a photo it counts");
    worker.sync().await;
    officer.sync().await;
    let sweep = officer.core.census_progress(None, since).expect("a sweep");
    assert_eq!(sweep.never_visited, vec![mixed]);
    assert_eq!(
        (sweep.done.part, sweep.visited.part),
        (1, 2),
        "seen, but not settled"
    );
    let next = since.checked_add_days(chrono::Days::new(3));
    assert_eq!(sweep.revisits, vec![(next.expect("a day"), rented)]);
    let tomorrow = since.succ_opt().expect("a day");
    let fresh = officer
        .core
        .census_progress(None, tomorrow)
        .expect("a sweep");
    assert_eq!(
        fresh.never_visited.len(),
        3,
        "an older visit does not count in a new sweep"
    );

    let desk = world.officer_desk(0).await;
    let summary = desk.read("/api/v1/summary").await;
    assert_eq!(summary["counts"]["premises"]["active"], 3);
    assert_eq!(summary["counts"]["inspection"]["submitted"], 1);
    assert_eq!(summary["to_review"], 1);
    let key = desk.read("/api/v1/premises?category=three_in_one").await;
    let items = key["items"].as_array().expect("a page has items");
    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["id"], mixed.to_string());
    // A misspelled filter is no empty list: that would read as "there are no gaps".
    let (status, answer) = desk.get("/api/v1/premises?status=never").await;
    assert_eq!(status, reqwest::StatusCode::BAD_REQUEST);
    assert_eq!(answer["code"], "bad_request");
}
