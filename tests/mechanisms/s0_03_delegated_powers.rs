//! S0-03 承接赋权和委托执法事项: a register of powers with dates; only those yield enforcement papers.

use serde_json::json;
use wangge_domain::people::{Role, Scope};

use crate::support::reason;
use crate::world::{Phone, World};

fn refused(phone: &Phone, power: &str, body: &str, grid: wangge_domain::GridId) -> String {
    let answer = phone.core.may_issue(power, body, grid);
    reason(answer.expect_err("no such power"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_03_delegated_powers() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let officer = world.officer_phone(0).await;
    let town = world.township.grids[0].grid;
    let admin = world.county_desk().await;

    // Nothing is delegated yet.
    let lane = "fire_lane_penalty";
    assert_eq!(
        refused(&officer, lane, "station", grid),
        "power_not_delegated"
    );

    let row = |basis: &str, from: &str, until: &str| {
        json!({
            "key": format!("{town}/station/{lane}"),
            "from": from, "until": until,
            "entry": {
                "township": town, "power": lane, "zh": "占用堵塞消防车通道处罚",
                "body": "station", "source": "conferred", "basis": basis,
            },
        })
    };
    // A power rests on a document, and is the county's to give, not the station's to take.
    let without = admin.set_refused("delegated_power", row(" ", "2026-09-10", "2026-12-31"));
    assert_eq!(without.await, "power_without_basis");
    for unseen in ["\u{200b}\u{3164}", "县政发\u{202e}〔2026〕9号"] {
        let row = row(unseen, "2026-09-10", "2026-12-31");
        let without = admin.set_refused("delegated_power", row).await;
        assert_eq!(
            without, "power_without_basis",
            "{unseen:?} names no document"
        );
    }
    let mine = world.officer_desk(0).await;
    let taken = mine.set_refused("delegated_power", row("自拟", "2026-09-10", "2026-12-31"));
    assert_eq!(taken.await, "forbidden");
    admin
        .set(
            "delegated_power",
            row("县政发〔2026〕9号", "2026-09-10", "2026-12-31"),
        )
        .await;
    officer.sync().await;
    worker.sync().await;

    // From here on without network: the first day has not come.
    assert_eq!(refused(&officer, lane, "station", grid), "power_not_yet");
    world.clock.advance_days(9);
    let power = officer
        .core
        .may_issue(lane, "station", grid)
        .expect("10 September");
    assert_eq!(power.basis, "县政发〔2026〕9号");
    assert!(
        worker.core.may_issue(lane, "station", grid).is_ok(),
        "every phone holds the list"
    );
    assert_eq!(
        refused(&officer, lane, "village", grid),
        "power_of_another_body"
    );
    assert_eq!(
        refused(&officer, "seal_up", "station", grid),
        "power_not_delegated"
    );

    // The relay asks the same function. A session at a desk does not last for days.
    let admin = world.county_desk().await;
    let mine = world.officer_desk(0).await;
    let ask =
        |day: &str| format!("/api/v1/may-issue?power={lane}&body=station&grid={grid}&on={day}");
    assert_eq!(
        mine.read(&ask("2026-12-31")).await["basis"],
        "县政发〔2026〕9号"
    );
    let (status, answer) = mine.get(&ask("2027-01-01")).await;
    assert_eq!(
        (status.as_u16(), answer["code"].as_str()),
        (422, Some("power_ended"))
    );

    // Taken back before its time: the history stays.
    admin
        .set(
            "delegated_power",
            row("县政发〔2026〕9号，收回", "2026-09-10", "2026-09-20"),
        )
        .await;
    world.clock.advance_days(11);
    officer.sync().await;
    assert_eq!(refused(&officer, lane, "station", grid), "power_ended");
    let history = officer
        .core
        .register_history("delegated_power")
        .expect("enrolled");
    assert_eq!(history.len(), 2);

    // A grant of a smaller area gives no say over the township's powers.
    let scope = Scope::Subtree(grid);
    let user = world.person(Role::VillageAdmin, 0);
    world
        .admin()
        .grant(user, Role::CountyAdmin, scope, None, None)
        .expect("a grant");
    let narrow = world.desk(user).await;
    let refused = narrow.set_refused("delegated_power", row("越权", "2026-09-10", "2026-12-31"));
    assert_eq!(refused.await, "forbidden");
}
