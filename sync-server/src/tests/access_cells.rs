//! Role by route by place, every cell: fourteen people of all roles and scopes at every route about three
//! villages, of which two are of one township. What is not theirs looks as if it did not exist.

use wangge_domain::RecordId;
use wangge_domain::policy::default_pack;

use super::access_county::{Answer, Caller, Place, ask, callers, county, places};
use super::access_places::{Names, PLACES};
use super::phone::record;
use super::world::{OFFICER, SECOND_OFFICER, VILLAGE_ONE, VILLAGE_TWO, World, user};
use crate::access::{RouteRule, TABLE};

/// Ids in an address that are nobody's.
const NOBODY: &str = "00000000-0000-7000-8000-000000000000";
/// Neither ends, nor is anybody's alone: the stream of news, the one audit log, and what ends a session.
const LEFT_OUT: [&str; 3] = ["/api/v1/news", "/api/v1/audit", "/api/v1/logout"];
/// Lists that need a word in their address or a question: what is asked of each.
#[rustfmt::skip]
const ASKED: &[(&str, &str)] = &[
    ("/api/v1/snapshots", "/api/v1/snapshots?kind=month"),
    ("/api/v1/numbers/find", "/api/v1/numbers/find?text=%E8%B6%85%E5%B8%82"),
    ("/api/v1/feed/{table}", "/api/v1/feed/premises.csv"),
    ("/api/v1/feed/{table}", "/api/v1/feed/hazards.csv"),
    ("/api/v1/plans/{agency}", "/api/v1/plans/GRID"),
    ("/api/v1/plans/{agency}", "/api/v1/plans/PSB"),
    ("/api/v1/exchange/{system}", "/api/v1/exchange/platform_141"),
    ("/api/v1/transfers/{operation}", "/api/v1/transfers/x"),
    ("/api/v1/transfers/{operation}/export", "/api/v1/transfers/x/export"),
];

