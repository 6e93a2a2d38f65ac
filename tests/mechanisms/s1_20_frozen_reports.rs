//! S1-20 逐月调度点评、按季通报、年终考核: reports frozen at a point of the logs; what comes late is
//! shown apart; anybody with the log computes them again.

use std::collections::BTreeMap;
use std::sync::Mutex;

use calamine::Reader as _;
use reqwest::StatusCode;
use serde_json::json;
use wangge_domain::evaluation::{EvaluationPeriod, PeriodKind};
use wangge_domain::people::Role;

use crate::accept_visit::accept_visit;
use crate::support::{api_refusal, by_evaluation, shop};
use crate::world::{Desk, World, WorldClock};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_20_frozen_reports() {
    let world = World::start_at(WorldClock::at_china(2026, 9, 20, 8)).await;
    let (worker, grid) = world.worker_phone(0).await;
    let (early, late) = (
        shop(&worker, grid, "早检店", &[]),
        shop(&worker, grid, "晚报店", &[]),
    );
    let (first, _) = worker.inspect(early, &[]);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    accept_visit(&desk, first).await;
    let order = json!({"kind": "month", "on": "2026-09-20"});
    let (status, running) = desk.post("/api/v1/snapshots", order.clone()).await;
    assert_eq!(
        (status, &running["code"]),
        (StatusCode::CONFLICT, &json!("period_not_over"))
    );

    // A visit of 29 September that no relay has heard of when the month is frozen.
    world.clock.advance_days(9);
    let (second, _) = worker.inspect(late, &[]);
    world.clock.advance_days(3);
    let desk = world.officer_desk(0).await;
    for kind in ["month", "quarter"] {
        let order = json!({"kind": kind, "on": "2026-09-20"});
        let (status, made) = desk.post("/api/v1/snapshots", order).await;
        assert_eq!(status, StatusCode::OK, "{made}");
        let made = made["snapshots"].as_object().expect("by grid");
        assert_eq!(
            made.len(),
            world.township.grids.len(),
            "township, villages, grids"
        );
    }
    let top = world.township.grids[0].grid.to_string();
    let digest = |list: &serde_json::Value| {
        let found = list["items"]
            .as_array()
            .and_then(|list| list.iter().find(|it| it["grid"] == top.as_str()));
        found.expect("it is listed")["digest"]
            .as_str()
            .expect("a hash")
            .to_owned()
    };
    let month = digest(&desk.read("/api/v1/snapshots?kind=month").await);
    let frozen = desk.read(&format!("/api/v1/snapshots/{month}")).await;
    assert_eq!(frozen["figures"]["coverage"]["met"], json!([early]));
    assert_eq!(frozen["figures"]["coverage"]["unmet"], json!([late]));
    assert!(
        frozen["cut"][grid.to_string()]["seq"]
            .as_u64()
            .is_some_and(|seq| seq > 0)
    );
    let none = desk
        .read(&format!("/api/v1/snapshots/{month}/adjustments"))
        .await;
    assert_eq!(none["adjustments"], json!([]), "nothing has come late yet");

    // It arrives, is accepted, and changes nothing of what was frozen.
    worker.sync().await;
    accept_visit(&desk, second).await;
    let again = desk.read(&format!("/api/v1/snapshots/{month}")).await;
    assert_eq!(again, frozen);
    let apart = desk
        .read(&format!("/api/v1/snapshots/{month}/adjustments"))
        .await;
    let adjusted = apart["adjustments"].as_array().expect("a list");
    let coverage = adjusted.iter().find(|it| it["code"] == "coverage");
    let coverage = coverage.unwrap_or_else(|| panic!("{apart}"));
    assert_eq!(
        coverage["newly_met"],
        json!([late]),
        "the visit was made in September"
    );
    assert_eq!(coverage["frozen"]["numerator"], 1);
    assert_eq!(coverage["now"]["numerator"], 2);
    on_paper(&world, &desk, &month).await;
    let (status, made) = desk.post("/api/v1/snapshots", order).await;
    assert_eq!(
        (status, &made["snapshots"]),
        (StatusCode::OK, &json!({})),
        "frozen once"
    );

    // From nothing but the log up to the point, to the same bytes; and the figures of today,
    // which are kept up row by row, are those of the log too.
    let admin = world.admin();
    let hash = month.parse().expect("a hash");
    assert!(
        admin
            .verify_snapshot(hash, &|_, _, _| {})
            .expect("the log is there"),
        "reproducible"
    );
    world.clock.advance_days(92);
    let year = EvaluationPeriod::of(PeriodKind::Year, world.clock.now().china_date()).before();
    let scope = admin.find_grid(&top).expect("the township");
    let told = Mutex::new(BTreeMap::new());
    let tell = |what: &str, done: u64, of: u64| {
        let mut told = told.lock().expect("no thread panics with it");
        told.insert(what.to_owned(), (done, of));
    };
    let made = world
        .admin()
        .freeze(year, scope, Default::default(), &tell)
        .expect("it is over");
    let whole = made
        .iter()
        .find(|it| it.scope == Some(scope))
        .expect("the township");
    assert!(
        world
            .admin()
            .verify_snapshot(whole.hash(), &tell)
            .expect("the log is there")
    );
    // All of the period at once: the logs are folded once.
    let all = world.admin().verify_period(year, &tell).expect("frozen");
    assert_eq!(
        (all.checked, all.differing),
        (made.len() as u64, Vec::new())
    );
    let never = EvaluationPeriod::of(PeriodKind::Month, year.first);
    let never = world.admin().verify_period(never, &|_, _, _| {});
    assert_eq!(
        by_evaluation(never.expect_err("nothing was frozen of it")),
        ("period_not_frozen", "S0-40")
    );
    let told = told.into_inner().expect("no thread panics with it");
    assert_eq!(told["snapshots"], (made.len() as u64, made.len() as u64));
    let grids = world.township.grids.len() as u64;
    assert_eq!(told["grids"], (grids, grids), "how far freezing is");
    for what in ["rows", "records"] {
        let (done, of) = told[what];
        assert!(
            done == of && of > 0,
            "how far it is computed again: {told:?}"
        );
    }
    let desk = world.officer_desk(0).await;
    let nothing = desk.read("/api/v1/snapshots/freezing").await;
    assert_eq!(nothing, json!({}), "nothing is being frozen now");
    let running = EvaluationPeriod::of(PeriodKind::Year, world.clock.now().china_date());
    let too_early = world
        .admin()
        .freeze(running, scope, Default::default(), &|_, _, _| {});
    assert_eq!(
        by_evaluation(too_early.expect_err("the year has just begun")),
        ("period_not_over", "S1-20")
    );

    // Nobody rewrites a frozen report, and nobody reads another village's.
    let database = rusqlite::Connection::open(world.data().join("relay.sqlite")).expect("it opens");
    for sql in ["UPDATE snapshot SET frozen_at = 0", "DELETE FROM snapshot"] {
        let tampered = database.execute(sql, []);
        let refused = tampered.expect_err("what is frozen stays").to_string();
        assert!(refused.contains("a snapshot stays"), "{sql}: {refused}");
    }
    let manager = world.desk(world.person(Role::VillageAdmin, 2)).await;
    let foreign = manager.get(&format!("/api/v1/snapshots/{month}")).await;
    assert_eq!(api_refusal(foreign), "404 not_found");
}

