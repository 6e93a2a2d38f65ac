//! Bad input of plans and accounts: each is refused by a rule that is named, and nothing is lost.

use serde_json::{Value, json};
use wangge_domain::people::Role;
use wangge_domain::premises::keys;
use wangge_sync_server::RelayStartError;
use wangge_sync_server::admin::{DrawRequest, ImportError, ImportFile, ImportTotal};

use crate::support::shop;
use crate::world::{Desk, World};

/// What came of one bad input: what was tried, the rule, the code.
type Row = (&'static str, String, String);

fn of_api(tried: &'static str, (status, answer): (reqwest::StatusCode, Value)) -> Row {
    assert!(status.is_client_error(), "{tried}: {status} {answer}");
    let text = |key: &str| answer[key].as_str().unwrap_or_default().to_owned();
    (tried, text("message"), text("code"))
}

fn of_draw(tried: &'static str, error: RelayStartError) -> Row {
    let said = error.to_string();
    match error {
        RelayStartError::Draw(error) => (tried, said, error.code().to_owned()),
        other => panic!("{tried}: {other:?}"),
    }
}

fn draw(world: &World, round: u32) -> DrawRequest {
    let town = world.township.name.clone();
    serde_json::from_value(json!({
        "title": "抽查", "authority": town, "round": round,
        "public_source": "公开数值", "public_value_on": "2026-09-05",
    }))
    .expect("the request is of the right shape")
}

async fn overlapping_roster(world: &World, desk: &Desk) -> Row {
    let town = world.township.grids[0].grid;
    let person = world.person(Role::StationOfficer, 0);
    let posting = |key: &str, from: &str| {
        json!({
            "key": key, "from": from,
            "entry": {"user": person, "post": "station_staff", "township": town},
        })
    };
    desk.set("posting", posting("p1", "2026-01-01")).await;
    let again = posting("p2", "2026-09-01");
    let answer = desk.post("/api/v1/registers/posting", again).await;
    of_api("a roster with overlapping dates", answer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_input() {
    let world = World::start().await;
    let desk = world.officer_desk(0).await;
    let (worker, grid) = world.worker_phone(0).await;
    let station = world.officer_phone(0).await;
    for place in 0..24 {
        let credit = [(keys::CREDIT_GRADE, ["A", "B", "D"][place % 3].into())];
        shop(&station, grid, &format!("第{place}店"), &credit);
    }
    station.sync().await;
    let admin = world.admin();
    let officer = world.person(Role::StationOfficer, 0);
    let mut rows: Vec<Row> = Vec::new();

    // A draw without a revealed seed is no draw, whoever runs it again.
    let announced = admin.announce_draw(&draw(&world, 1), officer);
    let announced = announced.expect("it may be announced");
    let path = format!("/public/draws/{announced}/record.json");
    let record = world.public(&path).await.1;
    let unopened = wangge_sync_server::admin::verify_draw(record.as_bytes());
    let unopened = unopened.expect_err("nothing was drawn");
    rows.push(of_draw("a draw without a revealed seed", unopened));

    rows.push(overlapping_roster(&world, &desk).await);

    // Weights that overflow what a machine can draw from.
    let mut pack = worker.core.policy().expect("a pack").as_ref().clone();
    let mut own = pack.accounting().clone();
    own.draw.max_tickets = 1;
    pack.accounting = Some(Box::new(own));
    pack.revision += 1;
    admin
        .activate_policy(pack.to_json().as_bytes(), None)
        .expect("the pack is sound");
    let heavy = admin.announce_draw(&draw(&world, 2), officer);
    let heavy = heavy.expect_err("too heavy");
    rows.push(of_draw("weights that overflow", heavy));

    // A denominator of zero has no value: neither 0 % nor 100 %.
    let figure = desk.read("/api/v1/on-time?kind=month").await;
    let figure = &figure["figure"];
    assert_eq!(figure["denominator"], 0, "{figure}");
    assert!(figure["basis_points"].is_null(), "{figure}");

    // An import whose villages do not add up: nothing of it is written.
    let mut grids = world.township.grids.clone();
    grids[0].name.push_str("（改名）");
    let total = |villages| ImportTotal {
        grid: grids[0].grid,
        villages: Some(villages),
        small_grids: None,
    };
    let found = world.township.villages.len();
    let file = |villages| ImportFile {
        grids: grids.clone(),
        totals: vec![total(villages)],
        ..ImportFile::default()
    };
    let refused = admin.import(&file(found + 1)).expect_err("one is missing");
    let said = refused.to_string();
    match refused {
        RelayStartError::Import(error @ ImportError::DoNotAddUp { .. }) => {
            rows.push(("villages that do not add up", said, error.code().to_owned()));
        }
        other => panic!("{other:?}"),
    }
    assert!(
        !desk
            .read("/api/v1/grids")
            .await
            .to_string()
            .contains("改名")
    );
    let good = admin.import(&file(found)).expect("they add up");
    assert_eq!(good.rows, 1, "the rest stands already");

    // A reward claimed that nobody was granted; twice is refused in S0-35 and S2-34.
    let code = json!({"code": "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA-A"});
    let answer = desk.post("/api/v1/public-rewards/claim", code).await;
    rows.push(of_api("a reward claimed by a made-up code", answer));
    let path = format!("/api/v1/rewards/{announced}");
    let none = desk.post(&path, json!({"act": "claim"})).await;
    rows.push(of_api("a reward claimed for nothing", none));

    let expected = [
        (
            "a draw without a revealed seed",
            "S2-17",
            "draw_not_revealed",
        ),
        ("a roster with overlapping dates", "S0-10", "roster_overlap"),
        ("weights that overflow", "S2-17", "draw_weight_overflow"),
        (
            "villages that do not add up",
            "S4-20",
            "totals_do_not_add_up",
        ),
        (
            "a reward claimed by a made-up code",
            "S2-34",
            "claim_code_unknown",
        ),
        (
            "a reward claimed for nothing",
            "S0-35",
            "reward_not_in_ledger",
        ),
    ];
    for (tried, said, code) in &rows {
        let row = expected.iter().find(|row| row.0 == *tried);
        let (_, rule, wanted) = row.unwrap_or_else(|| panic!("{tried}"));
        assert!(said.contains(rule), "{tried}: {said}");
        assert_eq!(code, wanted, "{tried}");
    }
}
