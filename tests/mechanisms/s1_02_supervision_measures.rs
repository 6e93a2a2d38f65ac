//! S1-02 会商调度、检查督导、定期通报、警示约谈、挂牌督办、考核述职: every measure on the register with type, date, people,
//! minutes and the day on which it is followed up; one that nobody follows up shows as overdue.

use serde_json::json;
use wangge_domain::record::RecordKind;
use wangge_mobile_core::{CaseFilter, CaseSubject, StepInput};

use crate::officials::{say, seated};
use crate::support::{api_refusal, reason};
use crate::world::World;
use wangge_domain::people::Role;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_02_supervision_measures() {
    let world = World::start().await;
    let town = world.township.grids[0].grid;
    let phone = world.officer_phone(0).await;

    // Offline, about a village: opened, held, followed up.
    let measure = phone
        .core
        .open_case(&RecordKind::Measure, CaseSubject::Grid(town), &[].into())
        .expect("a measure can be drafted");
    let open = |kind: &str, days: u32| StepInput {
        due: Some(wangge_domain::calendar::DeadlineSpec::Days {
            days,
            calendar: wangge_domain::calendar::DayKind::Natural,
        }),
        ..StepInput::saying(&[
            ("type", kind),
            ("date", "2026-09-01"),
            ("matter", "场镇社区隐患整改迟缓"),
            ("unit", "场镇社区"),
            ("participants", "吕平、黄学芬"),
        ])
    };
    let refused = phone
        .core
        .step(measure, "measure.open", &open("tea", 7))
        .expect_err("no such measure");
    assert_eq!(reason(refused), "not_in_list");
    let refused = phone
        .core
        .step(measure, "measure.open", &open("consultation", 90))
        .expect_err("a follow-up is not put off for a season");
    assert_eq!(reason(refused), "deadline_out_of_limits");
    let mut no_day = open("consultation", 7);
    no_day
        .fields
        .insert("date".to_owned(), "2026-13-40".to_owned());
    let refused = phone.core.step(measure, "measure.open", &no_day);
    let refused = refused.expect_err("no calendar has that day");
    assert_eq!(reason(refused), "value_malformed");
    let mut ahead = open("consultation", 7);
    ahead
        .fields
        .insert("date".to_owned(), "2026-09-02".to_owned());
    let refused = phone.core.step(measure, "measure.open", &ahead);
    let refused = refused.expect_err("nobody has met tomorrow");
    assert_eq!(reason(refused), "day_to_come");
    phone
        .core
        .step(measure, "measure.open", &open("consultation", 7))
        .expect("it is complete");
    let silent = StepInput::saying(&[("participants", "吕平")]);
    let refused = phone
        .core
        .step(measure, "measure.minutes", &silent)
        .expect_err("minutes say something");
    assert_eq!(reason(refused), "field_missing");
    phone.sync().await;

    // Nobody writes minutes: the relay says so, and everybody sees it.
    world.clock.advance_days(9);
    world.run_jobs().await;
    phone.sync().await;
    let row = phone
        .core
        .list_cases(&RecordKind::Measure, &CaseFilter::default(), 10)
        .expect("the list can be read")
        .remove(0);
    assert!(row.overdue);
    assert_eq!(row.category, "consultation");
    let desk = world.officer_desk(0).await;
    let said = json!({"minutes": "议定三条", "participants": "吕平、黄学芬"});
    desk.step_ok(measure, say("measure.minutes", said)).await;
    let again = json!({
        "step": "measure.follow_up",
        "fields": {"result": "两条已办"},
        "due": {"kind": "days", "days": 10, "calendar": "natural"},
    });
    let followed = desk.step_ok(measure, again).await;
    assert!(followed["due"].as_i64() > Some(world.clock.now().0));
    let card = desk.card(measure).await;
    assert_eq!(card["overdue"], false, "a new day was set");
    assert_eq!(card["steps"][2]["fields"]["minutes"], "议定三条");
    desk.step_ok(measure, say("measure.close", json!({"result": "全部办结"})))
        .await;

    // An auditor reads the register and writes nothing.
    let (_, auditor) = seated(&world, "审计", Role::Auditor, None).await;
    let list = auditor.read("/api/v1/cases/measure").await;
    assert_eq!(list["items"][0]["status"], "closed");
    let more = json!({"grid": town.to_string(), "first": say("measure.open", json!({}))});
    let written = auditor.post("/api/v1/cases/measure", &more).await;
    assert_eq!(api_refusal(written), "403 refused");
}
