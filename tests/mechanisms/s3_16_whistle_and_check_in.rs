//! S3-16 镇街吹哨、部门报到: the township calls, each department answers for itself within the limit, checks in,
//! is recorded, confirms it and is rated; one that does not answer shows.

use serde_json::{Value, json};
use wangge_domain::people::Role;

use crate::officials::{desk_of, say, seated};
use crate::support::api_refusal;
use crate::world::World;

fn whistle(town: &str, departments: &str) -> Value {
    json!({
        "grid": town,
        "first": say("call.whistle", json!({
            "matter": "沿街商铺占用消防车通道", "place": "青峰路", "departments": departments,
        })),
    })
}

fn of(step: &str, department: &str, more: (&str, &str)) -> Value {
    let mut fields = json!({"department": department});
    fields[more.0] = json!(more.1);
    say(step, fields)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_16_whistle_and_check_in() {
    let world = World::start().await;
    let town = world.township.grids[0].grid.to_string();
    let desk = world.officer_desk(0).await;
    let (_, urban) = seated(&world, "执法局", Role::DeptOfficer, Some("URBAN")).await;
    let (_, market) = seated(&world, "市监局", Role::DeptOfficer, Some("MARKET")).await;
    let (_, culture) = seated(&world, "文旅局", Role::DeptOfficer, Some("CULT")).await;
    let police = desk_of_police(&world).await;

    assert_eq!(
        desk.open_refused("call", whistle(&town, "URBAN,NAVY"))
            .await,
        "not_in_list"
    );
    assert_eq!(
        desk.open_refused("call", whistle(&town, "URBAN,PSB,URBAN"))
            .await,
        "listed_twice"
    );
    let (call, called) = desk
        .open_case("call", whistle(&town, "URBAN,MARKET,PSB"))
        .await;
    assert!(called["due"].is_i64(), "they have so long to answer");

    // Only who was called answers, and only for itself.
    let text = ("text", "即派人到场");
    assert_eq!(
        urban
            .step_refused(call, of("call.answer", "MARKET", text))
            .await,
        "body_not_competent"
    );
    let hidden = culture.get(&format!("/api/v1/records/{call}")).await;
    assert_eq!(
        api_refusal(hidden),
        "404 not_found",
        "who was not called does not see it"
    );
    urban.step_ok(call, of("call.answer", "URBAN", text)).await;
    police.step_ok(call, of("call.answer", "PSB", text)).await;
    let early = of("call.check_in", "MARKET", ("person", "孙队长"));
    assert_eq!(
        market.step_refused(call, early).await,
        "step_before_missing"
    );

    // The limit passes: who has not answered is known.
    world.clock.advance_days(3);
    world.run_jobs().await;
    let desk = world.officer_desk(0).await;
    let card = desk.card(call).await;
    assert_eq!(card["overdue"], true);
    let answered: Vec<&str> = card["steps"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|step| step["step"] == "call.answer")
        .filter_map(|step| step["fields"]["department"].as_str())
        .collect();
    assert_eq!(answered, ["URBAN", "PSB"], "MARKET is silent");

    // On the spot, together; the record waits for somebody to be there.
    let record = say("call.record", json!({"text": "当场拖离三辆车"}));
    assert_eq!(
        desk.step_refused(call, record.clone()).await,
        "step_before_missing"
    );
    let urban = desk_of(&world, "执法局").await;
    let here = of("call.check_in", "URBAN", ("person", "钱队长"));
    urban.step_ok(call, here.clone()).await;
    assert_eq!(urban.step_refused(call, here).await, "done_before");
    desk.step_ok(call, record).await;
    // What was done there the department confirms, for itself and nobody else.
    let confirm = |department: &str| of("call.confirm", department, ("text", "情况属实"));
    let police = desk_of_police(&world).await;
    assert_eq!(
        police.step_refused(call, confirm("URBAN")).await,
        "body_not_competent"
    );
    assert_eq!(
        police.step_refused(call, confirm("PSB")).await,
        "step_before_missing",
        "the police were not there"
    );
    urban.step_ok(call, confirm("URBAN")).await;
    let rate = |department: &str, rating: &str| of("call.rate", department, ("rating", rating));
    assert_eq!(
        desk.step_refused(call, rate("CULT", "satisfied")).await,
        "not_among"
    );
    desk.step_ok(call, rate("URBAN", "satisfied")).await;
    desk.step_ok(call, rate("MARKET", "dissatisfied")).await;
    let close = say("call.close", json!({"result": "通道已恢复"}));
    assert_eq!(
        desk.step_refused(call, close.clone()).await,
        "same_person",
        "whoever rated it does not close it"
    );
    let colleague = world.officer_desk(1).await;
    let closed = colleague.step_ok(call, close).await;
    assert_eq!(closed["status"], "closed");
}

async fn desk_of_police(world: &World) -> crate::world::Desk {
    world.desk(world.person(Role::Police, 0)).await
}
