use serde_json::{Value, json};

use super::*;
use crate::hazard::HazardSource;
use crate::people::Role;

/// The default pack with one value replaced, added (`Some`) or removed (`None`).
fn parse_with(pointer: &str, value: Option<Value>) -> Result<PolicyPack, PolicyError> {
    let mut pack: Value = serde_json::from_str(&default_pack_json()).unwrap();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match pack.pointer_mut(parent).unwrap() {
        Value::Object(object) => {
            match value {
                Some(value) => object.insert(key.to_owned(), value),
                None => Some(object.remove(key).unwrap()),
            };
        }
        Value::Array(list) => list[key.parse::<usize>().unwrap()] = value.unwrap(),
        other => panic!("nothing to change in {other}"),
    }
    PolicyPack::parse(pack.to_string().as_bytes())
}

#[track_caller]
fn refused(pointer: &str, value: Value, path: &str) {
    let error = parse_with(pointer, Some(value)).unwrap_err();
    assert_eq!(error.path(), path, "{error}");
}

#[test]
fn the_default_pack_is_whole() {
    let pack = default_pack();
    assert_eq!(pack.checklists.checklists.len(), 13);
    let items: Vec<_> = pack
        .checklists
        .checklists
        .iter()
        .flat_map(|list| &list.items)
        .collect();
    assert_eq!(items.len(), 279);
    assert_eq!(items.iter().filter(|item| item.life_threat).count(), 85);
    let nine = pack
        .categories
        .list
        .iter()
        .filter(|category| category.nine_small);
    let with_list = nine.filter(|category| pack.checklist_for(&category.id).is_some());
    assert_eq!(with_list.count(), 9);
}

#[test]
fn its_bytes_read_back_to_themselves() {
    let json = default_pack_json();
    let pack = PolicyPack::parse(json.as_bytes()).unwrap();
    assert_eq!(pack.to_json(), json);
    assert_eq!(pack, default_pack());
}

#[test]
fn a_ladder_of_measures_has_no_rung_that_is_no_measure() {
    let path = "cases.chains.measure.listing";
    refused("/cases/chains/measure/listing", json!(["tea"]), path);
    let path = "cases.chains.measure.tea";
    refused("/cases/chains/measure/tea", json!(["consultation"]), path);
}

#[test]
fn a_span_of_years_reaches_no_further_than_a_century() {
    let pack = default_pack();
    assert!(pack.cases.years.contains_key("letter"));
    let path = "cases.years.letter";
    refused("/cases/years/letter/back", json!(500), path);
    refused("/cases/years/letter/ahead", json!(500), path);
    assert!(pack.cases.months.contains_key("order"));
    let path = "cases.months.order";
    refused("/cases/months/order/back", json!(5_000), path);
    refused("/cases/months/order/ahead", json!(5_000), path);
}

#[test]
fn a_pack_gives_filing_and_closing_to_the_competent_body_alone() {
    let shipped = default_pack_json();
    assert!(PolicyPack::parse_new(shipped.as_bytes()).is_ok());
    let rows = default_pack().permissions.rows;
    let mut rows = rows.iter();
    let place = rows.position(|row| row.role == Role::GridWorker).unwrap();
    for action in [
        "major_case.approve_filing",
        "major_case.close",
        "rectification.major_closed",
    ] {
        let path = format!("/permissions/rows/{place}/actions");
        let pack = parse_with(&path, Some(json!([action]))).unwrap();
        let error = PolicyPack::parse_new(pack.to_json().as_bytes()).unwrap_err();
        let named = format!("permissions.rows[{place}].actions[0]");
        assert_eq!(error.path(), named, "{error}");
        assert!(error.to_string().contains("fire_officer"), "{error}");
    }
}

