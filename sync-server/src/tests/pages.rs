//! Lists beside those of records that are read page by page: people, and frozen figures.

use serde_json::{Value, json};
use wangge_domain::people::Person;
use wangge_domain::{RecordId, UserId};

use super::access_scope::two_townships;
use super::world::{DAY_MS, World, grid};
use crate::admin::{ImportFile, ImportPerson};
use crate::http::encode_cursor;

const PEOPLE: &str = "/api/v1/people?";
const MONTHS: &str = "/api/v1/snapshots?kind=month&";

fn told(page: &Value, key: &str) -> Vec<String> {
    let items = page["items"].as_array().unwrap();
    let text = |it: &Value| it[key].as_str().unwrap_or_default().to_owned();
    items.iter().map(text).collect()
}

async fn page(world: &World, cookie: &str, path: &str) -> Value {
    let (status, page) = world.get(cookie, path).await;
    assert_eq!(status, 200, "{path}: {page}");
    page
}

/// What a list tells, page by page, until it names no next one.
async fn pages(
    world: &World,
    cookie: &str,
    (list, limit): (&str, usize),
    key: &str,
) -> Vec<Vec<String>> {
    let (mut pages, mut after) = (Vec::new(), String::new());
    loop {
        let path = format!("{list}limit={limit}{after}");
        let read = page(world, cookie, &path).await;
        pages.push(told(&read, key));
        let Some(next) = read["next"].as_str() else {
            return pages;
        };
        after = format!("&after={next}");
    }
}

/// All pages are full but the last, and say together what the list says at once.
fn assert_dense(pages: &[Vec<String>], limit: usize, all: &[String]) {
    assert_eq!(pages.concat(), all);
    let (last, full) = pages.split_last().unwrap();
    assert!(full.iter().all(|page| page.len() == limit), "{pages:?}");
    assert!((1..=limit).contains(&last.len()), "{pages:?}");
}

fn helper(number: u8) -> ImportPerson {
    let mut id = [0x11; 16];
    id[15] = number;
    ImportPerson {
        person: Person {
            user: UserId::from_bytes(id),
            name: format!("协管员{number}"),
            phone: String::new(),
            organization: if number.is_multiple_of(2) {
                "甲队"
            } else {
                "乙队"
            }
            .to_owned(),
        },
        account: None,
        password: None,
    }
}

fn import(world: &World, people: Vec<ImportPerson>) {
    let file = ImportFile {
        people,
        ..ImportFile::default()
    };
    world.admin().import(&file).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_read_page_by_page_and_each_comes_once() {
    let world = two_townships().await;
    let officer = world.cookie("officer").await;
    let all = told(&page(&world, &officer, PEOPLE).await, "id");
    let names = told(&page(&world, &officer, PEOPLE).await, "name");
    assert!(names.contains(&"周大山".to_owned()));
    assert!(
        !names.contains(&"人员7".to_owned()),
        "of the other township"
    );
    let mut sorted = all.clone();
    sorted.sort();
    assert_eq!(all, sorted, "an order that stays");
    // Those who are left out of what the officer manages leave no gap in a page.
    for limit in [1, 2, all.len()] {
        let read = pages(&world, &officer, (PEOPLE, limit), "id").await;
        assert_dense(&read, limit, &all);
    }

    // Somebody who is entered in front meanwhile moves nobody to another page.
    let first = page(&world, &officer, &format!("{PEOPLE}limit=2")).await;
    import(&world, vec![helper(1)]);
    let next = first["next"].as_str().unwrap();
    let path = format!("{PEOPLE}limit=2&after={next}");
    let second = page(&world, &officer, &path).await;
    assert_eq!(told(&second, "id"), all[2..4]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_for_people_holds_on_every_page_and_no_page_is_without_end() {
    let world = two_townships().await;
    import(&world, (1..=205).map(helper).collect());
    let officer = world.cookie("officer").await;
    for (asked, found) in [("q=协管员20&", 7), ("q=甲队&", 102), ("q=OFFICER&", 1)] {
        let list = format!("{PEOPLE}{asked}");
        let all = told(
            &page(&world, &officer, &format!("{list}limit=200")).await,
            "id",
        );
        assert_eq!(all.len(), found, "{asked}");
        let read = pages(&world, &officer, (list.as_str(), 5), "id").await;
        assert_dense(&read, 5, &all);
    }
    for (asked, count) in [
        ("", 50),
        ("limit=0", 1),
        ("limit=200", 200),
        ("limit=9999", 200),
    ] {
        let read = page(&world, &officer, &format!("{PEOPLE}{asked}")).await;
        assert_eq!(told(&read, "id").len(), count, "{asked}");
        assert!(read["next"].is_string(), "{asked}");
    }
    let long = format!("q={}", "长".repeat(65));
    for bad in [
        "after=AAAA",
        "limit=x",
        "limit=-1",
        "unknown=1",
        long.as_str(),
    ] {
        let (status, refused) = world.get(&officer, &format!("{PEOPLE}{bad}")).await;
        let told = (status, refused["code"].as_str());
        assert_eq!(told, (400, Some("bad_request")), "{bad}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn frozen_figures_are_read_page_by_page_by_who_may_read_them() {
    let world = two_townships().await;
    let mut made = 0;
    for month in ["2026-09-30", "2026-10-31"] {
        world.clock.advance_ms(31 * DAY_MS);
        let county = world.cookie("county").await;
        let freeze = json!({"kind": "month", "on": month});
        let (status, done) = world.post(&county, "/api/v1/snapshots", &freeze).await;
        assert_eq!(status, 200, "{done}");
        made += done["snapshots"].as_object().unwrap().len();
        made += usize::from(done["county"].is_string());
    }
    let county = world.cookie("county").await;
    let whole = page(&world, &county, MONTHS).await;
    let all = told(&whole, "digest");
    assert_eq!(all.len(), made);
    let periods = told(&whole, "period");
    assert!(periods[0] == "2026年9月" && periods[made - 1] == "2026年10月");
    assert!(whole["next"].is_null(), "{whole}");
    for limit in [1, 4, made] {
        let read = pages(&world, &county, (MONTHS, limit), "digest").await;
        assert_dense(&read, limit, &all);
    }

    // What a village may not read lies between, and leaves no gap in its pages.
    let village = world.cookie("village1").await;
    let mine: Vec<String> = [grid(1), grid(10)].map(|it| it.to_string()).to_vec();
    let own = told(&page(&world, &village, MONTHS).await, "grid");
    assert_eq!(own, [mine.clone(), mine].concat());
    let digests = told(&page(&world, &village, MONTHS).await, "digest");
    for limit in [1, 3] {
        let read = pages(&world, &village, (MONTHS, limit), "digest").await;
        assert_dense(&read, limit, &digests);
    }
    let none = page(&world, &county, "/api/v1/snapshots?kind=year").await;
    assert_eq!(none, json!({"items": []}));

    let never = encode_cursor(i64::MAX, RecordId::from_bytes([1; 16]));
    let never = format!("after={never}");
    for bad in ["after=AAAA", "limit=x", "unknown=1", never.as_str()] {
        let (status, refused) = world.get(&county, &format!("{MONTHS}{bad}")).await;
        let told = (status, refused["code"].as_str());
        assert_eq!(told, (400, Some("bad_request")), "{bad}");
    }
}
