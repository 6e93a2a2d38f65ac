//! Places inside a file, a body or behind an id made beforehand: who may act there, cell by cell.

use serde_json::{Value, json};
use wangge_domain::people::Credential;
use wangge_domain::policy::{PolicyPack, default_pack};
use wangge_domain::{Digest, RecordId};

use super::access_county::{Answer, Caller, Place, ask, callers, county, places};
use super::access_places::{Names, PLACES};
use super::phone::record;
use super::quarantine::renewed;
use super::world::{DAY_MS, OFFICER, PASSWORD, SECOND_OFFICER, World, stream, user};
use crate::store::{PublicReport, ReportState};

const JSON: &str = "application/json";
const CSV: &str = "text/csv";
/// A hash that is nothing's.
const NO_DIGEST: Digest = Digest([9; 32]);

/// A route at which a place stands in what is sent.
struct Sent {
    to: &'static str,
    /// What whoever does it there must be allowed.
    operations: &'static [&'static str],
    kind: &'static str,
    /// What somebody sends about a place.
    body: fn(&str, usize, &Place) -> String,
    /// Whether it was done, or would have been.
    done: fn(&Answer) -> bool,
}

fn is_empty(answer: &Answer, list: &str) -> bool {
    answer.json()[list].as_array().is_some_and(Vec::is_empty)
}

fn account(_: &str, index: usize, place: &Place) -> String {
    json!({
        "user": place.person.to_string(), "account": format!("worker{index}"), "password": PASSWORD,
    })
    .to_string()
}

fn credential(who: &str, index: usize, place: &Place) -> String {
    let credential = json!({
        "user": place.person.to_string(), "kind": "inspection", "number": format!("{who}-{index}"),
        "issuer": "大队", "valid_from": "2026-01-01", "valid_until": "2027-12-31",
    });
    json!({"dry_run": true, "changes": [{"credential": credential}]}).to_string()
}

fn grid_file(_: &str, index: usize, place: &Place) -> String {
    let village = place.village;
    format!("代码,名称,级别,上级代码\nN-{index},新网格,小,{village}\n")
}

fn credit_flag(_: &str, _: usize, place: &Place) -> String {
    let premises = place.record.to_string();
    json!({
        "key": premises, "until": "2026-12-31",
        "entry": {
            "premises": premises, "grade": "D", "source": "市场监管局", "basis": "一号文",
        },
    })
    .to_string()
}

fn device_file(who: &str, index: usize, place: &Place) -> String {
    let premises = place.record;
    format!("设备编号,设备类别,场所,安装位置\n{who}-{index},smoke,{premises},厨房\n")
}

fn exchange_file(who: &str, index: usize, place: &Place) -> String {
    let hazard = place.hazard;
    format!("记录,案件编号,状态\n{hazard},{who}-{index},taken\n")
}

fn announcement(_: &str, _: usize, place: &Place) -> String {
    json!({
        "title": "第三季度双随机抽查", "authority": "应急消防管理站", "round": 1,
        "public_source": "双色球第2026103期开奖号码", "public_value_on": "2026-09-20",
        "grid": place.grid.to_string(),
    })
    .to_string()
}

#[rustfmt::skip]
const SENT: &[Sent] = &[
    Sent { to: "/api/v1/accounts", operations: &["person_manage"], kind: JSON, body: account,
        done: |it| it.status == 204 },
    Sent { to: "/api/v1/organization/changes", operations: &["person_manage"], kind: JSON, body: credential,
        done: |it| it.status == 200 && is_empty(it, "problems") },
    Sent { to: "/api/v1/grids/import", operations: &["grid_manage"], kind: CSV, body: grid_file,
        done: |it| it.status == 200 && is_empty(it, "bad") },
    Sent { to: "/api/v1/registers/credit_flag", operations: &["grid_manage"], kind: JSON, body: credit_flag,
        done: |it| it.status == 200 },
    Sent { to: "/api/v1/sheets/alarm_device/import", operations: &["device_manage"], kind: CSV, body: device_file,
        done: |it| it.status == 200 && is_empty(it, "bad") },
    Sent { to: "/api/v1/exchange/platform_141", operations: &["grid_manage", "record_read"], kind: CSV, body: exchange_file,
        done: |it| it.status == 200 && is_empty(it, "bad") },
    Sent { to: "/api/v1/draws/announce", operations: &["draw_manage"], kind: JSON, body: announcement,
        done: |it| !it.is_refused() },
];

