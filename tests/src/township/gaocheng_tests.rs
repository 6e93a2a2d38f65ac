use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use wangge_domain::FindingLevel;
use wangge_domain::control::{ControlRow, ControlState, GridLevel};
use wangge_domain::people::Role;
use wangge_domain::premises::{check_premises, keys};

use super::{KEY_UNIT, KEY_UNIT_MADE_UP, Township};

#[test]
fn the_committed_files_are_what_the_generator_makes() {
    let made = Township::generate_gaocheng(Township::GAOCHENG_SEED);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/townships");
    let mut compact = serde_json::to_string(&made).unwrap();
    compact.push('\n');
    for (file, text) in [
        ("gaocheng.json", compact),
        ("gaocheng-import.json", made.import_json()),
    ] {
        let path = folder.join(file);
        if std::env::var_os("WANGGE_BLESS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let committed = std::fs::read(&path).unwrap();
        assert!(
            committed == text.as_bytes(),
            "WANGGE_BLESS=1 writes {file} anew"
        );
    }
}

#[test]
fn the_numbers_are_those_of_the_source() {
    let town = Township::generate_gaocheng(Township::GAOCHENG_SEED);
    let level = |level| town.grids.iter().filter(|grid| grid.level == level).count();
    assert_eq!(
        (
            level(GridLevel::Large),
            level(GridLevel::Medium),
            level(GridLevel::Small)
        ),
        (1, 24, 200)
    );
    let natural: BTreeSet<&str> = town
        .premises
        .iter()
        .map(|it| it.text(keys::NATURAL_VILLAGE))
        .collect();
    assert_eq!(natural.len(), 128);
    assert_eq!(town.premises.len(), 520, "over 500");
    let mut marked: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &town.premises {
        *marked.entry(one.text(keys::REMARK)).or_default() += 1;
    }
    assert_eq!((marked[KEY_UNIT], marked[KEY_UNIT_MADE_UP]), (45, 174));
    let known = |category: &str| {
        let of = town
            .premises
            .iter()
            .filter(|it| it.text(keys::REMARK) == KEY_UNIT);
        of.filter(|it| it.category() == category).count()
    };
    for (category, count) in [
        ("small_school", 14),
        ("small_internet_cafe", 4),
        ("small_entertainment", 6),
        ("small_shop", 21),
    ] {
        assert_eq!(known(category), count, "{category}");
    }
    let holders = |role| {
        town.holders(role)
            .map(|it| it.user)
            .collect::<BTreeSet<_>>()
            .len()
    };
    assert_eq!(
        holders(Role::StationOfficer),
        4,
        "one leader, three inspectors"
    );
    assert_eq!(holders(Role::VillageAdmin), 12);
    assert_eq!(holders(Role::GridWorker), 200);
}

#[test]
fn a_relay_accepts_all_of_it_and_every_file_passes() {
    let town = Township::generate_gaocheng(Township::GAOCHENG_SEED);
    let mut control = ControlState::default();
    for (index, event) in town.control_events().into_iter().enumerate() {
        let row = ControlRow {
            seq: index as u64 + 1,
            received_at: wangge_domain::Timestamp(1_767_600_000_000),
            event,
        };
        assert_eq!(control.apply(&row), Ok(()), "row {}", row.seq);
    }
    let pack = wangge_domain::policy::default_pack();
    let today = "2026-09-07".parse().unwrap();
    let mut names = BTreeSet::new();
    for one in &town.premises {
        let findings = check_premises(&one.content(), &pack, today);
        let blocking = findings
            .iter()
            .find(|it| it.level == FindingLevel::Blocking);
        assert_eq!(blocking, None, "{}", one.name());
        assert!(one.synthetic && names.insert(one.record), "{}", one.name());
    }
}
