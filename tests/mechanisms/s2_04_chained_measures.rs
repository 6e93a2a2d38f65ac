//! S2-04 考核巡查、督查检查、会商研判、警示约谈、挂牌督办: measures follow one another as the ladder of the policy pack
//! says; a rung cannot be skipped, and each names the one before it.

use serde_json::{Value, json};

use crate::officials::say;
use crate::world::{Desk, World};
use wangge_domain::RecordId;

fn body(town: &str, kind: &str, previous: Option<RecordId>) -> Value {
    let mut fields = json!({
        "type": kind,
        "date": "2026-09-01",
        "matter": "连续两月未按期整改",
        "unit": "胡豆坪村",
        "participants": "吕平",
    });
    if let Some(previous) = previous {
        fields["previous"] = json!(previous.to_string());
    }
    json!({"grid": town, "first": say("measure.open", fields)})
}

async fn opened(desk: &Desk, town: &str, kind: &str, previous: Option<RecordId>) -> RecordId {
    desk.open_case("measure", body(town, kind, previous))
        .await
        .0
}

/// What was said is written down: the measure was held.
async fn held(desk: &Desk, measure: RecordId) {
    let said = json!({"minutes": "议定三条", "participants": "吕平"});
    desk.step_ok(measure, say("measure.minutes", said)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_04_chained_measures() {
    let world = World::start().await;
    let town = world.township.grids[0].grid.to_string();
    let desk = world.officer_desk(0).await;
    assert_eq!(
        desk.open_refused("measure", body(&town, "listing", None))
            .await,
        "chain_step_skipped"
    );
    let mut ahead = body(&town, "consultation", None);
    ahead["first"]["fields"]["date"] = json!("2026-09-02");
    assert_eq!(
        desk.open_refused("measure", ahead).await,
        "day_to_come",
        "nobody has met tomorrow"
    );
    let consultation = opened(&desk, &town, "consultation", None).await;
    assert_eq!(
        desk.open_refused("measure", body(&town, "warning_talk", Some(consultation)))
            .await,
        "linked_record_not_ripe",
        "it was called, and not held"
    );
    held(&desk, consultation).await;
    assert_eq!(
        desk.open_refused("measure", body(&town, "listing", Some(consultation)))
            .await,
        "chain_step_skipped",
        "a talk comes between"
    );
    let mut early = body(&town, "warning_talk", Some(consultation));
    early["first"]["fields"]["date"] = json!("2026-08-31");
    assert_eq!(
        desk.open_refused("measure", early).await,
        "before_previous",
        "what follows is not before"
    );
    let talk = opened(&desk, &town, "warning_talk", Some(consultation)).await;
    held(&desk, talk).await;
    let listing = opened(&desk, &town, "listing", Some(talk)).await;

    // The chain can be read back, on a phone too.
    let phone = world.officer_phone(0).await;
    let mut chain = vec![listing];
    while let Some(last) = chain.last() {
        let case = phone.core.get_record(*last).expect("it is here").state.case;
        match case.field("previous").parse() {
            Ok(previous) => chain.push(previous),
            Err(_) => break,
        }
    }
    assert_eq!(chain, [listing, talk, consultation]);

    // What is no measure cannot stand in the chain.
    let (worker, grid) = world.worker_phone(0).await;
    let shop = crate::support::shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    assert_eq!(
        desk.open_refused("measure", body(&town, "listing", Some(shop)))
            .await,
        "linked_record_wrong"
    );
}
