use std::collections::BTreeMap;

use chrono::NaiveDate;
use wangge_domain::control::{Grid, GridLevel};
use wangge_domain::people::{Credential, Person, Role, RoleGrant, Scope};
use wangge_domain::premises::Contact;
use wangge_domain::{GridId, Timestamp, UserId};

use crate::seeded::{Draw, seeded};
use crate::township::contact_names::ContactMaker;

/// Everybody who acts, as the source counts them.
#[derive(Default)]
pub(super) struct Appointed {
    pub(super) people: Vec<Person>,
    pub(super) roles: Vec<RoleGrant>,
    pub(super) credentials: Vec<Credential>,
    /// Who answers for a village.
    pub(super) managers: BTreeMap<GridId, Contact>,
}

/// One leader and three full-time inspectors, twelve village managers with two villages each, a
/// worker for every group, a police officer, the relay's administrator.
pub(super) fn appoint(
    seed: u64,
    minted_ms: i64,
    grids: &mut [Grid],
    names: &mut ContactMaker,
) -> Appointed {
    let mut staff = Appointed::default();
    let town = Scope::Subtree(grids[0].grid);
    let mut add = |staff: &mut Appointed, role, scopes: Vec<Scope>, body: &str| {
        let random = seeded(seed, &format!("person/{}", staff.people.len())).ten_bytes();
        let (user, contact) = (UserId::mint(minted_ms, random), names.contact(false));
        for scope in scopes {
            staff.roles.push(RoleGrant {
                user,
                role,
                scope,
                from: Timestamp::start_of_china_day(day(2026, 1, 1)),
                until: None,
                department: None,
            });
        }
        staff.people.push(Person {
            user,
            name: contact.name.clone(),
            phone: contact.phone.clone(),
            organization: body.to_owned(),
        });
        (user, contact)
    };
    let body = "告成镇消防中队";
    for number in 0..4 {
        let (officer, _) = add(&mut staff, Role::StationOfficer, vec![town.clone()], body);
        certify(&mut staff, officer, Credential::INSPECTION, "培");
        certify(&mut staff, officer, Credential::ENFORCEMENT, "执");
        if number == 0 {
            grids[0].head = Some(officer);
        }
    }
    let (police, _) = add(&mut staff, Role::Police, vec![town], "告成派出所");
    certify(&mut staff, police, Credential::INSPECTION, "培");
    certify(&mut staff, police, Credential::ENFORCEMENT, "执");
    let office = "告成镇党政办公室";
    add(&mut staff, Role::RelayAdmin, vec![Scope::Tenant], office);

    let villages: Vec<GridId> = of_level(grids, GridLevel::Medium);
    for pair in villages.chunks(2) {
        let scopes = pair.iter().map(|grid| Scope::Subtree(*grid)).collect();
        let (manager, contact) = add(&mut staff, Role::VillageAdmin, scopes, "村级安全管理员");
        certify(&mut staff, manager, Credential::INSPECTION, "培");
        for village in pair {
            staff.managers.insert(*village, contact.clone());
            set_head(grids, *village, manager);
        }
    }
    for grid in of_level(grids, GridLevel::Small) {
        let scope = vec![Scope::Subtree(grid)];
        let (worker, _) = add(&mut staff, Role::GridWorker, scope, "村民小组");
        certify(&mut staff, worker, Credential::INSPECTION, "培");
        set_head(grids, grid, worker);
    }
    staff
}

fn of_level(grids: &[Grid], level: GridLevel) -> Vec<GridId> {
    let found = grids.iter().filter(|grid| grid.level == level);
    found.map(|grid| grid.grid).collect()
}

fn set_head(grids: &mut [Grid], which: GridId, head: UserId) {
    for grid in grids.iter_mut().filter(|grid| grid.grid == which) {
        grid.head = Some(head);
    }
}

fn certify(staff: &mut Appointed, user: UserId, kind: &str, word: &str) {
    let number = staff.credentials.len() + 1;
    staff.credentials.push(Credential {
        user,
        kind: kind.to_owned(),
        number: format!("告成演示{word}字第{number:04}号"),
        issuer: "县消防救援大队（演示）".to_owned(),
        valid_from: day(2025, 7, 1),
        valid_until: day(2027, 12, 31),
    });
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}