/// Routes with a place in a file, in a body or behind an id: all that are asked about here, in
/// `access_rewards` and in the lists of `access_cells`.
const HELD: [&str; 22] = [
    "/api/v1/accounts",
    "/api/v1/draws/announce",
    "/api/v1/draws/{draw}",
    "/api/v1/draws/{draw}/approve",
    "/api/v1/draws/{draw}/replace",
    "/api/v1/draws/{draw}/reveal",
    "/api/v1/draws/{draw}/withdraw",
    "/api/v1/exchange/{system}",
    "/api/v1/exchange/{system}",
    "/api/v1/grids/import",
    "/api/v1/organization/changes",
    "/api/v1/public-reports/{report}/photos/{place}",
    "/api/v1/public-reports/{report}/settle",
    "/api/v1/public-rewards/{report}",
    "/api/v1/quarantine/admit",
    "/api/v1/quarantine/{envelope}/admit",
    "/api/v1/registers/{register}",
    "/api/v1/sheets/{sheet}/import",
    "/api/v1/snapshots/{digest}",
    "/api/v1/snapshots/{digest}/adjustments",
    "/api/v1/snapshots/{digest}/assessment",
    "/api/v1/snapshots/{digest}/figures.xlsx",
];

#[test]
fn no_route_with_a_place_within_is_left_out() {
    let within = PLACES.iter().filter(|(.., names)| *names == Names::Within);
    let mut within: Vec<&str> = within.map(|(_, route, _)| *route).collect();
    within.sort_unstable();
    assert_eq!(within, HELD);
}

fn rules_over(caller: &Caller, pack: &PolicyPack, operations: &[&str], place: usize) -> bool {
    let mut operations = operations.iter();
    operations.all(|operation| caller.rules_over(pack, operation, place))
}

