//! S4-02 大、中、小网格: a tree with members; a village's phone gets its small grids and no other.

use wangge_domain::people::Role;
use wangge_mobile_core::CoreError;

use crate::support::{api_refusal, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_02_a_village_gets_its_own_small_grids() {
    let world = World::start().await;
    let village = &world.township.villages[0];
    let mut own: Vec<_> = world
        .township
        .small_grids()
        .filter(|grid| grid.parent == Some(village.grid))
        .collect();
    own.sort_by(|one, other| one.code.cmp(&other.code));
    assert_eq!(own.len(), 3);

    let (near, near_grid) = world.worker_phone(0).await;
    let (far, far_grid) = world.worker_phone(4).await;
    assert!(own.iter().any(|grid| grid.grid == near_grid));
    assert!(own.iter().all(|grid| grid.grid != far_grid));
    let here = shop(&near, near_grid, "本村小店", &[]);
    let there = shop(&far, far_grid, "外村小店", &[]);
    near.sync().await;
    far.sync().await;

    let manager = world.person(Role::VillageAdmin, 0);
    let phone = world.phone(manager).await;
    let grids = phone.core.my_grids().expect("the phone is enrolled");
    let ids: Vec<_> = grids.iter().map(|grid| grid.grid).collect();
    assert_eq!(ids, own.iter().map(|grid| grid.grid).collect::<Vec<_>>());
    for grid in &grids {
        assert_eq!(
            grid.above,
            [village.name.as_str(), "青峰镇"],
            "parents, nearest first"
        );
        assert_eq!(grid.roles, [Role::VillageAdmin]);
    }
    assert!(phone.core.get_record(here).is_ok());
    assert_eq!(
        phone.core.get_record(there).map(|_| ()),
        Err(CoreError::UnknownRecord)
    );
    let listed = world
        .township
        .premises_of(far_grid)
        .next()
        .expect("it has premises");
    let refused = phone.core.create_premises(far_grid, &listed.fields);
    assert_eq!(refused, Err(CoreError::UnknownGrid));

    // The same through the browser: parents and members are named, other villages are not there.
    let desk = world.desk(manager).await;
    let seen = desk.read("/api/v1/grids").await;
    let seen = seen.as_array().expect("a list of grids");
    let of_level = |level: &str| seen.iter().filter(|grid| grid["level"] == level).count();
    assert_eq!(
        (of_level("large"), of_level("medium"), of_level("small")),
        (1, 1, 3)
    );
    for grid in seen.iter().filter(|grid| grid["level"] == "small") {
        assert_eq!(grid["parent"], village.grid.to_string());
        assert!(
            grid["members"]
                .as_array()
                .is_some_and(|members| !members.is_empty())
        );
        assert!(
            grid["boundary"]
                .as_array()
                .is_some_and(|corners| corners.len() >= 3)
        );
    }
    assert_eq!(desk.card(here).await["title"], "本村小店");
    let foreign = desk.get(&format!("/api/v1/records/{there}")).await;
    assert_eq!(api_refusal(foreign), "404 not_found");
}
