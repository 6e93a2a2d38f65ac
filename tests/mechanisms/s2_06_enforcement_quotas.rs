//! S2-06 按年度分解下达执法量化指标: the year split by township and month, and how it stands.

use reqwest::StatusCode;
use serde_json::{Value, json};
use wangge_domain::people::Role;
use wangge_report::PaperClaim;
use wangge_sync_server::PaperVerdict;

use crate::s4_06_verify_paper::checked;
use crate::support::{api_refusal, shop};
use crate::world::{Desk, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_06_enforcement_quotas() {
    let world = World::start().await;
    let town = world.township.grids[0].grid;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let admin = world.county_desk().await;
    let share = |cases: u32, months: [u32; 12]| {
        json!({
            "key": format!("2026/{town}"),
            "entry": {"year": 2026, "township": town, "cases": cases, "months": months},
        })
    };
    let months = [0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 1, 1];
    let early = admin
        .set_refused("enforcement_quota", share(6, months))
        .await;
    assert_eq!(early, "total_missing", "first the total");
    let village = world.township.villages[0].grid;
    let of_a_village = json!({
        "key": format!("2026/{village}"),
        "entry": {"year": 2026, "township": village, "cases": 6, "months": months},
    });
    let nothing = json!({"key": "2026", "entry": {"year": 2026, "cases": 0}});
    let long_ago = json!({"key": "1026", "entry": {"year": 1026, "cases": 6}});
    for (row, expected) in [
        (of_a_village, "township_unknown"),
        (nothing, "quota_total"),
        (long_ago, "quota_year"),
    ] {
        let refused = admin.set_refused("enforcement_quota", row).await;
        assert_eq!(refused, expected);
    }
    let total = json!({"key": "2026", "entry": {"year": 2026, "cases": 6}});
    admin.set("enforcement_quota", total).await;
    let odd = admin
        .set_refused("enforcement_quota", share(5, months))
        .await;
    assert_eq!(odd, "months_do_not_add_up");
    let mut more = months;
    more[0] = 1;
    let over = admin.set_refused("enforcement_quota", share(7, more)).await;
    assert_eq!(over, "split_exceeds_total");
    admin.set("enforcement_quota", share(6, months)).await;

    // A case rests on a delegated power and on two people with a certificate.
    let desk = world.officer_desk(0).await;
    let one = world.person(Role::StationOfficer, 0);
    let two = world.person(Role::StationOfficer, 1);
    let case = |number: &str, officers: Value| {
        json!({
            "key": number, "from": "2026-09-01",
            "entry": {
                "township": town, "power": "fire_lane_penalty", "body": "station",
                "premises": premises, "officers": officers, "result": "fine",
                "fine_fen": 50000,
            },
        })
    };
    let both = json!([one, two]);
    let bare = desk
        .set_refused("enforcement_case", case("青罚〔2026〕1号", both.clone()))
        .await;
    assert_eq!(bare, "power_not_delegated");
    let power = json!({
        "key": format!("{town}/station/fire_lane_penalty"), "from": "2026-01-01",
        "entry": {
            "township": town, "power": "fire_lane_penalty", "zh": "占用消防车通道处罚",
            "body": "station", "source": "entrusted", "basis": "县委托〔2026〕1号",
        },
    });
    admin.set("delegated_power", power).await;
    let alone = json!([one, one]);
    let single = desk
        .set_refused("enforcement_case", case("青罚〔2026〕1号", alone))
        .await;
    assert_eq!(
        single, "two_certified_officers",
        "the same person twice is one"
    );
    let unqualified = json!([one, worker.user]);
    let worker_case = desk.set_refused("enforcement_case", case("青罚〔2026〕1号", unqualified));
    assert_eq!(worker_case.await, "two_certified_officers");
    let mut free = case("青罚〔2026〕1号", both.clone());
    free["entry"]["fine_fen"] = json!(0);
    let mut ahead = case("青罚〔2026〕1号", both.clone());
    ahead["from"] = json!("2026-12-01");
    for (row, expected) in [(free, "fine_does_not_fit"), (ahead, "day_to_come")] {
        let refused = desk.set_refused("enforcement_case", row).await;
        assert_eq!(refused, expected);
    }
    desk.set("enforcement_case", case("青罚〔2026〕1号", both.clone()))
        .await;
    let again = desk
        .set_refused("enforcement_case", case("青罚〔2026〕1号", both))
        .await;
    assert_eq!(again, "case_number_taken");
    // Under another number it is the same case still, and does not count twice.
    let twice = case("青罚〔2026〕2号", json!([one, two]));
    let (status, told) = desk.post("/api/v1/registers/enforcement_case", twice).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
    assert_eq!(told["code"], "case_alike");
    assert!(told.to_string().contains("青罚〔2026〕1号"), "{told}");

    case_on_paper(&world, &desk).await;

    // Progress: one of two by September, one of six in the year.
    let seen = desk.read("/api/v1/enforcement-quotas?on=2026-09-30").await;
    let line = &seen[0];
    assert_eq!(
        (&line["owed"], &line["owed_so_far"]),
        (&json!(6), &json!(2))
    );
    assert_eq!((&line["done"], &line["short"]), (&json!(1), &json!(1)));
    assert_eq!(line["done_by_month"][8], 1);
    let before = desk.read("/api/v1/enforcement-quotas?on=2026-08-31").await;
    assert_eq!(
        (&before[0]["done"], &before[0]["short"]),
        (&json!(0), &json!(1))
    );
}

/// The case as one PDF with the file of its premises; whoever does not see the premises has none.
async fn case_on_paper(world: &World, desk: &Desk) {
    let rows = desk.read("/api/v1/registers/enforcement_case").await;
    let id = rows[0]["paper"].as_str().expect("an id").to_owned();
    let path = format!("/api/v1/papers/case_bundle/{id}");
    let (status, _, pdf) = desk.file(&path).await;
    assert_eq!((status, &pdf[..5]), (StatusCode::OK, b"%PDF-".as_slice()));
    let claim = PaperClaim::read(&pdf).expect("it says what it is");
    assert_eq!(
        (claim.kind.as_str(), claim.number.as_str()),
        ("case_bundle", "青罚〔2026〕1号")
    );
    let told = checked(world, &pdf).await;
    assert!(
        matches!(told.verdict, PaperVerdict::Same(_)),
        "byte for byte"
    );
    let far = world.desk(world.person(Role::VillageAdmin, 2)).await;
    assert_eq!(api_refusal(far.get(&path).await), "404 not_found");
    let powers = desk.read("/api/v1/registers/delegated_power").await;
    assert!(powers[0].get("paper").is_none(), "{powers}");
}
