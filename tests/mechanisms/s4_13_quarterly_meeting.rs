//! S4-13 每季度联席会议: the agenda comes from hazards that are open for long; a resolution stands only with the task
//! it became.

use serde_json::{Value, json};
use wangge_domain::control::GridLevel;
use wangge_domain::people::{Role, Scope};
use wangge_sync_server::admin::NewGrid;

use crate::officials::{desk_of, official, say};
use crate::quick_hazard::quick_hazard;
use crate::support::{serve, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_13_quarterly_meeting() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let old = quick_hazard(&worker, premises, "通道违建");
    serve(&worker, old, 90);
    worker.sync().await;
    world.clock.advance_days(31);
    worker.sync().await;
    let fresh = quick_hazard(&worker, premises, "灭火器过期");
    worker.sync().await;

    let desk = world.officer_desk(0).await;
    let agenda = desk.read("/api/v1/candidates/agenda").await;
    assert_eq!(agenda[0]["items"], json!([old.to_string()]), "not {fresh}");
    let town = world.township.grids[0].grid.to_string();
    let convene = |departments: &str| {
        json!({
            "grid": town,
            "first": say("meeting.convene", json!({
                "quarter": "2026Q4", "date": "2026-10-12", "departments": departments,
                "agenda": old.to_string(),
            })),
        })
    };
    assert_eq!(
        desk.open_refused("meeting", convene("NAVY")).await,
        "not_in_list"
    );
    let shop_id = premises.to_string();
    for (field, value, expected) in [
        ("quarter", "第四季", "value_malformed"),
        ("date", "2026-10-32", "value_malformed"),
        ("date", "2026-09-30", "not_in_quarter"),
        ("agenda", "", "field_missing"),
        ("agenda", "久未销号的隐患", "items_unfit"),
        ("agenda", shop_id.as_str(), "items_unfit"),
    ] {
        let mut odd = convene("URBAN,HOUSING");
        odd["first"]["fields"][field] = json!(value);
        assert_eq!(desk.open_refused("meeting", odd).await, expected, "{field}");
    }
    // Another township convenes about its own hazards alone.
    let admin = world.admin();
    let elsewhere = NewGrid {
        level: GridLevel::Large,
        parent: None,
        code: "410199".to_owned(),
        name: "白云镇".to_owned(),
    };
    let elsewhere = admin.add_grid(&elsewhere).expect("a township");
    let stranger = official(&world, "白云镇站长", Role::Auditor, None);
    admin
        .grant(
            stranger,
            Role::StationOfficer,
            Scope::Subtree(elsewhere),
            None,
            None,
        )
        .expect("a grant");
    let strangers = desk_of(&world, "白云镇站长").await;
    let mut foreign = convene("URBAN,HOUSING");
    foreign["grid"] = json!(elsewhere.to_string());
    assert_eq!(
        strangers.open_refused("meeting", foreign).await,
        "agenda_elsewhere"
    );
    let (meeting, _) = desk.open_case("meeting", convene("URBAN,HOUSING")).await;
    for quarter in ["2026Q4", "2026-Q4", "2026年第四季度", "2026年4季度"] {
        let mut again = convene("URBAN,HOUSING");
        again["first"]["fields"]["quarter"] = json!(quarter);
        let refused = desk.open_refused("meeting", again).await;
        assert_eq!(refused, "quarter_convened", "{quarter}");
    }
    let resolve = |task: &Value| {
        say(
            "meeting.resolve",
            json!({"text": "由执法局牵头拆除", "task": task}),
        )
    };
    let nothing = json!(meeting.to_string());
    assert_eq!(
        desk.step_refused(meeting, resolve(&nothing)).await,
        "not_in_this_state",
        "first the meeting, then what it resolved"
    );
    let held = say(
        "meeting.hold",
        json!({"minutes": "议定一项", "participants": "各部门"}),
    );
    assert_eq!(
        desk.step_refused(meeting, held.clone()).await,
        "day_to_come",
        "nobody writes the minutes of what is to come"
    );
    world.clock.advance_days(10);
    let desk = world.officer_desk(0).await;
    desk.step_ok(meeting, held).await;
    assert_eq!(
        desk.step_refused(meeting, resolve(&nothing)).await,
        "linked_record_wrong",
        "a resolution is a task, not a word"
    );
    let close = say("meeting.close", json!({}));
    assert_eq!(
        desk.step_refused(meeting, close.clone()).await,
        "step_before_missing"
    );

    // The task: about the hazard, with the department and a deadline.
    let task = json!({
        "about": old.to_string(),
        "first": {
            "step": "order.assign",
            "fields": {
                "text": "拆除违建", "department": "URBAN", "parent": meeting.to_string(),
            },
            "due": {"kind": "days", "days": 10, "calendar": "natural"},
        },
    });
    let (task, assigned) = desk.open_case("order", task).await;
    assert!(assigned["due"].is_i64());
    desk.step_ok(meeting, resolve(&json!(task.to_string())))
        .await;
    desk.step_ok(meeting, close).await;

    // It hangs on the premises: the worker has it on the phone.
    worker.sync().await;
    let seen = worker.core.get_record(task).expect("it is here");
    assert_eq!(seen.state.case.field("parent"), meeting.to_string());
    let listed = desk.read("/api/v1/cases/order").await;
    assert_eq!(listed["items"][0]["department"], "URBAN");
}
