use chrono::NaiveDate;

use super::kit::{announced, announcing, day, drawn, inputs, person, revealing, rules};
use crate::control::{ControlState, Grid, GridLevel};
use crate::draw::{
    DrawError, DrawInputs, DrawRecord, InspectorPool, announce, inspector_pool, reveal, verify,
};
use crate::people::{Credential, Role, RoleGrant, Scope};
use crate::policy::default_pack;
use crate::{GridId, RecordId, UserId};

fn grid_id(n: u8) -> GridId {
    GridId::from_bytes([n; 16])
}

fn on() -> NaiveDate {
    "2026-03-05".parse().unwrap()
}

fn grid(n: u8, level: GridLevel, parent: Option<u8>) -> (GridId, Grid) {
    let grid = Grid {
        grid: grid_id(n),
        level,
        parent: parent.map(grid_id),
        code: format!("500118119{n:03}"),
        name: format!("网格{n}"),
        head: None,
        valid_from: "2026-01-01".parse().unwrap(),
        valid_until: None,
        boundary: Vec::new(),
    };
    (grid.grid, grid)
}

fn grant(n: u8, role: Role, scope: Scope) -> RoleGrant {
    RoleGrant {
        user: person(n),
        role,
        scope,
        from: day("2026-01-01"),
        until: None,
        department: None,
    }
}

fn holds(n: u8, kind: &str, until: &str) -> Credential {
    Credential {
        user: person(n),
        kind: kind.to_owned(),
        number: format!("{kind}-{n}"),
        issuer: "县消防救援大队".to_owned(),
        valid_from: "2026-01-01".parse().unwrap(),
        valid_until: until.parse().unwrap(),
    }
}

/// Township 1 with village 2 and grid 3, township 4 beside it.
fn county() -> ControlState {
    let below = |n| Scope::Subtree(grid_id(n));
    let ended = |grant: RoleGrant, until: &str| RoleGrant {
        until: Some(day(until)),
        ..grant
    };
    ControlState {
        grids: [
            grid(1, GridLevel::Large, None),
            grid(2, GridLevel::Medium, Some(1)),
            grid(3, GridLevel::Small, Some(2)),
            grid(4, GridLevel::Large, None),
        ]
        .into(),
        grants: vec![
            grant(1, Role::StationOfficer, below(1)),
            grant(2, Role::Police, below(1)),
            grant(3, Role::FireOfficer, Scope::Tenant),
            grant(4, Role::StationOfficer, below(4)),
            ended(grant(6, Role::StationOfficer, below(1)), "2026-03-01"),
            grant(7, Role::CountyAdmin, Scope::Tenant),
            grant(8, Role::GridWorker, below(3)),
            grant(9, Role::StationOfficer, below(1)),
            grant(
                10,
                Role::EnterpriseSafetyOfficer,
                Scope::Premises(RecordId::from_bytes([9; 16])),
            ),
            grant(11, Role::StationOfficer, below(1)),
        ],
        credentials: vec![
            holds(1, "enforcement", "2027-12-31"),
            holds(2, "enforcement", "2027-12-31"),
            holds(3, "enforcement", "2027-12-31"),
            holds(4, "enforcement", "2027-12-31"),
            // Somebody in no role.
            holds(5, "enforcement", "2027-12-31"),
            holds(6, "enforcement", "2027-12-31"),
            holds(7, "enforcement", "2027-12-31"),
            holds(8, "inspection", "2027-12-31"),
            holds(9, "enforcement", "2026-03-04"),
            holds(10, "enforcement", "2027-12-31"),
            holds(10, "inspection", "2027-12-31"),
            holds(11, "inspection", "2027-12-31"),
        ],
        ..ControlState::default()
    }
}

fn pool(certificate: &str, within: Option<u8>) -> Vec<UserId> {
    let pool = inspector_pool(
        &county(),
        &default_pack(),
        certificate,
        within.map(grid_id),
        on(),
    );
    pool.into_iter().map(|it| it.id).collect()
}

fn people(numbers: &[u8]) -> Vec<UserId> {
    let mut people: Vec<UserId> = numbers.iter().map(|n| person(*n)).collect();
    people.sort();
    people
}

#[test]
fn who_is_drawn_works_there_on_that_day_and_holds_the_certificate() {
    assert_eq!(pool("enforcement", Some(1)), people(&[1, 2, 3]));
    assert_eq!(
        pool("enforcement", Some(3)),
        people(&[1, 2, 3]),
        "those above it, too"
    );
    assert_eq!(pool("enforcement", Some(4)), people(&[3, 4]));
    assert_eq!(pool("enforcement", None), people(&[1, 2, 3, 4]));
    assert_eq!(
        pool("inspection", Some(1)),
        people(&[8, 11]),
        "what a county's own pack may demand"
    );
}

fn with_pool(certificate: &str, rule: &str) -> DrawInputs {
    let mut inputs = inputs();
    inputs.pool = Some(InspectorPool {
        certificate: certificate.to_owned(),
        rule: rule.to_owned(),
    });
    inputs
}

#[test]
fn a_record_names_certificate_and_rule_and_one_of_before_none() {
    let mut inputs = inputs();
    inputs.pool = Some(InspectorPool::of("enforcement"));
    let record = announce(announcing(inputs), &rules()).unwrap();
    let drawn_by = reveal(&record, revealing()).unwrap();
    let bytes = drawn_by.to_bytes();
    assert_eq!(verify(&bytes), Ok(()));
    assert_eq!(DrawRecord::parse(&bytes), Ok(drawn_by));
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("\"certificate\":\"enforcement\"") && text.contains("持有有效"));

    let before = String::from_utf8(drawn().to_bytes()).unwrap();
    assert!(!before.contains("\"pool\""), "the bytes of before stay");
    let hash = |record: &DrawRecord| record.announcement().unwrap().inputs_hash;
    assert_ne!(
        hash(&record),
        hash(&announced()),
        "it is a part of the inputs"
    );

    for (certificate, rule) in [("", "规则"), ("enforcement", " ")] {
        let refused = announce(announcing(with_pool(certificate, rule)), &rules());
        assert_eq!(refused.unwrap_err(), DrawError::PoolUnnamed);
    }
}
