use uuid::Uuid;

use super::*;
use crate::Timestamp;
use crate::control::{Grid, GridLevel};
use crate::lifecycle::Version;
use crate::people::Person;
use crate::policy::default_pack;
use crate::register::{RegisterLine, RegisterRow};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn grid(n: u8) -> GridId {
    GridId::from_bytes([n; 16])
}

fn user(n: u8) -> UserId {
    UserId::from_bytes([n; 16])
}

fn statement(_: &Content) -> Digest {
    Digest([9; 32])
}

/// Village 1 with small grid 2: its head 周支书, its manager 李管理, in its group 张三; another grid 3 whose
/// village has no team.
fn township() -> ControlState {
    let mut control = ControlState::default();
    for (n, level, parent) in [
        (1, GridLevel::Medium, None),
        (2, GridLevel::Small, Some(1)),
        (3, GridLevel::Small, None),
    ] {
        let drawn = Grid {
            grid: grid(n),
            level,
            parent: parent.map(grid),
            code: format!("G-{n}"),
            name: format!("网格{n}"),
            head: None,
            valid_from: day("2026-01-01"),
            valid_until: None,
            boundary: Vec::new(),
        };
        control.grids.insert(grid(n), drawn);
    }
    for (n, name) in [(1, "周支书"), (2, "李管理")] {
        let person = Person {
            user: user(n),
            name: name.to_owned(),
            phone: String::new(),
            organization: String::new(),
        };
        control.people.insert(user(n), person);
    }
    let team = VillageTeam {
        village: grid(1),
        head: Some(user(1)),
        group: vec!["张三".to_owned()],
        rescue: vec!["王五".to_owned()],
        manager: Some(user(2)),
    };
    control.registers.enter(RegisterLine {
        seq: 1,
        received_at: Timestamp(0),
        row: RegisterRow {
            register: "village_team".to_owned(),
            key: grid(1).to_string(),
            from: day("2026-03-01"),
            until: None,
            entry: serde_json::to_string(&team).unwrap(),
            set_by: None,
            reason: String::new(),
        },
    });
    control
}

fn rule(least: u32, head: bool, manager: bool) -> TeamSigning {
    TeamSigning {
        modes: vec!["regular".to_owned()],
        least,
        head,
        manager,
    }
}

/// A visit in this mode with something answered, signed by these, each in this role.
fn visit(mode: &str, signers: &[(&str, &str)]) -> Content {
    let mut content = Content::default();
    content.set(keys::MODE, mode);
    content.set(keys::answer_result("SP-01"), "pass");
    for (n, (signer, role)) in signers.iter().enumerate() {
        let id = Uuid::from_u128(n as u128 + 1);
        content.set(keys::signature_signer(id), *signer);
        content.set(keys::signature_role(id), *role);
        content.set(keys::signature_strokes(id), "AAAA");
        let shown = Digest([9; 32]).to_string();
        content.set(keys::signature_statement(id), shown.as_str());
    }
    content
}

fn handed_in() -> Event {
    Event::Submitted {
        version: Version {
            heads: Vec::new(),
            content: Digest([0; 32]),
        },
        correction: None,
    }
}

/// Who is missing under a visit of grid 2 on a day.
fn missing(rules: &[TeamSigning], content: &Content, on: &str) -> Option<Vec<String>> {
    let mut pack = default_pack();
    pack.calendar.team_signs = rules.to_vec();
    let said = (&RecordKind::Inspection, content, &handed_in());
    let at = (grid(2), day(on));
    let found = unsigned_team(&pack, &township(), at, said, statement, &[]);
    found.map(|it| it.missing.into_iter().collect())
}

#[test]
fn a_visit_is_signed_by_as_many_of_the_team_as_the_policy_asks() {
    let inspector = "inspector";
    let today = "2026-09-01";
    let names = |list: &[&str]| Some(list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
    let by_two = visit("regular", &[("张三", inspector), ("周支书", inspector)]);
    let by_one = visit("regular", &[("张三", inspector)]);
    let table = [
        // Nothing is asked by a pack without such rules, nor of other visits.
        (vec![], &by_one, None),
        (vec![rule(2, false, false)], &visit("census", &[]), None),
        (vec![rule(2, false, false)], &by_two, None),
        (vec![rule(1, false, false)], &by_one, None),
        (
            vec![rule(2, false, false)],
            &by_one,
            names(&["周支书", "李管理"]),
        ),
        // A stranger is none of them, nor is who rescues, nor who signs as the owner.
        (
            vec![rule(1, false, false)],
            &visit(
                "regular",
                &[("路人", inspector), ("王五", inspector), ("张三", "owner")],
            ),
            names(&["周支书", "张三", "李管理"]),
        ),
        // A seat is asked for by name, however many others sign.
        (vec![rule(1, false, true)], &by_two, names(&["李管理"])),
        (vec![rule(1, true, false)], &by_two, None),
    ];
    for (rules, content, expected) in table {
        assert_eq!(missing(&rules, content, today), expected, "{rules:?}");
    }
    // Nobody was of a team that day, and who signed another text signed nothing.
    let asked = [rule(2, false, false)];
    assert_eq!(missing(&asked, &by_one, "2026-02-28"), None);
    let mut other = by_two.clone();
    let shown = Digest([8; 32]).to_string();
    other.set(
        keys::signature_statement(Uuid::from_u128(1)),
        shown.as_str(),
    );
    let found = missing(&asked, &other, today);
    assert_eq!(found, names(&["张三", "李管理"]));
    // At the door there is nothing to sign.
    let mut locked = Content::default();
    locked.set(keys::MODE, "regular");
    locked.set(keys::CENSUS_OUTCOME, "locked");
    assert_eq!(missing(&asked, &locked, today), None);
}

#[test]
fn who_is_about_to_sign_counts_and_a_village_without_a_team_is_not_asked() {
    let mut pack = default_pack();
    pack.calendar.team_signs = vec![rule(2, false, false)];
    let (control, content) = (township(), visit("regular", &[("张三", "inspector")]));
    let event = handed_in();
    let said = (&RecordKind::Inspection, &content, &event);
    let ask = |place: GridId, also: &[(String, String)]| {
        let at = (place, day("2026-09-01"));
        unsigned_team(&pack, &control, at, said, statement, also)
    };
    let coming = [("李管理".to_owned(), "inspector".to_owned())];
    assert_eq!(ask(grid(2), &coming), None);
    assert_eq!(ask(grid(3), &[]), None, "nobody entered a team");
    let found = ask(grid(2), &[]).unwrap();
    // In the log stands how many, on the phone who.
    assert_eq!(found.reason().detail, "须 2，现 1");
    let told = found.reason_with_names();
    assert_eq!(
        (told.code.as_str(), told.rule.as_str()),
        ("team_signature_missing", "S4-09")
    );
    assert_eq!(told.detail, "须 2，现 1，未签名：周支书、李管理");
}