/// The same as a spreadsheet and on paper; the hash on the paper holds, whatever comes later.
async fn on_paper(world: &World, desk: &Desk, digest: &str) {
    let path = format!("/api/v1/snapshots/{digest}/figures.xlsx");
    let (status, _, workbook) = desk.file(&path).await;
    assert_eq!(status, StatusCode::OK);
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(workbook)).expect("a workbook");
    let mut said = |sheet: &str| {
        let cells = book.worksheet_range(sheet).expect("the sheet is there");
        let rows = cells.rows().map(|row| {
            let texts: Vec<String> = row.iter().map(|cell| cell.to_string()).collect();
            texts.join(",")
        });
        rows.collect::<Vec<_>>().join("\n")
    };
    assert!(said("定稿").contains("检查覆盖率,1,2,50.00%"));
    assert!(said("定稿").contains(digest));
    assert!(said("事后调整").contains("检查覆盖率,1/2（50.00%）,2/2（100.00%）,1,0"));

    let half = digest.get(..32).expect("a hash is longer");
    let id = uuid::Uuid::parse_str(half).expect("half a hash");
    let (status, hash, pdf) = desk.file(&format!("/api/v1/papers/snapshot/{id}")).await;
    assert_eq!((status, &pdf[..5]), (StatusCode::OK, b"%PDF-".as_slice()));
    let checked = async |hash: &str| {
        let path = format!("/p/snapshot/{id}?h={hash}");
        world.public(&path).await.0
    };
    assert_eq!(checked(&hash).await, StatusCode::OK);
    assert_eq!(checked(digest).await, StatusCode::NOT_FOUND);
}