#[test]
fn a_pack_to_come_gives_no_reward_beyond_sense() {
    type Change = fn(&mut crate::reward::RewardRules);
    let changes: [(&str, Change); 4] = [
        ("reward.caps", |it| it.caps.person_year_fen = 10_000_001),
        ("reward.tariff", |it| it.tariff[0].fen = 50_001),
        ("reward.perceptual_distance", |it| {
            it.perceptual_distance = 17
        }),
        ("reward.perceptual_distance", |it| {
            it.perceptual_distance = 64
        }),
    ];
    for (path, change) in changes {
        let mut pack = default_pack();
        let mut own = pack.accounting().clone();
        change(&mut own.reward);
        pack.accounting = Some(Box::new(own));
        let json = pack.to_json();
        assert!(
            PolicyPack::parse(json.as_bytes()).is_ok(),
            "it stays in force"
        );
        let error = PolicyPack::parse_new(json.as_bytes()).unwrap_err();
        assert_eq!(error.path(), path, "{error}");
    }
    let mut pack = default_pack();
    let mut own = pack.accounting().clone();
    own.reward.perceptual_distance = 16;
    pack.accounting = Some(Box::new(own));
    assert!(PolicyPack::parse_new(pack.to_json().as_bytes()).is_ok());
}

#[test]
fn a_pack_to_come_has_what_the_steps_name() {
    let keys = [
        ("cases.deadlines.major_case_rectify", "approve_filing"),
        ("cases.deadlines.report_serious", "report.triage"),
        ("cases.deadlines.letter_again", "letter.warn"),
        ("cases.deadlines.order_task", "order.assign"),
        ("cases.lists.pause_reasons", "rectification.pause"),
        ("cases.lists.station_equipment", "asset.inventory"),
        ("cases.chains.measure", "measure.open"),
        ("cases.years.letter", "letter.responsibility"),
        ("numbering.documents.case", "major_case.approve_filing"),
    ];
    for (path, step) in keys {
        let pack = parse_with(&format!("/{}", path.replace('.', "/")), None);
        let json = pack.expect("it stays in force").to_json();
        let error = PolicyPack::parse_new(json.as_bytes()).expect_err("it cannot come into force");
        assert_eq!(error.path(), path, "{error}");
        let key = path.rsplit('.').next().expect("a key");
        let example = format!("例：\"{key}\": ");
        let said = error.to_string();
        assert!(said.contains(step) && said.contains(&example), "{said}");
    }
    for (pointer, path) in [
        (
            "/cases/deadlines/major_case_rectify/days",
            "cases.deadlines.major_case_rectify",
        ),
        ("/cases/first_offence_months", "cases.first_offence_months"),
    ] {
        let json = parse_with(pointer, Some(json!(0))).unwrap().to_json();
        let error = PolicyPack::parse_new(json.as_bytes()).unwrap_err();
        assert_eq!(error.path(), path, "{error}");
    }
}

#[test]
fn a_channel_is_named_by_those_whom_the_pack_lists() {
    let rules = default_pack().rectification;
    let may = |source, role| rules.may_give(source, std::iter::once(role));
    assert!(!may(HazardSource::Police, Role::GridWorker));
    assert!(!may(HazardSource::Department, Role::VillageAdmin));
    assert!(may(HazardSource::Police, Role::Police));
    assert!(
        may(HazardSource::Complaint, Role::GridWorker),
        "not listed: anybody"
    );
    let path = "rectification.source_roles";
    refused(
        "/rectification/source_roles",
        json!({"dream": ["police"]}),
        path,
    );
}

#[test]
fn unknown_and_missing_keys_name_their_place() {
    refused("/risk/grades/2/maxx", json!(1), "risk.grades[2].maxx");
    refused("/colour", json!("red"), "colour");
    refused(
        "/checklists/checklists/0/items/3/photo",
        json!("often"),
        "checklists.checklists[0].items[3].photo",
    );
    refused(
        "/holidays/years/2026/workdays",
        json!(["2026-13-01"]),
        "holidays.years.2026.workdays[0]",
    );
    let error = parse_with("/lease/days", None).unwrap_err();
    assert_eq!(error.path(), "lease");
    assert!(matches!(
        PolicyPack::parse(b"{"),
        Err(PolicyError::Shape { .. })
    ));
    let later = parse_with("/format", Some(json!(2))).unwrap_err();
    assert_eq!(later, PolicyError::Format { found: 2, known: 1 });
}

