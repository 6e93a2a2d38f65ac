//! A county of two townships and three villages, and somebody of every role and of every scope in it.

use std::collections::BTreeSet;

use reqwest::Method;
use reqwest::header::COOKIE;
use serde_json::Value;
use wangge_domain::lifecycle::Event;
use wangge_domain::people::{Person, Role, RoleGrant, Scope};
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{GridId, RecordId, StreamId, Timestamp, UserId};
use wangge_sync_engine::client::{EventPlan, seal};

use super::access_scope::second_township;
use super::phone::{Phone, record};
use super::world::{OTHER_WORKER, PASSWORD, WORKER, World, grid, stream, user};
use crate::access::RouteRule;
use crate::admin::{ImportFile, ImportPerson};

/// Worker of the other township.
pub(super) const FAR_WORKER: u8 = 7;

/// A village's part of what is asked about.
pub(super) struct Place {
    /// Its premises.
    pub(super) record: RecordId,
    /// A hazard there.
    pub(super) hazard: RecordId,
    /// Name of the premises.
    pub(super) name: &'static str,
    /// Who works there.
    pub(super) person: UserId,
    /// Its small grid.
    pub(super) grid: GridId,
    /// Code of its village.
    pub(super) village: &'static str,
}

/// Village one, the other township's village, and village two of the first township.
pub(super) fn places() -> [Place; 3] {
    let place = |number: u8, name, person: u8, small: u8, village| Place {
        record: record(number),
        hazard: record(10 + number),
        name,
        person: user(person),
        grid: grid(small),
        village,
    };
    [
        place(1, "本村超市", WORKER, 10, "500118-1"),
        place(2, "异镇超市", FAR_WORKER, 14, "500119-4"),
        place(3, "邻村超市", OTHER_WORKER, 11, "500118-2"),
    ]
}

/// Somebody with a session, and what they may read: premises of these places, and of these the whole
/// grid.
pub(super) struct Caller {
    pub(super) account: &'static str,
    pub(super) role: Role,
    pub(super) cookie: String,
    records: &'static [usize],
    grids: &'static [usize],
}

