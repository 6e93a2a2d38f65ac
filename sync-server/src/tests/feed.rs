use reqwest::header::{CONTENT_DISPOSITION, COOKIE};
use wangge_domain::people::{Person, Role, RoleGrant, Scope};
use wangge_domain::{Timestamp, UserId};

use super::jobs::served_hazard;
use super::phone::{Phone, record};
use super::world::{OTHER_WORKER, PASSWORD, WORKER, World, stream};
use crate::admin::{ImportFile, ImportPerson};

const MINUTE_MS: i64 = 60_000;

/// Two premises in the first village, one in the second, each a second after the one before.
async fn three_premises() -> World {
    let world = World::start().await;
    let mut phone = Phone::enroll(&world, WORKER).await;
    phone.sync(&world).await;
    let mut other = Phone::enroll(&world, OTHER_WORKER).await;
    other.sync(&world).await;
    phone.premises(&world, 1, stream(0), "=cmd|' /C calc'!A0");
    phone.sync(&world).await;
    world.clock.advance_ms(1_000);
    other.premises(&world, 2, stream(1), "二村超市");
    other.sync(&world).await;
    world.clock.advance_ms(1_000);
    phone.premises(&world, 3, stream(0), "一村食堂");
    phone.sync(&world).await;
    world
}

async fn feed(world: &World, cookie: &str, path: &str) -> (u16, Vec<String>) {
    let url = world.url(&format!("/api/v1/feed/{path}"));
    let request = world.http.get(url).header(COOKIE, cookie);
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    if status == 200 {
        assert_eq!(
            response.headers()["content-type"],
            "text/csv; charset=utf-8"
        );
        assert!(response.headers().contains_key(CONTENT_DISPOSITION));
    }
    let text = response.text().await.unwrap();
    let lines = text.split("\r\n").filter(|line| !line.is_empty());
    (status, lines.map(str::to_owned).collect())
}

