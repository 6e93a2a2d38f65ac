//! The table of routes against the router, the description of the API and every role.

use std::collections::BTreeSet;

use reqwest::Method;
use reqwest::header::COOKIE;
use wangge_domain::RecordId;
use wangge_domain::people::{Person, Role, RoleGrant, Scope};
use wangge_domain::policy::default_pack;
use wangge_domain::{Timestamp, UserId};

use super::world::{PASSWORD, World, grid};
use crate::access::{Door, Noted, TABLE};
use crate::admin::{ImportFile, ImportPerson};

/// Every role that a person can have, with a grant as wide as it may be.
fn roles() -> Vec<(Role, Scope, Option<&'static str>)> {
    let below = |number| Scope::Subtree(grid(number));
    vec![
        (Role::GridWorker, below(10), None),
        (Role::VillageAdmin, below(1), None),
        (Role::StationOfficer, below(0), None),
        (Role::Police, below(0), None),
        (Role::DeptOfficer, Scope::Tenant, Some("PSB")),
        (Role::FireOfficer, Scope::Tenant, None),
        (Role::CountyAdmin, Scope::Tenant, None),
        (Role::CountyGovernment, Scope::Tenant, None),
        (Role::Auditor, Scope::Tenant, None),
        (
            Role::EnterpriseSafetyOfficer,
            Scope::Premises(RecordId::from_bytes([9; 16])),
            None,
        ),
        (Role::RelayAdmin, Scope::Tenant, None),
    ]
}

fn rows_of_the_router() -> BTreeSet<(String, String)> {
    let source = include_str!("../routes.rs");
    let body = source.split_once("pub(crate) fn router").unwrap().1;
    let mut rows = BTreeSet::new();
    for part in body.split(".route(").skip(1) {
        let part = part.trim_start();
        let (path, rest) = match part.strip_prefix("STYLE_PATH") {
            Some(rest) => (crate::http::STYLE_PATH, rest),
            None => part.trim_start_matches('"').split_once('"').unwrap(),
        };
        let rest = rest.split(".fallback(").next().unwrap();
        for method in ["get", "post", "head", "options", "patch", "delete", "put"] {
            let called = rest.match_indices(&format!("{method}(")).any(|(at, _)| {
                let (before, _) = rest.split_at(at);
                !before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':')
            });
            if called {
                rows.insert((method.to_uppercase(), path.to_owned()));
            }
        }
    }
    rows
}

#[test]
fn the_table_is_the_router() {
    let table: BTreeSet<(String, String)> = TABLE
        .iter()
        .map(|rule| (rule.method.to_owned(), rule.route.to_owned()))
        .collect();
    assert_eq!(table.len(), TABLE.len(), "a row stands twice");
    let router = rows_of_the_router();
    let missing: Vec<_> = router.difference(&table).collect();
    let surplus: Vec<_> = table.difference(&router).collect();
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "missing {missing:?}, surplus {surplus:?}"
    );
}

#[test]
fn every_route_of_the_description_is_in_the_table() {
    let document: serde_json::Value = serde_json::from_str(&crate::openapi_document()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let method = method.to_uppercase();
            let known = TABLE
                .iter()
                .any(|rule| rule.method == method && rule.route == path);
            assert!(known, "{method} {path}");
        }
    }
}

#[test]
fn operations_are_those_of_the_policy_pack() {
    let pack = default_pack();
    for rule in TABLE {
        for operation in rule.operations {
            let held = pack.permissions.rows.iter();
            let held = held
                .flat_map(|row| &row.actions)
                .any(|one| one == operation);
            assert!(
                held,
                "{} {}: nobody may {operation}",
                rule.method, rule.route
            );
        }
        assert!(
            rule.operations.is_empty() || rule.door == Door::Session,
            "{}",
            rule.route
        );
        let is_write = rule.door == Door::Session && rule.method != "GET";
        assert!(
            !is_write || rule.noted != Noted::No,
            "{} is not audited",
            rule.route
        );
    }
}

/// An address of a route with made-up values.
fn address(route: &str) -> String {
    let id = "00000000-0000-7000-8000-000000000000";
    let parts = route
        .split('/')
        .map(|part| if part.starts_with('{') { id } else { part });
    parts.collect::<Vec<_>>().join("/")
}