/// Account, role, and the places of which they read the premises, and the grid.
type Known = (&'static str, Role, &'static [usize], &'static [usize]);

const EVERYWHERE: &[usize] = &[0, 1, 2];

#[rustfmt::skip]
const KNOWN: &[Known] = &[
    ("gridworker", Role::GridWorker, &[0], &[0]),
    // Granted more than a role of one grid can have: it counts for nothing.
    ("wide", Role::GridWorker, &[], &[]),
    ("village1", Role::VillageAdmin, &[0], &[0]),
    ("village2", Role::VillageAdmin, &[2], &[2]),
    ("officer", Role::StationOfficer, &[0, 2], &[0, 2]),
    ("station2", Role::StationOfficer, &[1], &[1]),
    ("police", Role::Police, &[0, 2], &[0, 2]),
    // What was sent to their department, and nothing was.
    ("department", Role::DeptOfficer, &[], &[]),
    ("fire", Role::FireOfficer, EVERYWHERE, EVERYWHERE),
    ("county", Role::CountyAdmin, EVERYWHERE, EVERYWHERE),
    ("government", Role::CountyGovernment, EVERYWHERE, EVERYWHERE),
    ("auditor", Role::Auditor, EVERYWHERE, EVERYWHERE),
    // One premises of a grid, and nothing else of it.
    ("owner", Role::EnterpriseSafetyOfficer, &[0], &[]),
    // Manages everybody everywhere and reads nothing.
    ("keeper", Role::RelayAdmin, EVERYWHERE, EVERYWHERE),
];

/// Those who are neither in the first township nor in the second one by themselves.
fn more_people() -> ImportFile {
    let below = |number| Scope::Subtree(grid(number));
    let people = [
        (20, "gridworker", Role::GridWorker, below(10)),
        (21, "wide", Role::GridWorker, below(0)),
        (22, "fire", Role::FireOfficer, Scope::Tenant),
        (23, "government", Role::CountyGovernment, Scope::Tenant),
        (
            24,
            "owner",
            Role::EnterpriseSafetyOfficer,
            Scope::Premises(record(1)),
        ),
        (25, "keeper", Role::RelayAdmin, Scope::Tenant),
        // Exports village one, and reads a grid of the other township.
        (26, "hats", Role::VillageAdmin, below(1)),
        (26, "hats", Role::GridWorker, below(14)),
    ];
    let mut named = BTreeSet::new();
    ImportFile {
        grids: Vec::new(),
        people: people
            .iter()
            .filter(|(number, ..)| named.insert(*number))
            .map(|(number, account, ..)| ImportPerson {
                person: Person {
                    user: user(*number),
                    name: format!("人员{number}"),
                    phone: String::new(),
                    organization: String::new(),
                },
                account: Some((*account).to_owned()),
                password: Some(PASSWORD.to_owned()),
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

/// A hazard at a premises, found and on the phone.
fn found(phone: &Phone, world: &World, place: &Place) {
    let log = StreamId::of_grid(place.grid);
    let edits = [
        ("premises", place.record.to_string().into()),
        ("description", format!("{}通道堵塞", place.name).into()),
        ("item", "SP-01".into()),
        ("common_key", "EXIT".into()),
        ("category", "疏散".into()),
        ("severity", "general".into()),
        ("source", "grid_patrol".into()),
        ("part", "一楼".into()),
        ("found_at_ms", Scalar::Int(world.now().0)),
    ];
    phone.edit(world, place.hazard, &RecordKind::Rectification, log, &edits);
    let found = EventPlan::WithVersion(Box::new(|version| Event::Found {
        version,
        suspected_major: false,
        life_threat: false,
    }));
    seal(&phone.ctx(world), place.hazard, vec![found], Vec::new()).unwrap();
}

/// The county with a premises and a hazard in each village, and the phones that put them there.
pub(super) async fn county() -> (World, Vec<Phone>) {
    let world = World::start().await;
    world.admin().import(&second_township()).unwrap();
    world.admin().import(&more_people()).unwrap();
    let mut phones = Vec::new();
    for ((place, worker), small) in places()
        .iter()
        .zip([WORKER, FAR_WORKER, OTHER_WORKER])
        .zip([0, 4, 1])
    {
        let mut phone = Phone::enroll(&world, worker).await;
        phone.sync(&world).await;
        let number = place.record.as_bytes()[0];
        phone.premises(&world, number, stream(small), place.name);
        found(&phone, &world, place);
        assert_eq!(phone.sync(&world).await.refused, []);
        phones.push(phone);
    }
    // Feeds leave out the last minute.
    world.clock.advance_ms(120_000);
    (world, phones)
}

/// Everybody, signed in.
pub(super) async fn callers(world: &World) -> Vec<Caller> {
    let mut callers = Vec::new();
    for (account, role, records, grids) in KNOWN {
        callers.push(Caller {
            account,
            role: *role,
            cookie: world.cookie(account).await,
            records,
            grids,
        });
    }
    callers
}

impl Caller {
    /// Whether the permission table lets the role in somewhere.
    pub(super) fn may(&self, pack: &PolicyPack, operations: &[&str]) -> bool {
        let mut operations = operations.iter();
        operations.all(|operation| pack.permissions.permits(self.role, operation).is_some())
    }

    /// Who manages without reading sees what the table gives to managers alone.
    fn reads(&self, rule: &RouteRule) -> bool {
        self.role != Role::RelayAdmin || !rule.operations.is_empty()
    }

    /// Whether the premises of a place is theirs at a route.
    pub(super) fn has_record(&self, rule: &RouteRule, place: usize) -> bool {
        self.reads(rule) && self.records.contains(&place)
    }

    /// Whether the grid of a place is theirs at a route.
    pub(super) fn has_grid(&self, rule: &RouteRule, place: usize) -> bool {
        self.reads(rule) && self.grids.contains(&place)
    }

    /// Whether they may do an operation on the whole grid of a place.
    pub(super) fn rules_over(&self, pack: &PolicyPack, operation: &str, place: usize) -> bool {
        self.may(pack, &[operation]) && self.grids.contains(&place)
    }
}

/// What came back.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) text: String,
}

impl Answer {
    pub(super) fn is_refused(&self) -> bool {
        self.status == 403 || self.status == 404
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }

    /// What a caller can tell answers apart by.
    pub(super) fn told(&self) -> (u16, String) {
        (self.status, self.json()["code"].to_string())
    }

    pub(super) fn tells_of(&self, place: &Place) -> bool {
        let ids = [
            place.record.to_string(),
            place.hazard.to_string(),
            place.person.to_string(),
        ];
        self.text.contains(place.name) || ids.iter().any(|id| self.text.contains(id.as_str()))
    }
}

/// Asks for something with somebody's session.
pub(super) async fn ask(
    world: &World,
    cookie: &str,
    (method, to): (&str, &str),
    (kind, body): (&str, &str),
) -> Answer {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let request = world.http.request(method, world.url(to));
    let response = request
        .header(COOKIE, cookie)
        .header("wangge-csrf", "1")
        .header("content-type", kind)
        .body(body.to_owned())
        .send()
        .await
        .unwrap();
    let status = response.status().as_u16();
    let bytes = response.bytes().await.unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Answer { status, text }
}
