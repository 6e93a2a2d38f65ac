//! S4-20 告成镇: 24 villages, 200 groups, over 500 premises, 219 key units; the import is all or nothing,
//! and every list and figure knows each of them once.

use std::collections::BTreeSet;

use wangge_domain::GridId;
use wangge_domain::control::{ControlError, GridLevel};
use wangge_domain::people::Role;
use wangge_domain::premises::keys;
use wangge_domain::tally::MapFilter;
use wangge_sync_engine::RelayError;
use wangge_sync_server::RelayStartError;
use wangge_sync_server::admin::ImportFile;
use wangge_tests::township::{KEY_UNIT, KEY_UNIT_MADE_UP, Township};

use crate::support::api_refusal;
use crate::world::{World, WorldClock};

const IMPORT: &[u8] = include_bytes!("../../fixtures/townships/gaocheng-import.json");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_20_township_of_gaocheng() {
    let clock = WorldClock::at_china(2026, 9, 1, 8);
    let world = World::start_in(clock, String::new(), Township::gaocheng()).await;
    let admin = world.admin();
    let before = admin.status().expect("it opens");
    assert_eq!(before.small_grids, 200);

    // The file that is committed says the same; a part of it that does not add up changes nothing.
    let file: ImportFile = serde_json::from_slice(IMPORT).expect("the file reads");
    let again = admin
        .import(&file)
        .expect("what stands there already is left alone");
    assert_eq!(again.rows, 0, "the fixture and its import file are one");
    let mut torn = file.clone();
    let village = torn
        .grids
        .iter()
        .position(|it| it.level == GridLevel::Medium);
    let village = torn.grids.remove(village.expect("there are villages"));
    assert_eq!(village.parent, Some(world.township.grids[0].grid));
    for grid in &mut torn.grids {
        // Fresh ids: what stands there already is not what is asked.
        grid.grid = other(grid.grid);
        grid.parent = grid.parent.map(other);
    }
    let refused = admin.import(&torn);
    match refused.expect_err("groups of a village that is not there") {
        RelayStartError::Engine(RelayError::Control(ControlError::UnknownGrid(grid))) => {
            assert_eq!(grid, other(village.grid), "it is named");
        }
        error => panic!("{error:?}"),
    }
    assert_eq!(
        admin.status().expect("it opens").control_seq,
        before.control_seq,
        "nothing of it"
    );

    // An officer puts all of it on file.
    let officer = world.officer_phone(0).await;
    let premises = &world.township.premises;
    assert!(premises.len() > 500);
    let made: BTreeSet<_> = premises
        .iter()
        .map(|one| officer.put_on_file(one))
        .collect();
    assert_eq!(made.len(), premises.len());
    let map = officer
        .core
        .risk_map(&MapFilter::default())
        .expect("it works offline");
    assert_eq!(map.points.len(), premises.len(), "everybody is on the map");
    officer.sync().await;

    let desk = world.officer_desk(0).await;
    let coverage = desk.read("/api/v1/coverage?kind=year&by=village").await;
    let parts = coverage["parts"].as_array().expect("villages");
    assert_eq!(parts.len(), 24);
    let of = |part: &serde_json::Value| part["figure"]["denominator"].as_u64().unwrap_or(0);
    assert_eq!(
        parts.iter().map(of).sum::<u64>(),
        premises.len() as u64,
        "the villages add up"
    );
    assert_eq!(
        coverage["figure"]["denominator"].as_u64(),
        Some(premises.len() as u64)
    );
    let remark = |words: &str| {
        premises
            .iter()
            .filter(|one| one.text(keys::REMARK) == words)
            .count()
    };
    assert_eq!((remark(KEY_UNIT), remark(KEY_UNIT_MADE_UP)), (45, 174));
    for (category, count) in [("small_internet_cafe", 4), ("small_entertainment", 6)] {
        let one = desk
            .read(&format!("/api/v1/coverage?category={category}"))
            .await;
        assert_eq!(one["figure"]["denominator"], count, "{category}");
    }
    // A manager of two villages must say which one; a sum of both is no village's figure.
    let manager = world.desk(world.person(Role::VillageAdmin, 0)).await;
    let both = manager.get("/api/v1/coverage").await;
    assert_eq!(api_refusal(both), "400 bad_request");
    let village = world.township.villages[0].grid;
    let own = manager
        .read(&format!("/api/v1/coverage?grid={village}"))
        .await;
    assert_eq!(own["figure"]["denominator"], 21);
}

/// Another id for the same grid.
fn other(grid: GridId) -> GridId {
    GridId::from_bytes(grid.as_bytes().map(|byte| byte ^ 0x5a))
}
