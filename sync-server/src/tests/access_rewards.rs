//! Rewards of the public, cell by cell: one is seen and decided by who has charge of the grid that its
//! report was sent to, and to everybody else it is as if it did not exist.

use serde_json::json;
use wangge_domain::people::{Role, Scope};
use wangge_domain::policy::default_pack;
use wangge_domain::{Digest, RecordId};

use super::access_county::{ask, callers, county, places};
use super::phone::record;
use super::world::{World, grid, user};
use crate::store::{PublicReport, ReportState};

const JSON: &str = "application/json";
/// The station of each place, and how a reporter writes where it is.
const STATIONS: [(&str, &str); 3] = [
    ("officer", "青峰镇一村正街8号"),
    ("station2", "另一镇正街9号"),
    ("officer", "青峰镇二村正街10号"),
];

/// A report about the hazard of each place, taken in and found to be about it.
async fn matched(world: &World) -> Vec<RecordId> {
    let mut all = Vec::new();
    for ((number, place), (desk, address)) in (150_u8..).zip(places()).zip(STATIONS) {
        let one = PublicReport {
            report: record(number),
            received_at: world.now(),
            receipt: Digest([number; 32]),
            claim: Digest([number + 100; 32]),
            category: "exit".to_owned(),
            place: address.to_owned(),
            text: "安全出口锁闭".to_owned(),
            position: None,
            person: None,
            photos: 0,
            state: ReportState::Waiting,
            record: None,
            note: String::new(),
            published: String::new(),
        };
        let added = world.admin().with_tenant(|tenant| {
            let database = &tenant.database;
            database.add_public_report(tenant.id(), &one, Vec::new(), None)
        });
        added.unwrap();
        let cookie = world.cookie(desk).await;
        let settle = format!("/api/v1/public-reports/{}/settle", one.report);
        let premises = place.record.to_string();
        let take = json!({"take": {"severity": "serious", "premises": premises}});
        let (status, taken) = world.post(&cookie, &settle, &take).await;
        assert_eq!(status, 200, "{taken}");
        let case = taken["record"].as_str().unwrap();
        let hazard = place.hazard.to_string();
        let found = json!({"step": "report.match", "fields": {"hazard": hazard}});
        let steps = format!("/api/v1/records/{case}/steps");
        let (status, done) = world.post(&cookie, &steps, &found).await;
        assert_eq!((status, &done["applied"]), (200, &json!(true)), "{done}");
        all.push(one.report);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reward_is_seen_and_decided_by_who_has_charge_of_its_grid() {
    let (world, _phones) = county().await;
    let reports = matched(&world).await;
    let callers = callers(&world).await;
    let pack = default_pack();
    let grant = json!({"approve": true}).to_string();
    let to = |report: RecordId| format!("/api/v1/public-rewards/{report}");
    let (mut cells, mut wrong) = (0, Vec::new());
    for caller in &callers {
        let cookie = &caller.cookie;
        let list = ("GET", "/api/v1/public-rewards");
        let listed = ask(&world, cookie, list, (JSON, "")).await;
        let none = ask(&world, cookie, ("POST", &to(record(99))), (JSON, &grant)).await;
        for (index, report) in reports.iter().enumerate() {
            cells += 2;
            // Who runs the relay manages every grid, reads nothing, and approves no money.
            let reads = caller.may(&pack, &["record_read"]);
            let may = reads && caller.rules_over(&pack, "grid_manage", index);
            if listed.text.contains(&report.to_string()) != may {
                wrong.push(format!("{}, {index}: the list", caller.account));
            }
            // The hazard was known before: whoever may decide is told a rule, and nothing is decided.
            let told = ask(&world, cookie, ("POST", &to(*report)), (JSON, &grant)).await;
            let told = told.told();
            let is_right = if may {
                told.0 == 422
            } else {
                told == none.told()
            };
            if !is_right {
                wrong.push(format!("{}, {index}: {told:?}", caller.account));
            }
        }
    }
    println!("{cells} cells of role and place at rewards of the public");
    assert!(wrong.is_empty(), "{} of {cells}: {wrong:#?}", wrong.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_runs_the_relay_sees_no_rewards_and_takes_no_scores() {
    let (world, _phones) = county().await;
    let keeper = world.cookie("keeper").await;
    let officer = world.cookie("officer").await;
    let hazard = places()[0].hazard;
    let one = format!("/api/v1/rewards/{hazard}");
    let approve = json!({"act": "approve"}).to_string();
    let asked = [
        ("GET", "/api/v1/rewards", ""),
        ("GET", "/api/v1/rewards.csv", ""),
        ("GET", "/api/v1/scores.csv", ""),
        ("GET", "/api/v1/public-rewards", ""),
        ("POST", one.as_str(), approve.as_str()),
    ];
    for (method, to, body) in asked {
        let got = ask(&world, &keeper, (method, to), (JSON, body)).await;
        assert_eq!(got.status, 403, "{to}: {}", got.text);
        let got = ask(&world, &officer, (method, to), (JSON, body)).await;
        assert_ne!(got.status, 403, "{to}: {}", got.text);
    }
    // To read one grid beside it opens that grid, and no other.
    let admin = world.admin();
    admin
        .grant(
            user(25),
            Role::GridWorker,
            Scope::Subtree(grid(10)),
            None,
            None,
        )
        .unwrap();
    let scores = async |at: u8| {
        let to = format!("/api/v1/scores.csv?grid={}", grid(at));
        let got = ask(&world, &keeper, ("GET", &to), (JSON, "")).await;
        got.status
    };
    assert_eq!([scores(10).await, scores(11).await], [200, 403]);
}
