use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::NaiveDate;
use wangge_domain::FindingLevel;
use wangge_domain::Timestamp;
use wangge_domain::control::{ControlRow, ControlState, GridLevel};
use wangge_domain::people::Role;
use wangge_domain::premises::{check_premises, check_responsible_parties, keys, near_duplicates};

use super::Township;

fn september() -> Timestamp {
    Timestamp::start_of_china_day(NaiveDate::from_ymd_opt(2026, 9, 7).unwrap())
}

#[test]
fn the_committed_file_is_what_the_generator_makes() {
    let made = Township::generate(Township::QINGFENG_SEED).to_json();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/townships/qingfeng.json");
    if std::env::var_os("WANGGE_BLESS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let committed = std::fs::read(&path).unwrap();
    assert!(
        committed == made.as_bytes(),
        "WANGGE_BLESS=1 writes the file anew"
    );
    assert_eq!(
        Township::qingfeng(),
        Township::generate(Township::QINGFENG_SEED)
    );
}

#[test]
fn villages_and_numbers_are_those_of_the_source() {
    let township = Township::qingfeng();
    let listed: Vec<_> = township
        .villages
        .iter()
        .map(|it| (it.name.as_str(), it.listed))
        .collect();
    let source = [
        ("场镇社区", 70),
        ("凌阁堂村", 18),
        ("胡豆坪村", 48),
        ("佛岩寺村", 47),
        ("牌坊坝村", 17),
        ("莲花石", 20),
    ];
    assert_eq!(listed, source);
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for premises in &township.premises {
        let village = township.grid(premises.grid).and_then(|grid| grid.parent);
        let name = township
            .villages
            .iter()
            .find(|it| Some(it.grid) == village)
            .unwrap();
        assert_eq!(name.name, premises.text(keys::VILLAGE));
        *counted.entry(name.name.as_str()).or_default() += 1;
    }
    assert_eq!(counted, source.into_iter().collect());
    assert_eq!(township.premises.len(), 220);
    assert_eq!(
        township
            .premises
            .iter()
            .filter(|it| it.police_listed())
            .count(),
        16
    );
}

#[test]
fn every_small_grid_has_a_certified_worker_of_its_own() {
    let township = Township::qingfeng();
    let levels = |level| {
        township
            .grids
            .iter()
            .filter(|grid| grid.level == level)
            .count()
    };
    assert_eq!(
        (levels(GridLevel::Large), levels(GridLevel::Medium)),
        (1, 6)
    );
    let workers = township.grid_workers(september());
    let grids: BTreeSet<_> = workers.iter().map(|(_, grid)| grid.grid).collect();
    let people: BTreeSet<_> = workers.iter().map(|(person, _)| person.user).collect();
    assert_eq!((workers.len(), grids.len(), people.len()), (12, 12, 12));
    assert!(
        township
            .small_grids()
            .all(|grid| grids.contains(&grid.grid))
    );
    for (role, count) in [
        (Role::StationOfficer, 2),
        (Role::Police, 1),
        (Role::VillageAdmin, 6),
        (Role::RelayAdmin, 1),
        (Role::GridWorker, 13),
    ] {
        assert_eq!(township.holders(role).count(), count, "{role}");
    }
    let (late, _) = township.uncertified_worker(september()).unwrap();
    assert!(!people.contains(&late.user));
}

#[test]
fn a_relay_accepts_all_of_it() {
    let township = Township::qingfeng();
    let mut state = ControlState::default();
    for (before, event) in township.control_events().into_iter().enumerate() {
        let row = ControlRow {
            seq: before as u64 + 1,
            received_at: september(),
            event,
        };
        state.apply(&row).unwrap();
    }
    let top = township.grids[0].grid;
    assert_eq!(state.small_grids(top, september().china_date()).len(), 12);
    for (person, grid) in township.grid_workers(september()) {
        assert!(state.is_certified(person.user, september().china_date()));
        assert_eq!(state.path(grid.grid).len(), 3);
    }
    let (late, _) = township.uncertified_worker(september()).unwrap();
    assert!(!state.is_certified(late.user, september().china_date()));
    for officer in township.holders(Role::StationOfficer) {
        assert!(state.is_enforcer(officer.user, september().china_date()));
    }
}

#[test]
fn every_premises_lies_in_its_grid_and_near_the_township() {
    let township = Township::qingfeng();
    for premises in &township.premises {
        let position = premises.view().position.unwrap();
        let (longitude, latitude) = (position.longitude, position.latitude);
        assert!(
            (105_880_000..105_980_000).contains(&longitude),
            "{}",
            premises.code
        );
        assert!(
            (29_140_000..29_240_000).contains(&latitude),
            "{}",
            premises.code
        );
        let boundary = &township.grid(premises.grid).unwrap().boundary;
        let (west, south) = boundary[0];
        let (east, north) = boundary[2];
        assert!((west..east).contains(&longitude) && (south..north).contains(&latitude));
    }
}

#[test]
fn everything_made_up_says_so_and_no_number_can_be_dialed() {
    let township = Township::qingfeng();
    assert!(township.synthetic && township.premises.iter().all(|it| it.synthetic));
    let mut phones: Vec<&str> = township.people.iter().map(|it| it.phone.as_str()).collect();
    for premises in &township.premises {
        let owner = premises.text(keys::OWNER_PHONE);
        let operator = premises.text(keys::OPERATOR_PHONE);
        phones.extend([owner, operator].into_iter().filter(|it| !it.is_empty()));
    }
    assert!(
        phones
            .iter()
            .all(|it| it.len() == 11 && it.starts_with("1000000"))
    );
    assert_eq!(
        phones.iter().collect::<BTreeSet<_>>().len(),
        phones.len(),
        "no number twice"
    );
}

#[test]
fn records_codes_and_names_are_told_apart() {
    let township = Township::qingfeng();
    let count = township.premises.len();
    let distinct = |keys: BTreeSet<String>| assert_eq!(keys.len(), count);
    distinct(
        township
            .premises
            .iter()
            .map(|it| it.record.to_string())
            .collect(),
    );
    distinct(township.premises.iter().map(|it| it.code.clone()).collect());
    distinct(
        township
            .premises
            .iter()
            .map(|it| it.name().to_owned())
            .collect(),
    );
    let text = township.to_json();
    for rare in ["𬭎", "𠅤", "·"] {
        assert!(text.contains(rare), "{rare} is missing");
    }
}

#[test]
fn every_file_passes_the_checks_of_the_domain() {
    let township = Township::qingfeng();
    let pack = wangge_domain::policy::default_pack();
    let known = [
        keys::TEXT_KEYS,
        keys::COUNT_KEYS,
        keys::POSITION_KEYS,
        keys::FLAG_KEYS,
    ]
    .concat();
    let mut categories = BTreeSet::new();
    for premises in &township.premises {
        for key in premises.fields.keys() {
            assert!(
                known.contains(&key.as_str()),
                "{key} is no key of a premises"
            );
        }
        let mut findings = check_premises(&premises.content(), &pack, september().china_date());
        findings.extend(check_responsible_parties(&premises.view()));
        findings.retain(|it| it.level == FindingLevel::Blocking || it.code != "key_control");
        assert!(findings.is_empty(), "{}: {findings:?}", premises.code);
        categories.insert(premises.category().to_owned());
    }
    assert_eq!(
        categories.len(),
        10,
        "rental housing and the nine small places"
    );
}

#[test]
fn few_files_are_taken_for_one_premises() {
    let township = Township::qingfeng();
    let rules = wangge_domain::policy::default_pack().duplicates;
    let views: Vec<_> = township
        .premises
        .iter()
        .map(|it| (it.record, it.view()))
        .collect();
    let suspects = views.iter().filter(|(record, view)| {
        let others = views.iter().filter(|(other, _)| other != record);
        !near_duplicates(view, others.map(|(other, view)| (*other, view)), &rules).is_empty()
    });
    // Houses in one street of the market town stand close to each other.
    let count = suspects.count();
    assert!(count <= 11, "{count} of 220 would be asked about");
}

#[test]
fn another_seed_makes_another_township_with_the_same_numbers() {
    let other = Township::generate(1);
    assert_eq!(other.premises.len(), 220);
    assert_ne!(
        other.premises[0].record,
        Township::qingfeng().premises[0].record
    );
}