fn found(cells: usize, wrong: &[String]) {
    println!("{cells} cells of role, route and place within");
    assert!(wrong.is_empty(), "{} of {cells}: {wrong:#?}", wrong.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_in_what_is_sent_opens_to_who_is_in_charge_of_it() {
    let (world, _phones) = county().await;
    let callers = callers(&world).await;
    let pack = default_pack();
    let (mut cells, mut wrong) = (0, Vec::new());
    for sent in SENT {
        for caller in &callers {
            for (index, place) in places().iter().enumerate() {
                cells += 1;
                let body = (sent.body)(caller.account, index, place);
                let asked = ("POST", sent.to);
                let answer = ask(&world, &caller.cookie, asked, (sent.kind, &body)).await;
                let may = rules_over(caller, &pack, sent.operations, index);
                if (sent.done)(&answer) != may {
                    let (who, text) = (caller.account, &answer.text);
                    let status = answer.status;
                    let to = sent.to;
                    wrong.push(format!("{to}, {who}, {}: {status} {text}", place.name));
                }
            }
        }
    }
    found(cells, &wrong);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draw_is_changed_by_who_may_draw_over_all_of_it() {
    let (world, _phones) = county().await;
    let callers = callers(&world).await;
    let pack = default_pack();
    let [place, ..] = places();
    let officer = callers.iter().find(|it| it.account == "officer").unwrap();
    for number in [OFFICER, SECOND_OFFICER] {
        let enforcement = Credential {
            user: user(number),
            kind: Credential::ENFORCEMENT.to_owned(),
            number: format!("E-{number}"),
            issuer: "省司法厅".to_owned(),
            valid_from: "2026-01-01".parse().unwrap(),
            valid_until: "2027-12-31".parse().unwrap(),
        };
        world.admin().issue_credential(enforcement).unwrap();
    }
    let body = announcement("", 0, &place);
    let asked = ("POST", "/api/v1/draws/announce");
    let announced = ask(&world, &officer.cookie, asked, (JSON, &body)).await;
    assert_eq!(announced.status, 200, "{}", announced.text);
    let draw = announced.json()["draw"].as_str().unwrap().to_owned();
    let target = place.record.to_string();
    let acts = [
        ("reveal", json!({"public_value": "1"})),
        ("replace", json!({"target": target, "reason": "closed"})),
        ("approve", json!({"entry": 1})),
        // The last: it is withdrawn once, and refused by a rule after that.
        ("withdraw", json!({"reason": "公告有误"})),
    ];
    let (mut cells, mut wrong) = (0, Vec::new());
    // It is published: whoever reads anything at all reads it.
    let shown = format!("/api/v1/draws/{draw}");
    for caller in &callers {
        cells += 1;
        let answer = ask(&world, &caller.cookie, ("GET", &shown), (JSON, "")).await;
        let reads = caller.may(&pack, &["record_read"]) && caller.account != "wide";
        if (answer.status == 200) != reads {
            wrong.push(format!("shown, {}: {:?}", caller.account, answer.told()));
        }
    }
    for (act, body) in acts {
        let to = format!("/api/v1/draws/{draw}/{act}");
        for caller in &callers {
            cells += 1;
            let body = body.to_string();
            let answer = ask(&world, &caller.cookie, ("POST", &to), (JSON, &body)).await;
            let may = caller.rules_over(&pack, "draw_manage", 0);
            if (answer.status == 403) == may {
                wrong.push(format!("{act}, {}: {:?}", caller.account, answer.told()));
            }
        }
    }
    found(cells, &wrong);
}

/// Reports of the public that wait, one for each caller and place.
fn reports(world: &World, callers: usize) -> Vec<[RecordId; 3]> {
    let addresses = ["青峰镇一村正街8号", "另一镇正街9号", "青峰镇二村正街10号"];
    let mut all = Vec::new();
    let admin = world.admin();
    for caller in 0..u8::try_from(callers).unwrap() {
        all.push([0, 1, 2].map(|index: u8| {
            let number = 100 + 3 * caller + index;
            let one = PublicReport {
                report: record(number),
                received_at: world.now(),
                receipt: Digest([number; 32]),
                claim: Digest([number + 100; 32]),
                category: "exit".to_owned(),
                place: addresses[usize::from(index)].to_owned(),
                text: "安全出口锁闭".to_owned(),
                position: None,
                person: None,
                photos: 1,
                state: ReportState::Waiting,
                record: None,
                note: String::new(),
                published: String::new(),
            };
            let added = admin.with_tenant(|tenant| {
                let database = &tenant.database;
                database.add_public_report(tenant.id(), &one, vec![vec![1, 2, 3]], None)
            });
            added.unwrap();
            one.report
        }));
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_that_waits_is_seen_and_settled_in_its_own_township() {
    let (world, _phones) = county().await;
    let callers = callers(&world).await;
    let pack = default_pack();
    let reports = reports(&world, callers.len());
    let aside = json!({"set_aside": {"reason": "无法核实"}}).to_string();
    let photo = |report: RecordId| format!("/api/v1/public-reports/{report}/photos/0");
    let settle = |report: RecordId| format!("/api/v1/public-reports/{report}/settle");
    let (mut cells, mut wrong) = (0, Vec::new());
    for (caller, reports) in callers.iter().zip(reports) {
        let cookie = &caller.cookie;
        let none = ask(&world, cookie, ("GET", &photo(record(99))), (JSON, "")).await;
        let no_photo = none.told();
        let none = ask(
            &world,
            cookie,
            ("POST", &settle(record(99))),
            (JSON, &aside),
        )
        .await;
        let unsettled = none.told();
        for (index, report) in reports.into_iter().enumerate() {
            cells += 2;
            let may = caller.rules_over(&pack, "report.triage", index);
            let seen = ask(&world, cookie, ("GET", &photo(report)), (JSON, "")).await;
            let done = ask(&world, cookie, ("POST", &settle(report)), (JSON, &aside)).await;
            let is_right = if may {
                seen.status == 200 && done.status == 200
            } else {
                seen.told() == no_photo && done.told() == unsettled
            };
            if !is_right {
                let (seen, done) = (seen.told(), done.told());
                wrong.push(format!("{}, {index}: {seen:?} {done:?}", caller.account));
            }
        }
    }
    found(cells, &wrong);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_listed_and_admitted_by_who_is_in_charge_of_its_grid() {
    let (world, mut phones) = county().await;
    world.clock.advance_ms(34 * DAY_MS);
    for ((phone, number), small) in phones.iter_mut().zip([61, 62, 63]).zip([0, 4, 1]) {
        phone.premises(&world, number, stream(small), "离线登记");
        phone.token = renewed(&world, phone).await;
        assert_eq!(phone.sync(&world).await.refused.len(), 1);
    }
    let callers = callers(&world).await;
    let pack = default_pack();
    let keeper = callers.iter().find(|it| it.account == "keeper").unwrap();
    let (_, all) = world.get(&keeper.cookie, "/api/v1/quarantine").await;
    let waiting = ["一村第1网格", "三村第1网格", "二村第1网格"].map(|grid| {
        let mut all = all.as_array().unwrap().iter();
        let one = all.find(|it| it["grid_name"] == grid).unwrap();
        one["envelope"].as_str().unwrap().to_owned()
    });
    let admit = |envelope: &str| format!("/api/v1/quarantine/{envelope}/admit");
    let note = json!({"note": "下村无信号"}).to_string();
    let (mut cells, mut wrong) = (0, Vec::new());
    for caller in &callers {
        let cookie = &caller.cookie;
        let listed = ask(&world, cookie, ("GET", "/api/v1/quarantine"), (JSON, "")).await;
        let none = admit(&NO_DIGEST.to_string());
        let none = ask(&world, cookie, ("POST", &none), (JSON, &note)).await;
        for (index, envelope) in waiting.iter().enumerate() {
            cells += 2;
            let may = caller.rules_over(&pack, "quarantine_admit", index);
            if listed.text.contains(envelope.as_str()) != may {
                wrong.push(format!("{}, {index}: the list", caller.account));
            }
            // Who may does so below: admitted once, it waits no more.
            if may {
                continue;
            }
            let told = ask(&world, cookie, ("POST", &admit(envelope)), (JSON, &note)).await;
            if told.told() != none.told() {
                let told = told.told();
                wrong.push(format!("{}, {index}: {told:?}", caller.account));
            }
        }
    }
    let cookie = |account: &str| {
        let found = callers.iter().find(|it| it.account == account);
        found.unwrap().cookie.clone()
    };
    let many = json!({"reason": "lease_expired", "note": "汛期断网"});
    let path = "/api/v1/quarantine/admit";
    let (status, done) = world.post(&cookie("officer"), path, &many).await;
    let admitted = |done: &Value| done.as_array().map(Vec::len);
    assert_eq!((status, admitted(&done)), (200, Some(2)), "{done}");
    let one = json!({"note": "下村无信号"});
    let (status, done) = world
        .post(&cookie("station2"), &admit(&waiting[1]), &one)
        .await;
    assert_eq!((status, &done["admitted"]), (200, &json!(true)), "{done}");
    found(cells, &wrong);
}

#[tokio::test(flavor = "multi_thread")]
async fn frozen_figures_are_read_by_who_reads_all_of_their_grid() {
    let (world, _phones) = county().await;
    // September is over.
    world.clock.advance_ms(32 * DAY_MS);
    let callers = callers(&world).await;
    let county = callers.iter().find(|it| it.account == "county").unwrap();
    let mut frozen = Vec::new();
    for place in places() {
        let grid = place.grid.to_string();
        let freeze = json!({"kind": "month", "on": "2026-09-30", "grid": grid});
        let (status, done) = world
            .post(&county.cookie, "/api/v1/snapshots", &freeze)
            .await;
        assert_eq!(status, 200, "{done}");
        let digest = done["snapshots"][&grid].as_str().unwrap();
        frozen.push(digest.to_owned());
    }
    let (mut cells, mut wrong) = (0, Vec::new());
    // An assessment is of a township alone: of one grid it is refused to everybody by its rule.
    for (part, is_there) in [
        ("", true),
        ("/figures.xlsx", true),
        ("/adjustments", true),
        ("/assessment", false),
    ] {
        let route = format!("/api/v1/snapshots/{{digest}}{part}");
        let rule = crate::access::TABLE.iter().find(|it| it.route == route);
        let rule = rule.unwrap();
        for caller in &callers {
            let none = format!("/api/v1/snapshots/{NO_DIGEST}{part}");
            let none = ask(&world, &caller.cookie, ("GET", &none), (JSON, "")).await;
            for (index, digest) in frozen.iter().enumerate() {
                cells += 1;
                let to = format!("/api/v1/snapshots/{digest}{part}");
                let answer = ask(&world, &caller.cookie, ("GET", &to), (JSON, "")).await;
                let reads = caller.may(&default_pack(), rule.operations);
                let is_right = if reads && caller.has_grid(rule, index) {
                    answer.status == 200 || !is_there
                } else {
                    answer.told() == none.told()
                };
                if !is_right {
                    let told = answer.told();
                    wrong.push(format!("{route}, {}, {index}: {told:?}", caller.account));
                }
            }
        }
    }
    found(cells, &wrong);
}
