//! S2-23 独居、空巢、留守老人: households on a list of their own grid, visited first and in time. Nobody else has them:
//! not the worker next door, not the police, and no file names them.

use reqwest::StatusCode;
use wangge_domain::people::{Role, Scope};
use wangge_domain::record::RecordKind;
use wangge_mobile_core::{CaseFilter, CoreError};

use crate::household_kit::{household, refused, take};
use crate::officials::{desk_of, official};
use crate::support::{api_refusal, code_and_rule};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_23_vulnerable_households() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let (neighbor, _) = world.worker_phone(1).await;
    let home = household(
        &worker,
        grid,
        ("孙独居", "lives_alone,bedridden", "carried"),
    );
    let unknown = [
        ("household", "无"),
        ("place", "1号"),
        ("flags", "rich"),
        ("helper", "李"),
    ];
    let code = refused(&worker, home, "household.register", &unknown);
    assert_eq!(code, "not_in_this_state", "on the list already");
    worker.sync().await;
    neighbor.sync().await;
    let all = CaseFilter::default();
    let list = |phone: &crate::world::Phone| {
        let rows = phone.core.list_cases(&RecordKind::Household, &all, 10);
        rows.expect("enrolled").len()
    };
    assert_eq!((list(&worker), list(&neighbor)), (1, 0));
    assert_eq!(
        neighbor.core.get_record(home).err(),
        Some(CoreError::UnknownRecord),
        "it is not on that phone"
    );

    // The police read the records of the township, but not these.
    let user = official(&world, "派出所", Role::FireOfficer, None);
    let town = world.township.grids[0].grid;
    let scope = Scope::Subtree(town);
    world
        .admin()
        .grant(user, Role::Police, scope, None, None)
        .expect("a role");
    let police = desk_of(&world, "派出所").await;
    let (status, _) = police.get("/api/v1/premises").await;
    assert_eq!(status, StatusCode::OK);
    let listed = police.get("/api/v1/cases/household").await;
    assert_eq!(api_refusal(listed), "403 forbidden");
    let shown = police.get(&format!("/api/v1/records/{home}")).await;
    assert_eq!(api_refusal(shown), "404 not_found");
    let beat = world.phone(user).await;
    assert_eq!(list(&beat), 0, "nor on a phone that holds the log");
    let refused = beat.core.get_record(home);
    assert_eq!(
        code_and_rule(refused.expect_err("not theirs to read")),
        ("no_permission".to_owned(), "handbook 1.3".to_owned())
    );
    let view = police.read("/api/v1/transfers/任意").await;
    assert_eq!(
        (
            view["households"].as_u64(),
            view["grids"][0]["lines"].as_array().map(Vec::len)
        ),
        (Some(1), Some(0))
    );

    // A visit is owed in time; the relay marks the one that is not made.
    let desk = world.officer_desk(0).await;
    let page = desk.read("/api/v1/cases/household").await;
    assert_eq!(
        (
            page["items"][0]["title"].as_str(),
            page["items"][0]["overdue"].as_bool()
        ),
        (Some("孙独居"), Some(false))
    );
    // The thirtieth day is a holiday: the deadline rolls to the first working day after it.
    world.clock.advance_days(45);
    world.run_jobs().await;
    let desk = world.officer_desk(0).await;
    let page = desk.read("/api/v1/cases/household").await;
    assert_eq!(page["items"][0]["overdue"], true);
    worker.sync().await;
    take(
        &worker,
        home,
        "household.visit",
        &[("note", "已装感烟报警器"), ("fitted", "smoke_alarm")],
    );
    worker.sync().await;
    let page = desk.read("/api/v1/cases/household").await;
    assert_eq!(page["items"][0]["overdue"], false);
}
