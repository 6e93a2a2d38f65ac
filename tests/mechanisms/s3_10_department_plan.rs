//! S3-10 部门分领域检查: each department its own categories, its own plan, its own list.

use chrono::NaiveDate;
use serde_json::json;
use wangge_domain::people::{Role, Scope};
use wangge_domain::premises::keys;
use wangge_mobile_core::CoreError;
use wangge_sync_server::admin::NewUser;

use crate::support::{api_refusal, shop};
use crate::world::World;

fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).expect("a day of the calendar")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_10_department_plan() {
    let world = World::start().await;
    let town = world.township.grids[0].grid;
    let (worker, grid) = world.worker_phone(0).await;
    let home = shop(
        &worker,
        grid,
        "敬老院",
        &[(keys::CATEGORY, "nursing_home".into())],
    );
    shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let plan = |department: &str, category: &str| {
        json!({
            "key": department,
            "entry": {
                "department": department, "categories": [category], "every": "quarter",
                "contact": "民政办 王主任",
            },
        })
    };
    assert_eq!(
        desk.set_refused("department_plan", plan("NOBODY", "nursing_home"))
            .await,
        "department_unknown"
    );
    assert_eq!(
        desk.set_refused("department_plan", plan("CIVIL", "castle"))
            .await,
        "category_unknown"
    );
    desk.set("department_plan", plan("CIVIL", "nursing_home"))
        .await;
    worker.sync().await;

    // Offline: the plan of this department holds its category and nothing else.
    let list = worker.core.agency_plan("CIVIL", 100).expect("a department");
    assert_eq!(list.len(), 1);
    assert_eq!(list[0].premises.record, home);
    let due = &list[0].entry.due;
    assert_eq!(
        (due.reason.as_str(), due.date),
        ("department_plan", day(9, 30))
    );
    assert!(
        worker
            .core
            .agency_plan("EDU", 100)
            .expect("a department")
            .is_empty()
    );
    let unknown = worker.core.agency_plan("NOBODY", 100);
    assert_eq!(
        unknown.err(),
        Some(CoreError::InvalidInput("agency: NOBODY".to_owned()))
    );

    // A visit of the grid is none of the department's; its own is.
    worker.inspect(home, &[]);
    worker.sync().await;
    let list = worker.core.agency_plan("CIVIL", 100).expect("a department");
    assert_eq!(list[0].entry.due.date, day(9, 30));
    let admin = world.admin();
    let new = NewUser {
        name: "演示民政干部".to_owned(),
        account: Some("civil".to_owned()),
        password: Some("青峰-演示-2026".to_owned()),
        ..NewUser::default()
    };
    let user = admin.add_user(&new).expect("a person");
    let department = Some("CIVIL".to_owned());
    admin
        .grant(
            user,
            Role::DeptOfficer,
            Scope::Subtree(town),
            department,
            None,
        )
        .expect("a role");
    let officer = world.phone(user).await;
    officer.inspect(home, &[]);
    officer.sync().await;
    let list = officer
        .core
        .agency_plan("CIVIL", 100)
        .expect("a department");
    assert_eq!(list[0].entry.due.date, day(12, 31), "this quarter is done");

    // At a browser the department has its list too; another department's it has not.
    let address = &world.relay().address;
    let browser = crate::world::Desk::sign_in(address, "civil", "青峰-演示-2026").await;
    let lines = browser.read("/api/v1/plans/CIVIL").await;
    assert_eq!(lines[0]["premises"], json!(home));
    assert_eq!(lines[0]["due"], "2026-12-31");
    let foreign = browser.get("/api/v1/plans/EDU").await;
    assert_eq!(api_refusal(foreign), "403 forbidden");
    let (status, answer) = desk.get("/api/v1/plans/NOBODY").await;
    assert_eq!(
        (status.as_u16(), &answer["code"]),
        (422, &json!("agency_unknown"))
    );
}
