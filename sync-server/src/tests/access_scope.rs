//! Role by route by place: what lies in another township looks to whoever is of this one as if it did
//! not exist, and to whoever is of the whole tenant like anything else.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use reqwest::Method;
use reqwest::header::COOKIE;
use serde_json::{Value, json};
use wangge_domain::control::{Grid, GridLevel};
use wangge_domain::people::{Person, Role, RoleGrant, Scope};
use wangge_domain::policy::{PolicyPack, default_pack};
use wangge_domain::{GridId, RecordId, Timestamp, UserId};

use super::access_places::{Names, PLACES};
use super::phone::{Phone, record};
use super::world::{PASSWORD, WORKER, World, grid, stream, user};
use crate::access::{Door, RouteRule, TABLE};
use crate::admin::{ImportFile, ImportPerson};

/// Worker of the other township.
const FAR_WORKER: u8 = 7;
/// Ids in an address that are nobody's.
const NOBODY: &str = "00000000-0000-7000-8000-000000000000";
/// Neither ends, nor is anybody's alone: the stream of news, and the one audit log of the tenant.
const NOT_LOOKED_INTO: [&str; 2] = ["/api/v1/news", "/api/v1/audit"];

/// One township's part of what is asked about.
struct Place {
    record: RecordId,
    name: &'static str,
    person: UserId,
    grid: GridId,
}

/// Somebody with a session: of one township, or of the whole tenant.
struct Caller {
    role: Role,
    cookie: String,
    home: Option<usize>,
}

fn places() -> [Place; 2] {
    [
        Place {
            record: record(1),
            name: "本镇超市",
            person: user(WORKER),
            grid: grid(10),
        },
        Place {
            record: record(2),
            name: "异镇超市",
            person: user(FAR_WORKER),
            grid: grid(14),
        },
    ]
}

/// A second township with a worker, and somebody of each kind of scope.
pub(super) fn second_township() -> ImportFile {
    let draw = |number, level, parent: Option<u8>, name: &str| Grid {
        grid: grid(number),
        level,
        parent: parent.map(grid),
        code: format!("500119-{number}"),
        name: name.to_owned(),
        head: None,
        valid_from: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
        valid_until: None,
        boundary: Vec::new(),
    };
    let people = [
        (FAR_WORKER, None, Role::GridWorker, Scope::Subtree(grid(14))),
        (
            8,
            Some("station2"),
            Role::StationOfficer,
            Scope::Subtree(grid(3)),
        ),
        (9, Some("police"), Role::Police, Scope::Subtree(grid(0))),
        (10, Some("county"), Role::CountyAdmin, Scope::Tenant),
        (11, Some("auditor"), Role::Auditor, Scope::Tenant),
    ];
    ImportFile {
        grids: vec![
            draw(3, GridLevel::Large, None, "另一镇"),
            draw(4, GridLevel::Medium, Some(3), "三村"),
            draw(14, GridLevel::Small, Some(4), "三村第1网格"),
        ],
        people: people
            .iter()
            .map(|(number, account, ..)| ImportPerson {
                person: Person {
                    user: user(*number),
                    name: format!("人员{number}"),
                    phone: String::new(),
                    organization: String::new(),
                },
                account: account.map(str::to_owned),
                password: account.map(|_| PASSWORD.to_owned()),
            })
            .collect(),
        grants: people
            .into_iter()
            .map(|(number, _, role, scope)| RoleGrant {
                user: user(number),
                role,
                scope,
                from: Timestamp(0),
                until: None,
                department: None,
            })
            .collect(),
        credentials: Vec::new(),
        totals: Vec::new(),
    }
}

/// Two townships with a premises each.
pub(super) async fn two_townships() -> World {
    let world = World::start().await;
    world.admin().import(&second_township()).unwrap();
    for (worker, number, small, name) in
        [(WORKER, 1, 0, "本镇超市"), (FAR_WORKER, 2, 4, "异镇超市")]
    {
        let mut phone = Phone::enroll(&world, worker).await;
        phone.sync(&world).await;
        phone.premises(&world, number, stream(small), name);
        assert_eq!(phone.sync(&world).await.accepted, 1);
    }
    world
}

async fn callers(world: &World) -> Vec<Caller> {
    let mut callers = Vec::new();
    for (account, role, home) in [
        ("village1", Role::VillageAdmin, Some(0)),
        ("officer", Role::StationOfficer, Some(0)),
        ("police", Role::Police, Some(0)),
        ("station2", Role::StationOfficer, Some(1)),
        ("county", Role::CountyAdmin, None),
        ("auditor", Role::Auditor, None),
    ] {
        callers.push(Caller {
            role,
            cookie: world.cookie(account).await,
            home,
        });
    }
    callers
}