/// An address of a route about a record and a person.
fn address(route: &str, record: RecordId, place: &Place) -> String {
    let parts = route.split('/').map(|part| match part {
        "{record}" | "{premises}" | "{hazard}" | "{subject}" => record.to_string(),
        "{worker}" | "{user}" => place.person.to_string(),
        "{kind}" if route.contains("/papers/") => "dossier".to_owned(),
        "{kind}" => "call".to_owned(),
        "{sheet}" => "drill".to_owned(),
        "{purpose}" => "sample".to_owned(),
        part if part.starts_with('{') => NOBODY.to_owned(),
        part => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

/// One caller at one route.
struct Row<'a> {
    world: &'a World,
    caller: &'a Caller,
    rule: &'a RouteRule,
}

impl Row<'_> {
    async fn ask(&self, to: &str, body: &str) -> Answer {
        let asked = (self.rule.method, to);
        ask(
            self.world,
            &self.caller.cookie,
            asked,
            ("application/json", body),
        )
        .await
    }

    /// What is wrong with the cells about the three places.
    async fn judged(&self, names: Names) -> Vec<String> {
        match names {
            Names::Record(body) => self.record(body, true).await,
            Names::Other(body) => self.record(body, false).await,
            Names::Person(body) => {
                let to = |place: &Place| address(self.rule.route, place.record, place);
                let body = |place: &Place| body.replace('$', &place.person.to_string());
                self.area(&to, &body).await
            }
            Names::Grid(query, body) => {
                let with = |text: &str, place: &Place| text.replace('$', &place.grid.to_string());
                let to = |place: &Place| {
                    let at = address(self.rule.route, place.record, place);
                    format!("{at}?{}", with(query, place))
                };
                self.area(&to, &|place| with(body, place)).await
            }
            Names::Filter(query) => self.filter(query).await,
            Names::Open | Names::Within | Names::Nothing => self.lists().await,
        }
    }

    /// A record that is not theirs is told apart from none by nothing; their own is there.
    async fn record(&self, body: &str, is_there: bool) -> Vec<String> {
        let all = places();
        let none = address(self.rule.route, record(99), &all[0]);
        let none = self.ask(&none, body).await.told();
        let mut wrong = Vec::new();
        for (index, place) in all.iter().enumerate() {
            let to = address(self.rule.route, place.record, place);
            let told = self.ask(&to, body).await.told();
            let is_own = self.caller.has_record(self.rule, index);
            if is_own && is_there && told.0 == none.0 {
                wrong.push(format!("{}: {told:?} as of none", place.name));
            }
            if !is_own && told != none {
                wrong.push(format!("{}: {told:?}, not {none:?}", place.name));
            }
        }
        wrong
    }

    /// A person or a grid that is not theirs is refused; their own is not, where the table asks for the
    /// operation. Officers of a department may ask where visits with them are due, and hear of none.
    async fn area(
        &self,
        to: &dyn Fn(&Place) -> String,
        body: &dyn Fn(&Place) -> String,
    ) -> Vec<String> {
        let mut wrong = Vec::new();
        for (index, place) in places().iter().enumerate() {
            let answer = self.ask(&to(place), &body(place)).await;
            let is_own = self.caller.has_grid(self.rule, index);
            let is_silent = self.caller.account == "department" && !answer.tells_of(place);
            let opens = is_own && !self.rule.operations.is_empty();
            if (opens && answer.is_refused()) || (!is_own && !answer.is_refused() && !is_silent) {
                wrong.push(format!("{}: {:?}", place.name, answer.told()));
            }
        }
        wrong
    }

    /// To look in a grid that is not theirs shows nothing of it.
    async fn filter(&self, query: &str) -> Vec<String> {
        let mut wrong = Vec::new();
        for (index, place) in places().iter().enumerate() {
            let query = query.replace('$', &place.grid.to_string());
            let to = format!("{}?{query}", address(self.rule.route, place.record, place));
            let answer = self.ask(&to, "").await;
            let is_own = self.caller.has_record(self.rule, index);
            if !is_own && answer.tells_of(place) {
                wrong.push(format!("{}: told of", place.name));
            }
            let is_list = self.rule.route == "/api/v1/premises";
            if is_own && is_list && !answer.tells_of(place) {
                wrong.push(format!("{}: not told of", place.name));
            }
        }
        wrong
    }

    /// What a list answers holds nothing from elsewhere.
    async fn lists(&self) -> Vec<String> {
        let route = self.rule.route;
        if self.rule.method != "GET" {
            return Vec::new();
        }
        let asked = ASKED.iter().filter(|(of, _)| *of == route);
        let mut asked: Vec<&str> = asked.map(|(_, to)| *to).collect();
        if asked.is_empty() && !route.contains('{') {
            asked.push(route);
        }
        let mut wrong = Vec::new();
        for to in asked {
            let answer = self.ask(to, "").await;
            for (index, place) in places().iter().enumerate() {
                let is_own = self.caller.has_record(self.rule, index)
                    || self.caller.has_grid(self.rule, index);
                if !is_own && answer.tells_of(place) {
                    wrong.push(format!("{to} tells of {}", place.name));
                }
            }
        }
        wrong
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_role_and_scope_at_every_route_about_every_village() {
    let (world, _phones) = county().await;
    let callers = callers(&world).await;
    let pack = default_pack();
    let (mut cells, mut closed, mut wrong) = (0, 0, Vec::new());
    for (method, route, names) in PLACES {
        if LEFT_OUT.contains(route) {
            continue;
        }
        let rule = TABLE
            .iter()
            .find(|rule| (rule.method, rule.route) == (*method, *route))
            .unwrap();
        for caller in &callers {
            cells += places().len();
            let row = Row {
                world: &world,
                caller,
                rule,
            };
            let found = if caller.may(&pack, rule.operations) {
                row.judged(*names).await
            } else {
                // Without the operation there is no place at which the door opens.
                closed += places().len();
                let to = address(route, places()[0].record, &places()[0]);
                let told = row.ask(&to, "{}").await.told();
                let is_closed = told == (403, "\"forbidden\"".to_owned());
                (!is_closed)
                    .then(|| format!("not closed: {told:?}"))
                    .into_iter()
                    .collect()
            };
            let who = caller.account;
            wrong.extend(
                found
                    .iter()
                    .map(|it| format!("{method} {route}, {who}: {it}")),
            );
        }
    }
    println!("{cells} cells of role, route and place, {closed} of them behind a closed door");
    assert!(cells > 4_000, "{cells}");
    assert!(wrong.is_empty(), "{} of {cells}: {wrong:#?}", wrong.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_exports_one_area_and_reads_another_does_not_export_the_other() {
    let (world, _phones) = county().await;
    let hats = world.cookie("hats").await;
    let [near, far, neighbour] = places();
    for (place, read, exported) in [(near, 200, 200), (far, 200, 404), (neighbour, 404, 404)] {
        let card = format!("/api/v1/records/{}", place.record);
        assert_eq!(world.get(&hats, &card).await.0, read, "{}", place.name);
        let file = format!("/api/v1/evidence/{}", place.record);
        let got = ask(&world, &hats, ("GET", &file), ("text/plain", "")).await;
        assert_eq!(got.status, exported, "{}: {}", place.name, got.text);
    }
    for file in ["premises.csv", "ledger.csv"] {
        let to = format!("/api/v1/{file}");
        let got = ask(&world, &hats, ("GET", &to), ("text/plain", "")).await;
        assert_eq!(got.status, 200, "{file}");
        assert!(!got.text.contains("异镇超市"), "{file}: {}", got.text);
    }
    // A sheet is read in both, and taken away from one.
    let county = world.cookie("county").await;
    for (area, title) in [(near_grid(), "本村演练"), (far_grid(), "异镇演练")] {
        let row = serde_json::json!({
            "key": format!("{area}/{title}"),
            "entry": {"area": area, "title": title, "planned_on": "2026-09-01"},
        });
        let (status, set) = world.post(&county, "/api/v1/registers/drill", &row).await;
        assert_eq!(status, 200, "{set}");
    }
    let (_, shown) = world.get(&hats, "/api/v1/sheets/drill").await;
    let shown = shown.to_string();
    assert!(
        shown.contains("本村演练") && shown.contains("异镇演练"),
        "{shown}"
    );
    let to = "/api/v1/sheets/drill/export";
    let taken = ask(&world, &hats, ("GET", to), ("text/plain", "")).await;
    assert_eq!(taken.status, 200);
    let text = taken.text;
    assert!(
        text.contains("本村演练") && !text.contains("异镇演练"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_ended_of_those_in_charge_alone() {
    let (world, _phones) = county().await;
    let officer = world.cookie("officer").await;
    let (police, county) = (world.cookie("police").await, world.cookie("county").await);
    let to = |number: u8| format!("/api/v1/sessions/{}", user(number));
    // The field of the township; officers there, own grade included; and whom nobody here knows of.
    let cells = [
        (&[20, 21, VILLAGE_ONE, VILLAGE_TWO, 24][..], 204),
        (&[9, SECOND_OFFICER][..], 403),
        (&[8, 10, 11, 22, 23, 25][..], 404),
    ];
    for (whose, expected) in cells {
        for number in whose {
            let path = to(*number);
            let got = ask(&world, &officer, ("DELETE", &path), ("text/plain", "")).await;
            assert_eq!(got.status, expected, "{number}: {}", got.text);
        }
    }
    for cookie in [&police, &county] {
        assert_eq!(world.get(cookie, "/api/v1/me").await.0, 200);
    }
    // The whole tenant is in charge of everybody.
    let path = to(OFFICER);
    let ended = ask(&world, &county, ("DELETE", &path), ("text/plain", "")).await;
    assert_eq!(ended.status, 204);
    assert_eq!(world.get(&officer, "/api/v1/me").await.0, 401);
}

fn near_grid() -> String {
    places()[0].grid.to_string()
}

fn far_grid() -> String {
    places()[1].grid.to_string()
}