async fn status(world: &World, method: &str, route: &str, cookie: Option<&str>) -> u16 {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let mut request = world.http.request(method, world.url(&address(route)));
    request = request
        .header("wangge-csrf", "1")
        .header("content-type", "application/json");
    if let Some(cookie) = cookie {
        request = request.header(COOKIE, cookie);
    }
    request.body("{}").send().await.unwrap().status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_at_every_route() {
    let world = World::start().await;
    let other = World::start().await;
    let (mut people, mut grants) = (Vec::new(), Vec::new());
    for (index, (role, scope, department)) in (0_u8..).zip(roles()) {
        let user = UserId::from_bytes([0x40 + index; 16]);
        people.push(ImportPerson {
            person: Person {
                user,
                name: format!("{role}"),
                phone: String::new(),
                organization: String::new(),
            },
            account: Some(role.to_string()),
            password: Some(PASSWORD.to_owned()),
        });
        grants.push(RoleGrant {
            user,
            role,
            scope,
            from: Timestamp(0),
            until: None,
            department: department.map(str::to_owned),
        });
    }
    let nobody = UserId::from_bytes([0x3F; 16]);
    people.push(ImportPerson {
        person: Person {
            user: nobody,
            name: "无角色".to_owned(),
            phone: String::new(),
            organization: String::new(),
        },
        account: Some("nobody".to_owned()),
        password: Some(PASSWORD.to_owned()),
    });
    let file = ImportFile {
        grids: Vec::new(),
        people,
        grants,
        credentials: Vec::new(),
        totals: Vec::new(),
    };
    world.admin().import(&file).unwrap();
    let pack = default_pack();
    let mut callers = vec![(None, world.cookie("nobody").await)];
    for (role, ..) in roles() {
        callers.push((Some(role), world.cookie(&role.to_string()).await));
    }
    let foreign = other.cookie("officer").await;
    let (mut cells, mut wrong) = (0, Vec::new());
    for rule in TABLE.iter().filter(|rule| rule.door == Door::Session) {
        if rule.route == "/api/v1/logout" {
            continue;
        }
        let (method, route) = (rule.method, rule.route);
        for (who, cookie) in [
            ("nobody signed in", None),
            ("another tenant", Some(&foreign)),
        ] {
            let got = status(&world, method, route, cookie.map(String::as_str)).await;
            cells += 1;
            if got != 401 {
                wrong.push(format!("{method} {route}, {who}: {got}"));
            }
        }
        let mut let_in = false;
        for (role, cookie) in &callers {
            let may = rule.operations.iter().all(|operation| {
                role.is_some_and(|role| pack.permissions.permits(role, operation).is_some())
            });
            let got = status(&world, method, route, Some(cookie)).await;
            cells += 1;
            // With its operations, or where the handler asks for one by what the request names,
            // a caller may still be refused for the place asked about, never for want of a session.
            let is_right = if may { got != 401 } else { got == 403 };
            let_in |= may && got != 403;
            if !is_right || got == 500 {
                wrong.push(format!("{method} {route}, {role:?} may {may}: {got}"));
            }
        }
        if !let_in {
            wrong.push(format!("{method} {route}: closed to everybody"));
        }
    }
    // Who runs the relay gives people their grids without reading what is found there.
    let keeper = world.cookie("relay_admin").await;
    let (found, grids) = world.get(&keeper, "/api/v1/grids").await;
    assert!(found == 200 && !grids.as_array().unwrap().is_empty());
    assert_eq!(world.get(&keeper, "/api/v1/premises").await.0, 403);
    assert!(cells > 1_000, "{cells}");
    assert!(wrong.is_empty(), "{} of {cells}: {wrong:#?}", wrong.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_device_route_opens_without_a_device() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    for rule in TABLE.iter().filter(|rule| rule.door == Door::Device) {
        for cookie in [None, Some(officer.as_str())] {
            let got = status(&world, rule.method, rule.route, cookie).await;
            assert_eq!(got, 401, "{} {}", rule.method, rule.route);
        }
    }
}
