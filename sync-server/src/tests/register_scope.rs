//! Rows of registers in a county of two townships: nobody takes over what another township set, and
//! what holds for the whole county is the county's.

use serde_json::{Value, json};

use super::access_scope::two_townships;
use super::phone::record;
use super::world::{WORKER, grid, user};

/// Worker of the other township.
const FAR_WORKER: u8 = 7;

/// A row of a register as one township sets it and as the other would.
struct Row {
    register: &'static str,
    key: String,
    until: Option<&'static str>,
    own: Value,
    others: Value,
}

fn row(register: &'static str, key: &str, own: Value, others: Value) -> Row {
    Row {
        register,
        key: key.to_owned(),
        until: None,
        own,
        others,
    }
}

fn rows() -> Vec<Row> {
    let (near, far) = (grid(0), grid(3));
    let slot = |grid, zh: &str| json!({"grid": grid, "zh": zh, "people": 1, "holders": []});
    let post =
        |user, township| json!({"user": user, "post": "station_staff", "township": township});
    let campaign = |grid| json!({"name": "夏季行动", "grids": [grid]});
    let action = |area, person| {
        json!({
            "number": "2026-7", "title": "打通消防车通道", "area": area, "person": person,
            "starts_on": "2026-09-01", "due_on": "2026-10-31", "milestones": ["2026-09-10"],
            "done_steps": 0,
        })
    };
    let overlap = |grids: [Value; 2]| json!({"place": "两村交界", "grids": grids});
    let ends = |row: Row| Row {
        until: Some("2026-12-31"),
        ..row
    };
    let flag = |basis: &str| {
        json!({
            "premises": record(1), "grade": "D", "source": "市场监管局", "basis": basis,
        })
    };
    let premises = record(1).to_string();
    vec![
        row(
            "role_slot",
            "leader",
            slot(near, "分管领导"),
            slot(far, "分管领导"),
        ),
        row("posting", "p1", post(user(2), near), post(user(8), far)),
        ends(row("campaign", "c1", campaign(near), campaign(far))),
        row(
            "action",
            "2026-7",
            action(near, user(2)),
            action(far, user(8)),
        ),
        row(
            "overlap",
            "两村交界",
            overlap([json!(grid(1)), json!(grid(2))]),
            overlap([json!(grid(4)), json!(grid(14))]),
        ),
        ends(row(
            "credit_flag",
            &premises,
            flag("一号文"),
            flag("二号文"),
        )),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_not_taken_over_by_another_township() {
    let world = two_townships().await;
    let (near, far) = (
        world.cookie("officer").await,
        world.cookie("station2").await,
    );
    let county = world.cookie("county").await;
    for row in rows() {
        let path = format!("/api/v1/registers/{}", row.register);
        let body = |entry: &Value| json!({"key": row.key, "until": row.until, "entry": entry});
        let (own, others) = (body(&row.own), body(&row.others));
        let (status, set) = world.post(&near, &path, &own).await;
        assert_eq!(status, 200, "{}: {set}", row.register);
        for wanted in [&others, &own] {
            let (status, refused) = world.post(&far, &path, wanted).await;
            let told = (status, refused["code"].as_str());
            assert_eq!(told, (403, Some("forbidden")), "{}", row.register);
        }
        // Whose it is may change it, and so may the county.
        for cookie in [&near, &county] {
            let (status, set) = world.post(cookie, &path, &own).await;
            assert_eq!(status, 200, "{}: {set}", row.register);
        }
    }
    // Two townships at once are nobody's but the county's.
    let both = json!({
        "key": "c2", "until": "2026-12-31",
        "entry": {"name": "联合行动", "grids": [grid(0), grid(3)]},
    });
    let path = "/api/v1/registers/campaign";
    assert_eq!(world.post(&near, path, &both).await.0, 403);
    assert_eq!(world.post(&county, path, &both).await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_for_the_whole_county_are_set_by_the_county() {
    let world = two_townships().await;
    let (near, county) = (world.cookie("officer").await, world.cookie("county").await);
    let frequency = json!({
        "agency": "GRID", "categories": [], "every": "year", "zh": "一年一查",
    });
    let plan = json!({
        "department": "CIVIL", "categories": ["nursing_home"], "every": "quarter",
    });
    let body = json!({
        "grade": "low", "body": "TOWNSHIP", "zh": "消防工作站", "every": "year",
        "measures": ["定期检查"],
    });
    for (register, key, entry) in [
        ("agency_frequency", "grid", frequency),
        ("department_plan", "CIVIL", plan),
        ("supervising_body", "low", body),
    ] {
        let path = format!("/api/v1/registers/{register}");
        let row = json!({"key": key, "entry": entry});
        let (status, refused) = world.post(&near, &path, &row).await;
        let told = (status, refused["code"].as_str());
        assert_eq!(told, (403, Some("forbidden")), "{register}");
        let (status, set) = world.post(&county, &path, &row).await;
        assert_eq!(status, 200, "{register}: {set}");
    }
    for (cookie, name, expected) in [
        (&near, "agency_frequency", false),
        (&near, "role_slot", true),
        (&county, "agency_frequency", true),
    ] {
        let (_, all) = world.get(cookie, "/api/v1/registers").await;
        let mut all = all.as_array().into_iter().flatten();
        let found = all.find(|it| it["name"] == name);
        let told = found.map(|it| it["may_set"] == true);
        assert_eq!(told, Some(expected), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_about_people_are_for_who_manages_them() {
    let world = two_townships().await;
    let near = world.cookie("officer").await;
    let trained = |worker: u8| {
        let worker = user(worker);
        json!({
            "key": format!("秋训/{worker}/2026-09-01"), "from": "2026-09-01",
            "entry": {"user": worker, "lesson": "秋训", "passed": true},
        })
    };
    let slot = |worker: u8| {
        json!({
            "key": "inspector",
            "entry": {"grid": grid(0), "zh": "安检员", "people": 1, "holders": [user(worker)]},
        })
    };
    let post = |worker: u8| {
        json!({
            "key": format!("p{worker}"),
            "entry": {"user": user(worker), "post": "station_staff", "township": grid(0)},
        })
    };
    let out_of_reach = (403, Some("out_of_reach"));
    let not_here = (422, Some("person_not_here"));
    for (register, far, own, refusal) in [
        (
            "training_record",
            trained(FAR_WORKER),
            trained(WORKER),
            out_of_reach,
        ),
        ("role_slot", slot(FAR_WORKER), slot(WORKER), out_of_reach),
        ("posting", post(FAR_WORKER), post(WORKER), not_here),
    ] {
        let path = format!("/api/v1/registers/{register}");
        let (status, refused) = world.post(&near, &path, &far).await;
        let told = (status, refused["code"].as_str());
        assert_eq!(told, refusal, "{register}");
        let (status, set) = world.post(&near, &path, &own).await;
        assert_eq!(status, 200, "{register}: {set}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_of_all_and_the_freezing_of_a_township_are_the_countys() {
    let world = two_townships().await;
    let (near, county) = (world.cookie("officer").await, world.cookie("county").await);
    let month = "/api/v1/audit?month=2026-09";
    assert_eq!(world.get(&near, month).await.0, 403);
    assert_eq!(world.get(&county, month).await.0, 200);
    // A township is ranked among others: what it froze itself no veto would reach.
    let freeze = |top: Option<u8>| json!({"kind": "month", "on": "2026-08-31", "grid": top.map(|top| grid(top).to_string())});
    for own in [Some(0), None] {
        let (status, refused) = world.post(&near, "/api/v1/snapshots", &freeze(own)).await;
        let told = (status, refused["code"].as_str());
        assert_eq!(told, (403, Some("forbidden")), "{own:?}");
    }
    // Its villages it judges itself; August ended before anything was on record.
    for (cookie, top) in [(&near, 1), (&county, 0)] {
        let (status, told) = world
            .post(cookie, "/api/v1/snapshots", &freeze(Some(top)))
            .await;
        assert_eq!(status, 422, "{told}");
        assert_eq!(told["code"], "period_before_records");
    }
}
