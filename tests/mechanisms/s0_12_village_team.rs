//! S0-12 村应急消防管理工作组、应急消防管理员: the team of each village, with every hand-over.

use serde_json::json;
use wangge_domain::control::GridLevel;
use wangge_domain::people::Role;
use wangge_domain::register::VillageTeam;

use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_12_village_team() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let control = worker.core.control().expect("enrolled");
    let village = control.path(grid)[1];
    assert_eq!(control.grids[&village].level, GridLevel::Medium);
    let one = world.person(Role::VillageAdmin, 0);
    let two = world.person(Role::VillageAdmin, 1);
    let desk = world.officer_desk(0).await;
    let team = |village, manager, from: &str| {
        json!({
            "key": village, "from": from, "reason": "换届",
            "entry": {
                "village": village, "head": one, "group": ["张三", "李四"],
                "rescue": ["王五"], "manager": manager,
            },
        })
    };
    let nobody = wangge_domain::UserId::from_bytes([9; 16]);
    let refused = desk
        .set_refused("village_team", team(village, nobody, "2026-09-01"))
        .await;
    assert_eq!(refused, "person_unknown");
    let refused = desk
        .set_refused("village_team", team(grid, one, "2026-09-01"))
        .await;
    assert_eq!(refused, "village_unknown", "a small grid is no village");
    desk.set("village_team", team(village, one, "2026-01-01"))
        .await;
    desk.set("village_team", team(village, two, "2026-09-10"))
        .await;
    worker.sync().await;

    // Offline: who it is on each day, and how it came about.
    let now = |phone: &crate::world::Phone| {
        let card = phone.core.contact_card(grid).expect("the own grid");
        card.village.expect("it has a team").manager
    };
    assert_eq!(now(&worker), Some(one));
    world.clock.advance_days(9);
    assert_eq!(now(&worker), Some(two), "handed over");
    let history = worker
        .core
        .register_history("village_team")
        .expect("enrolled");
    let managers: Vec<_> = history
        .iter()
        .map(|line| line.row.read::<VillageTeam>().expect("a team").manager)
        .collect();
    assert_eq!(managers, [Some(one), Some(two)]);
    assert_eq!(history[1].row.reason, "换届");
}
