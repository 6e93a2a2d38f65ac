use chrono::NaiveDate;
use wangge_domain::control::{Grid, GridLevel};
use wangge_domain::people::{Credential, Person, Role, RoleGrant, Scope};
use wangge_domain::premises::Contact;
use wangge_domain::{Timestamp, UserId};

use super::contact_names::ContactMaker;
use crate::seeded::{Draw, seeded};

/// People with their roles and certificates.
pub(super) struct Staff {
    pub(super) people: Vec<Person>,
    pub(super) roles: Vec<RoleGrant>,
    pub(super) credentials: Vec<Credential>,
    seed: u64,
    minted_ms: i64,
}

impl Staff {
    /// Fills every post and enters who answers for which grid.
    pub(super) fn appoint(
        seed: u64,
        minted_ms: i64,
        grids: &mut [Grid],
        names: &mut ContactMaker,
    ) -> Self {
        let (people, roles, credentials) = (Vec::new(), Vec::new(), Vec::new());
        let mut staff = Self {
            people,
            roles,
            credentials,
            seed,
            minted_ms,
        };
        let town = grids[0].grid;

        let station = "青峰镇消防工作站";
        let first = staff.add(
            names,
            false,
            Role::StationOfficer,
            Scope::Subtree(town),
            station,
        );
        let second = staff.add(
            names,
            false,
            Role::StationOfficer,
            Scope::Subtree(town),
            station,
        );
        for officer in [first, second] {
            staff.certify(officer, Credential::INSPECTION, "培", (2026, 12, 31));
            staff.certify(officer, Credential::ENFORCEMENT, "执", (2027, 12, 31));
        }
        let police = staff.add(
            names,
            false,
            Role::Police,
            Scope::Subtree(town),
            "青峰派出所",
        );
        staff.certify(police, Credential::INSPECTION, "培", (2026, 12, 31));
        staff.certify(police, Credential::ENFORCEMENT, "执", (2027, 12, 31));
        staff.add(
            names,
            false,
            Role::RelayAdmin,
            Scope::Tenant,
            "青峰镇党政办公室",
        );
        grids[0].head = Some(first);

        let mut workers = 0;
        for grid in grids.iter_mut().skip(1) {
            let scope = Scope::Subtree(grid.grid);
            let head = if grid.level == GridLevel::Medium {
                let body = village_body(&grid.name);
                staff.add(names, false, Role::VillageAdmin, scope, &body)
            } else {
                workers += 1;
                let rare = workers % 6 == 0;
                staff.add(names, rare, Role::GridWorker, scope, &grid.name)
            };
            staff.certify(head, Credential::INSPECTION, "培", (2026, 12, 31));
            grid.head = Some(head);
        }

        // A thirteenth worker whose certificate ran out in the summer: to be refused.
        let first_small = grids.iter().find(|grid| grid.level == GridLevel::Small);
        if let Some(grid) = first_small {
            let scope = Scope::Subtree(grid.grid);
            let late = staff.add(names, false, Role::GridWorker, scope, &grid.name);
            staff.certify(late, Credential::INSPECTION, "培", (2026, 6, 30));
        }
        staff
    }

    /// The village manager whose body is named for this village.
    pub(super) fn contact_of(&self, village: &str) -> Contact {
        let found = self
            .people
            .iter()
            .find(|person| person.organization == village_body(village))
            .expect("every village has a manager");
        Contact {
            name: found.name.clone(),
            phone: found.phone.clone(),
        }
    }

    fn add(
        &mut self,
        names: &mut ContactMaker,
        rare: bool,
        role: Role,
        scope: Scope,
        organization: &str,
    ) -> UserId {
        let random = seeded(self.seed, &format!("person/{}", self.people.len())).ten_bytes();
        let user = UserId::mint(self.minted_ms, random);
        let contact = names.contact(rare);
        self.people.push(Person {
            user,
            name: contact.name,
            phone: contact.phone,
            organization: organization.to_owned(),
        });
        let from = Timestamp::start_of_china_day(day((2026, 1, 1)));
        self.roles.push(RoleGrant {
            user,
            role,
            scope,
            from,
            until: None,
            department: None,
        });
        user
    }

    fn certify(&mut self, user: UserId, kind: &str, word: &str, until: (i32, u32, u32)) {
        let number = self.credentials.len() + 1;
        self.credentials.push(Credential {
            user,
            kind: kind.to_owned(),
            number: format!("演示{word}字第{number:04}号"),
            issuer: "永川区消防救援大队（演示）".to_owned(),
            valid_from: day((2025, 7, 1)),
            valid_until: day(until),
        });
    }
}

fn village_body(village: &str) -> String {
    format!("{village}消防工作小组")
}

fn day((year, month, day): (i32, u32, u32)) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}