#[test]
fn routes_may_not_run_in_a_circle() {
    let path = "routing.departments.COMM.fallback";
    refused("/routing/departments/COMM/fallback", json!("COMM"), path);
    refused("/routing/departments/COMM/fallback", json!("NOBODY"), path);
    refused(
        "/routing/departments/TOWNSHIP/fallback",
        json!("FIRE"),
        "routing.departments.AGRI.fallback",
    );
    refused(
        "/routing/categories/gas/lead",
        json!([]),
        "routing.categories.gas.lead",
    );
}

#[test]
fn checklists_are_checked() {
    let list = "checklists.checklists[1].items[0]";
    let at = |key: &str| format!("/checklists/checklists/1/items/0/{key}");
    refused(&at("id"), json!("RH-01"), &format!("{list}.id"));
    refused(&at("id"), json!("SC/01"), &format!("{list}.id"));
    refused(
        &at("applies_when"),
        json!("floors<3"),
        &format!("{list}.applies_when"),
    );
    refused(
        &at("applies_when"),
        json!("floor>=3"),
        &format!("{list}.applies_when"),
    );
    refused(
        &at("department"),
        json!("NOBODY"),
        &format!("{list}.department"),
    );
    refused(
        &at("basis"),
        json!(["NOLAW:1"]),
        &format!("{list}.basis[0]"),
    );
    let long = json!({"kind": "days", "days": 91, "calendar": "natural"});
    refused(
        &at("default_deadline"),
        long,
        &format!("{list}.default_deadline"),
    );
}

#[test]
fn thresholds_and_grades_must_not_contradict() {
    refused("/risk/grades/1/max", json!(24), "risk.grades[1].max");
    refused("/risk/grades/3/max", json!(99), "risk.grades[3].max");
    refused(
        "/risk/floors/0/at_least",
        json!("huge"),
        "risk.floors[0].at_least",
    );
    refused("/risk/counted/0/cap", json!(1), "risk.counted[0].cap");
    refused(
        "/frequency/visits/general/A/grid",
        json!(5),
        "frequency.visits.general.B",
    );
    refused(
        "/frequency/visits/low/D/grid",
        json!(7),
        "frequency.visits.general.D",
    );
    let shop = "/categories/list/2/thresholds/shandong/limits";
    let at = "categories.list[2].thresholds.shandong";
    let limit = json!({"field": "area_square_meters", "max": 300});
    refused(shop, json!([limit, limit]), &format!("{at}.limits[1]"));
    refused(shop, json!([]), at);
    refused(
        "/categories/profile",
        json!("nowhere"),
        "categories.profile",
    );
}

#[test]
fn permissions_are_checked_and_looked_up() {
    refused(
        "/permissions/rows/0/actions/0",
        json!("fly"),
        "permissions.rows[0].actions[0]",
    );
    refused(
        "/permissions/rows/1/actions/0",
        json!("found"),
        "permissions.rows[1].actions[0]",
    );
    let pack = default_pack();
    let start = pack.permits(Role::GridWorker, "inspection_start").unwrap();
    assert_eq!(start.certificate, CertificateNeed::Inspection, "S3-15");
    assert_eq!(start.scope, ScopeWord::OwnGrid);
    let own = pack
        .permits(Role::EnterpriseSafetyOfficer, "inspection_start")
        .unwrap();
    assert_eq!(own.scope, ScopeWord::OwnPremises, "S0-14");
    for (role, action) in [
        (Role::GridWorker, "accepted"),
        (Role::GridWorker, "recheck_passed"),
        (Role::GridWorker, "extension_approved"),
        (Role::StationOfficer, "not_major"),
        (Role::EnterpriseSafetyOfficer, "notice_issued"),
        (Role::Auditor, "submitted"),
        (Role::RelayAdmin, "accepted"),
        (Role::CountyAdmin, "recheck_passed"),
    ] {
        assert_eq!(pack.permits(role, action), None, "{role} {action}");
    }
}