/// The last cell of a line, without its quotes.
fn cursor(line: &str) -> &str {
    line.rsplit(',').next().unwrap().trim_matches('"')
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_is_oldest_first_and_goes_on_where_it_ended() {
    let world = three_premises().await;
    let officer = world.cookie("officer").await;
    let (status, lines) = feed(&world, &officer, "premises.csv").await;
    assert_eq!((status, lines.len()), (200, 1), "less than a minute ago");
    world.clock.advance_ms(MINUTE_MS);
    let (_, lines) = feed(&world, &officer, "premises.csv").await;
    assert_eq!(lines.len(), 4, "{lines:?}");
    assert!(
        lines[0].starts_with("\u{feff}\"记录编号\",\"类别代码\",\"状态代码\""),
        "{}",
        lines[0]
    );
    assert!(
        lines[1].contains("\"'=cmd|' /C calc'!A0\""),
        "a formula is text: {}",
        lines[1]
    );
    assert!(lines[1].contains(&record(1).to_string()), "{}", lines[1]);
    assert!(lines[1].contains("\"2026-09-01T00:00:0"), "{}", lines[1]);
    assert!(lines[2].contains("二村超市") && lines[3].contains("一村食堂"));
    // Line by line it is the same feed.
    let (mut after, mut seen) = (String::new(), Vec::new());
    loop {
        let path = format!("premises.csv?head=code&limit=1{after}");
        let (status, lines) = feed(&world, &officer, &path).await;
        assert_eq!(status, 200);
        assert!(lines[0].starts_with("\u{feff}\"record\",\"kind\",\"status\""));
        let Some(line) = lines.get(1) else {
            break;
        };
        assert_eq!(lines.len(), 2, "one line was asked for");
        after = format!("&after={}", cursor(line));
        seen.push(line.clone());
    }
    assert_eq!(seen, lines[1..]);
    // What came later is behind the last place.
    let mut phone = Phone::enroll_device(&world, WORKER, 9).await;
    phone.sync(&world).await;
    phone.premises(&world, 4, stream(0), "新开网吧");
    phone.sync(&world).await;
    world.clock.advance_ms(MINUTE_MS + 1);
    let (_, lines) = feed(&world, &officer, &format!("premises.csv?x{after}")).await;
    assert!(lines[0].contains("bad_request"), "an unknown filter");
    let after = after.trim_start_matches('&');
    let (_, lines) = feed(&world, &officer, &format!("premises.csv?{after}")).await;
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(lines[1].contains("新开网吧"), "{}", lines[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_holds_what_the_caller_may_read() {
    let world = three_premises().await;
    let auditor = UserId::from_bytes([0x51; 16]);
    let file = ImportFile {
        grids: Vec::new(),
        people: vec![ImportPerson {
            person: Person {
                user: auditor,
                name: "审计".to_owned(),
                phone: String::new(),
                organization: String::new(),
            },
            account: Some("auditor".to_owned()),
            password: Some(PASSWORD.to_owned()),
        }],
        grants: vec![RoleGrant {
            user: auditor,
            role: Role::Auditor,
            scope: Scope::Tenant,
            from: Timestamp(0),
            until: None,
            department: None,
        }],
        credentials: Vec::new(),
        totals: Vec::new(),
    };
    world.admin().import(&file).unwrap();
    world.clock.advance_ms(MINUTE_MS);
    for (account, lines) in [
        ("auditor", 4),
        ("village1", 3),
        ("village2", 2),
        ("department", 1),
    ] {
        let cookie = world.cookie(account).await;
        let (status, found) = feed(&world, &cookie, "premises.csv").await;
        assert_eq!((status, found.len()), (200, lines), "{account}: {found:?}");
    }
    let cookie = world.cookie("auditor").await;
    // Households are for those who look after them.
    let (status, _) = feed(&world, &cookie, "cases.csv?kind=household").await;
    assert_eq!(status, 403);
    for (path, expected) in [
        ("cases.csv?kind=major_case", 200),
        ("inspections.csv", 200),
        ("cases.csv", 400),
        ("cases.csv?kind=premises", 400),
        ("hazards.csv?kind=major_case", 400),
        ("premises.csv?head=en", 400),
        ("premises.csv?after=AAAA", 400),
        ("people.csv", 404),
    ] {
        assert_eq!(feed(&world, &cookie, path).await.0, expected, "{path}");
    }
    let (status, _) = feed(&world, "", "premises.csv").await;
    assert_eq!(status, 401);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_of_hazards_names_no_people_and_tells_no_stories() {
    let world = World::start().await;
    served_hazard(&world).await;
    world.clock.advance_ms(MINUTE_MS);
    let officer = world.cookie("officer").await;
    let (status, lines) = feed(&world, &officer, "hazards.csv?head=code").await;
    assert_eq!((status, lines.len()), (200, 2), "{lines:?}");
    for words in ["SP-01", "general", "桥头便民超市", "一村第1网格"] {
        assert!(lines[1].contains(words), "{words}: {}", lines[1]);
    }
    for words in ["陈国强", "cmd|", "一楼"] {
        assert!(!lines[1].contains(words), "{words}: {}", lines[1]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_relay_heals_the_feed_waits_for_what_may_come_back() {
    let world = three_premises().await;
    assert!(world.admin().begin_healing().unwrap());
    world.run_jobs().await;
    world.clock.advance_ms(MINUTE_MS);
    let officer = world.cookie("officer").await;
    let report = serde_json::json!({
        "grid": super::world::grid(10).to_string(),
        "first": { "step": "report.receive", "fields": {
            "source": "phone", "text": "通道堵塞",
        }},
    });
    let (status, opened) = world.post(&officer, "/api/v1/cases/report", &report).await;
    assert_eq!(status, 200, "{opened}");
    assert_eq!(opened["applied"], true, "{opened}");
    world.clock.advance_ms(2 * MINUTE_MS);
    let (_, lines) = feed(&world, &officer, "premises.csv").await;
    assert_eq!(lines.len(), 4, "what was in the backup: {lines:?}");
    let reports = "cases.csv?kind=report";
    let (_, lines) = feed(&world, &officer, reports).await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(world.admin().end_healing().unwrap());
    world.run_jobs().await;
    let (_, lines) = feed(&world, &officer, reports).await;
    assert_eq!(lines.len(), 2, "{lines:?}");
}