/// An address of a route about a place.
fn address(route: &str, record: RecordId, person: UserId) -> String {
    let parts = route.split('/').map(|part| match part {
        "{record}" | "{premises}" | "{hazard}" | "{subject}" => record.to_string(),
        "{worker}" | "{user}" => person.to_string(),
        "{kind}" if route.contains("/papers/") => "dossier".to_owned(),
        "{kind}" => "call".to_owned(),
        "{sheet}" => "drill".to_owned(),
        "{purpose}" => "sample".to_owned(),
        part if part.starts_with('{') => NOBODY.to_owned(),
        part => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

async fn ask(world: &World, caller: &Caller, rule: &RouteRule, to: &str, body: &str) -> Answer {
    let method = Method::from_bytes(rule.method.as_bytes()).unwrap();
    let request = world.http.request(method, world.url(to));
    let response = request
        .header(COOKIE, &caller.cookie)
        .header("wangge-csrf", "1")
        .header("content-type", "application/json")
        .body(body.to_owned())
        .send()
        .await
        .unwrap();
    let status = response.status().as_u16();
    let bytes = response.bytes().await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Answer { status, text }
}

struct Answer {
    status: u16,
    text: String,
}

impl Answer {
    fn is_refused(&self) -> bool {
        self.status == 403 || self.status == 404
    }

    /// What a caller can tell answers apart by.
    fn told(&self) -> (u16, String) {
        let body: Value = serde_json::from_str(&self.text).unwrap_or_default();
        (self.status, body["code"].to_string())
    }

    fn tells_of(&self, place: &Place) -> bool {
        let ids = [place.record.to_string(), place.person.to_string()];
        self.text.contains(place.name) || ids.iter().any(|id| self.text.contains(id.as_str()))
    }
}

fn may(pack: &PolicyPack, rule: &RouteRule, role: Role) -> bool {
    let mut operations = rule.operations.iter();
    operations.all(|operation| pack.permissions.permits(role, operation).is_some())
}

/// What is wrong with one cell of the table, if anything.
async fn judged(world: &World, caller: &Caller, rule: &RouteRule, names: Names) -> Option<String> {
    let places = places();
    let near = &places[caller.home.unwrap_or(0)];
    let far = &places[1 - caller.home.unwrap_or(0)];
    let at = |place: &Place| address(rule.route, place.record, place.person);
    // Where the handler asks for the operation, the place alone does not open a route.
    let opens = !rule.operations.is_empty();
    let is_wide = caller.home.is_none();
    match names {
        Names::Record(body) | Names::Other(body) => {
            let own = ask(world, caller, rule, &at(near), body).await;
            let other = ask(world, caller, rule, &at(far), body).await;
            let nobody = address(rule.route, record(99), far.person);
            let none = ask(world, caller, rule, &nobody, body).await;
            if is_wide {
                return (own.told() != other.told()).then(|| "places differ".to_owned());
            }
            if other.told() != none.told() {
                return Some(format!("{:?}, not {:?}", other.told(), none.told()));
            }
            let is_told = own.status != none.status && other.is_refused();
            (matches!(names, Names::Record(_)) && !is_told)
                .then(|| format!("own {:?}, other {:?}", own.told(), other.told()))
        }
        Names::Person(body) => {
            let with = |place: &Place| body.replace('$', &place.person.to_string());
            let own = ask(world, caller, rule, &at(near), &with(near)).await;
            let other = ask(world, caller, rule, &at(far), &with(far)).await;
            wrong(&own, &other, opens, is_wide)
        }
        Names::Grid(query, body) => {
            let with = |text: &str, place: &Place| text.replace('$', &place.grid.to_string());
            let to = |place: &Place| format!("{}?{}", at(place), with(query, place));
            let own = ask(world, caller, rule, &to(near), &with(body, near)).await;
            let other = ask(world, caller, rule, &to(far), &with(body, far)).await;
            wrong(&own, &other, opens, is_wide)
        }
        Names::Filter(query) => {
            let query = query.replace('$', &far.grid.to_string());
            let to = format!("{}?{query}", at(far));
            let other = ask(world, caller, rule, &to, "").await;
            let tells = !is_wide && !other.is_refused() && other.tells_of(far);
            tells.then(|| "tells of another township".to_owned())
        }
        Names::Open | Names::Within | Names::Nothing => {
            let looked = rule.method == "GET" && !rule.route.contains('{');
            if is_wide || !looked || NOT_LOOKED_INTO.contains(&rule.route) {
                return None;
            }
            let given = ask(world, caller, rule, rule.route, "").await;
            given
                .tells_of(far)
                .then(|| "tells of another township".to_owned())
        }
    }
}

fn wrong(own: &Answer, other: &Answer, opens: bool, is_wide: bool) -> Option<String> {
    let is_right = if is_wide {
        !opens || own.is_refused() == other.is_refused()
    } else {
        other.is_refused() && !(opens && own.is_refused())
    };
    (!is_right).then(|| format!("own {:?}, other {:?}", own.told(), other.told()))
}

#[test]
fn every_route_says_what_it_names() {
    let sessions = || TABLE.iter().filter(|rule| rule.door == Door::Session);
    let routes: BTreeSet<_> = sessions().map(|rule| (rule.method, rule.route)).collect();
    let entered: BTreeSet<_> = PLACES.iter().map(|it| (it.0, it.1)).collect();
    assert_eq!(entered.len(), PLACES.len(), "a row stands twice");
    let missing: Vec<_> = routes.difference(&entered).collect();
    let surplus: Vec<_> = entered.difference(&routes).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "missing {missing:?}, surplus {surplus:?}"
    );
    // What an address or the description of the API names is not passed over.
    let document: Value = serde_json::from_str(&crate::openapi_document()).unwrap();
    for (method, route, names) in PLACES {
        let passed_over = matches!(names, Names::Nothing | Names::Within | Names::Open);
        let ids = [
            "{record}",
            "{premises}",
            "{hazard}",
            "{subject}",
            "{worker}",
            "{user}",
        ];
        let by_path = ids.iter().any(|id| route.contains(id));
        assert!(!(passed_over && by_path), "{method} {route}");
        let described = &document["paths"][route][method.to_lowercase()]["parameters"];
        let asked = described.as_array().into_iter().flatten();
        let by_query = asked.filter(|it| it["in"] == "query").any(|it| {
            let name = it["name"].as_str().unwrap_or_default();
            ["grid", "village", "township"].contains(&name)
        });
        assert!(
            !by_query || !passed_over || *names == Names::Open,
            "{method} {route}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_at_every_route_about_every_place() {
    let world = two_townships().await;
    let callers = callers(&world).await;
    let pack = default_pack();
    let (mut cells, mut wrong) = (0, Vec::new());
    for (method, route, names) in PLACES {
        // It would end the session that the other cells need.
        if *route == "/api/v1/logout" {
            continue;
        }
        let rule = TABLE
            .iter()
            .find(|rule| (rule.method, rule.route) == (*method, *route))
            .unwrap();
        for caller in callers
            .iter()
            .filter(|caller| may(&pack, rule, caller.role))
        {
            cells += 1;
            if let Some(what) = judged(&world, caller, rule, *names).await {
                let home = caller.home;
                wrong.push(format!(
                    "{method} {route}, {} of {home:?}: {what}",
                    caller.role
                ));
            }
        }
    }
    assert!(cells > 150, "{cells}");
    assert!(wrong.is_empty(), "{} of {cells}: {wrong:#?}", wrong.len());
    // The marks are such as are told where they may be.
    let county = &callers[4];
    let (_, all) = world.get(&county.cookie, "/api/v1/premises").await;
    assert!(all.to_string().contains("异镇超市"), "{all}");
}

#[tokio::test(flavor = "multi_thread")]
async fn looks_at_who_complained_are_told_where_the_log_may_be_read() {
    let world = two_townships().await;
    let (officer, far) = (
        world.cookie("officer").await,
        world.cookie("station2").await,
    );
    let body = json!({
        "grid": grid(10).to_string(),
        "content": {},
        "first": { "step": "report.receive", "fields": {
            "source": "phone", "text": "通道堵塞", "reporter": "张三",
        }},
    });
    let (status, opened) = world.post(&officer, "/api/v1/cases/report", &body).await;
    assert_eq!(status, 200, "{opened}");
    let id = opened["record"].as_str().expect("it was opened");
    let path = format!("/api/v1/reporter-identities/{id}");
    let asked = json!({ "reason": "电话回访" });
    let (status, who) = world.post(&officer, &path, &asked).await;
    assert_eq!((status, &who["name"]), (200, &json!("张三")), "{who}");
    let (_, looks) = world.get(&officer, &path).await;
    assert_eq!(looks[0]["reason"], "电话回访", "{looks}");
    assert_eq!(world.get(&far, &path).await, (200, json!([])));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_ends_the_sessions_of_somebody_elsewhere() {
    let world = two_townships().await;
    let officer = world.cookie("officer").await;
    let (far, county) = (world.cookie("station2").await, world.cookie("county").await);
    for whose in [8, 10] {
        let path = format!("/api/v1/sessions/{}", user(whose));
        let request = world.http.delete(world.url(&path)).header(COOKIE, &officer);
        let refused = request.header("wangge-csrf", "1").send().await.unwrap();
        assert_eq!(refused.status(), 404);
    }
    for cookie in [far, county] {
        assert_eq!(world.get(&cookie, "/api/v1/me").await.0, 200);
    }
}