#[test]
fn other_parts_are_checked() {
    refused("/notes/0/path", json!("/nowhere"), "notes[0].path");
    refused(
        "/census/outcomes/1/code",
        json!("checked"),
        "census.outcomes[1].code",
    );
    refused(
        "/census/outcomes/1/status",
        json!("served"),
        "census.outcomes[1].status",
    );
    refused(
        "/numbering/issuers/fire/word",
        json!("青消"),
        "numbering.issuers.station.word",
    );
    refused(
        "/calendar/check_day/last_day",
        json!(12),
        "calendar.check_day.last_day",
    );
    let urge = "rectification.urge.auto_urge_days";
    refused("/rectification/urge/auto_urge_days", json!(4), urge);
    let target = "rectification.escalation.default_target";
    refused(
        "/rectification/escalation/default_target",
        json!("AGRI"),
        target,
    );
    refused(
        "/holidays/years/2026/workdays",
        json!(["2027-01-04"]),
        "holidays.years.2026.workdays",
    );
    refused("/photos/view_quality", json!(0), "photos.view_quality");
}

#[test]
fn parts_stand_in_one_place_only() {
    let parts = PackParts {
        pack: r#"{"holidays": {}}"#,
        cases: "{}",
        sheets: "{}",
        checklists: "{}",
        holidays: "{}",
    };
    assert_eq!(PolicyPack::assemble(parts).unwrap_err().path(), "holidays");
}

#[test]
fn a_hazard_goes_to_the_department_of_its_item_first() {
    let routing = default_pack().routing;
    let all = |_: &str| true;
    let town_only = |code: &str| code == "TOWNSHIP";
    let to = |category, business, item, present: &dyn Fn(&str) -> bool| {
        let routed = routing.route(category, business, item, present);
        (routed.department, routed.reason)
    };
    assert_eq!(
        to("small_shop", None, Some("FIRE"), &all),
        ("FIRE".to_owned(), "item")
    );
    assert_eq!(
        to("small_shop", None, None, &all),
        ("COMM".to_owned(), "category")
    );
    assert_eq!(
        to("small_hotel", None, None, &town_only),
        ("TOWNSHIP".to_owned(), "fallback")
    );
    let street = to("street_shop", Some("small_catering"), None, &all);
    assert_eq!(street, ("COMM".to_owned(), "business"));
    assert_eq!(to("small_shop", Some("gas"), None, &all).1, "category");
    assert_eq!(
        to("escape_room", None, None, &all),
        ("COUNTY".to_owned(), "unmapped")
    );
}

#[test]
fn extensions_have_their_limits() {
    let rules = default_pack().rectification.extension;
    assert_eq!(rules.check(15, 15, 0, false), Ok(()));
    assert_eq!(rules.check(16, 30, 0, false), Err(ExtensionLimit::Days));
    assert_eq!(rules.check(0, 30, 0, false), Err(ExtensionLimit::Days));
    assert_eq!(
        rules.check(8, 7, 0, false),
        Err(ExtensionLimit::LongerThanOriginal)
    );
    assert_eq!(rules.check(7, 7, 1, false), Err(ExtensionLimit::TooOften));
    assert_eq!(rules.check(1, 7, 0, true), Err(ExtensionLimit::LifeThreat));
}

#[test]
fn a_deadline_that_threatens_life_does_not_roll() {
    let rules = default_pack().rectification;
    assert!(rules.rolls(false));
    assert!(!rules.rolls(true));
}

#[test]
fn a_pack_may_ask_the_team_of_a_village_to_sign_visits_of_known_modes() {
    let pointer = "/calendar/team_signs";
    let rule = |modes: &[&str], least: u32| json!([{"modes": modes, "least": least}]);
    let modes = "calendar.team_signs[0].modes";
    refused(pointer, rule(&["patrol"], 2), modes);
    refused(pointer, rule(&[], 2), modes);
    refused(
        pointer,
        rule(&["regular"], 0),
        "calendar.team_signs[0].least",
    );
    refused(
        pointer,
        rule(&["regular"], 11),
        "calendar.team_signs[0].least",
    );
    let pack = parse_with(pointer, Some(rule(&["regular"], 2))).unwrap();
    assert_eq!(pack.calendar.team_signs[0].least, 2);
    assert!(default_pack().calendar.team_signs.is_empty(), "as before");
}
