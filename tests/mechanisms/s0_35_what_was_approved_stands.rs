//! S0-35 网格员发现隐患奖励: tariff and caps are the pack's; what was approved is what is paid, whatever
//! the pack says later; two townships do not each grant the cap, nor pay for one photo twice.

use serde_json::{Value, json};
use wangge_domain::control::GridLevel;
use wangge_domain::people::{Role, Scope};
use wangge_domain::policy::PolicyPack;
use wangge_domain::{GridId, RecordId};
use wangge_sync_server::admin::{NewGrid, NewUser};

use crate::quick_hazard::quick_hazard;
use crate::support::{serve, shop};
use crate::world::{Desk, World};

async fn row(desk: &Desk, hazard: RecordId) -> Option<Value> {
    let rows = desk.read("/api/v1/rewards").await;
    let rows = rows.as_array().expect("a list").clone();
    rows.into_iter().find(|row| row["hazard"] == json!(hazard))
}

async fn fen(desk: &Desk, hazard: RecordId) -> u64 {
    let row = row(desk, hazard).await.expect("it is in the ledger");
    row["fen"].as_u64().expect("an amount")
}

async fn decide(desk: &Desk, hazard: RecordId, act: &str) -> u16 {
    let body = json!({"act": act, "note": "属实，另一处"});
    let path = format!("/api/v1/rewards/{hazard}");
    desk.post(&path, body).await.0.as_u16()
}

/// Puts the pack into force with so much for any hazard, and so much for a person in a month.
fn activate(world: &World, pack: &mut PolicyPack, each_fen: u64, month_fen: u64) {
    let mut own = pack.accounting().clone();
    for tariff in &mut own.reward.tariff {
        tariff.fen = each_fen;
    }
    own.reward.caps.person_month_fen = month_fen;
    pack.accounting = Some(Box::new(own));
    pack.revision += 1;
    world
        .admin()
        .activate_policy(pack.to_json().as_bytes(), None)
        .expect("the pack is sound");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_35_what_was_approved_is_what_is_paid() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let mut pack = worker.core.policy().expect("a pack").as_ref().clone();
    let premises = shop(&worker, grid, "小店", &[]);
    let first = quick_hazard(&worker, premises, "通道堆物");
    let second = quick_hazard(&worker, premises, "消火栓无水");
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    for hazard in [first, second] {
        serve(&officer, hazard, 7);
    }
    officer.sync().await;

    let desk = world.officer_desk(0).await;
    assert_eq!(fen(&desk, first).await, 500, "by the pack that ships");
    activate(&world, &mut pack, 700, 1_000);
    assert_eq!(fen(&desk, first).await, 700, "by the county's own");
    assert_eq!(fen(&desk, second).await, 300, "what its cap leaves");
    assert_eq!(decide(&desk, first, "approve").await, 200);

    // Less from now on, for what nobody has approved.
    activate(&world, &mut pack, 100, 750);
    assert_eq!(fen(&desk, first).await, 700, "it was approved");
    assert_eq!(fen(&desk, second).await, 50, "what the new cap leaves");
    assert_eq!(decide(&desk, first, "claim").await, 200);
    worker.sync().await;
    let mine = worker.core.my_rewards().expect("enrolled");
    assert_eq!((mine.to_claim_fen, mine.claimed_fen), (0, 700));

    // More is beyond sense, and no pack that says so comes into force.
    let mut own = pack.accounting().clone();
    own.reward.caps.person_year_fen = 100_000_000;
    let mut wild = pack.clone();
    wild.accounting = Some(Box::new(own));
    let said = crate::support::refused_pack(&world, wild);
    assert!(said.contains("reward.caps"), "{said}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_35_two_townships_do_not_each_grant_the_cap() {
    let world = World::start().await;
    let admin = world.admin();
    let add = |level, parent: Option<GridId>, name: &str| {
        let new = NewGrid {
            level,
            parent,
            code: format!("4199-{name}"),
            name: name.to_owned(),
        };
        admin.add_grid(&new).expect("a grid")
    };
    let near_town = world.township.grids[0].grid;
    let far_town = add(GridLevel::Large, None, "白云镇");
    let village = add(GridLevel::Medium, Some(far_town), "白云村");
    let far_grid = add(GridLevel::Small, Some(village), "白云一网格");
    let officer = world.person(Role::StationOfficer, 0);
    let (user, near_grid) = world.worker(0);
    let grant = |user, role, top| {
        let scope = Scope::Subtree(top);
        admin.grant(user, role, scope, None, None).expect("a grant");
    };
    grant(user, Role::GridWorker, far_grid);
    grant(officer, Role::StationOfficer, far_town);
    let station = |name: &str, top| {
        let new = NewUser {
            name: name.to_owned(),
            ..NewUser::default()
        };
        let user = admin.add_user(&new).expect("a person");
        grant(user, Role::StationOfficer, top);
        user
    };
    let near_station = station("甲站长", near_town);
    let far_station = station("乙站长", far_town);

    let worker = world.phone(user).await;
    let mut pack = worker.core.policy().expect("a pack").as_ref().clone();
    activate(&world, &mut pack, 500, 800);
    let near_shop = shop(&worker, near_grid, "小店", &[]);
    let far_shop = shop(&worker, far_grid, "别家", &[]);
    let near = quick_hazard(&worker, near_shop, "通道堆物");
    let far = quick_hazard(&worker, far_shop, "消火栓无水");
    // The picture of the first, in the other township.
    let copy = quick_hazard(&worker, far_shop, "通道堆物");
    worker.sync().await;
    let officer = world.phone(officer).await;
    for hazard in [near, far, copy] {
        serve(&officer, hazard, 7);
        officer.sync().await;
        world.clock.advance_hours(1);
    }
    let near_desk = world.desk(near_station).await;
    let far_desk = world.desk(far_station).await;

    assert_eq!(fen(&near_desk, near).await, 500);
    assert_eq!(fen(&far_desk, far).await, 300, "the other town gave 500");
    let twice = row(&far_desk, copy).await.expect("with its refusal");
    assert_eq!(twice["reason"], "照片已用于其他隐患", "{twice}");
    assert_eq!(decide(&near_desk, near, "approve").await, 200);
    assert_eq!(decide(&far_desk, far, "approve").await, 200);
    assert_eq!(fen(&far_desk, far).await, 300, "and so it is approved");
    // Each sees and decides its own alone.
    assert!(row(&near_desk, far).await.is_none());
    assert!(row(&far_desk, near).await.is_none());
    assert_eq!(decide(&near_desk, far, "claim").await, 422);
}
