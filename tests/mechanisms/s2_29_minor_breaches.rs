//! S2-29 轻微违法行为不予处罚事项清单: by the list in force, at the first offence, put right in time, decided by
//! another; a second time it is not available.

use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::hazard::keys as hazard_keys;
use wangge_domain::people::Role;
use wangge_domain::record::Scalar;

use crate::officials::{desk_of, official, say, seated};
use crate::quick_hazard::quick_hazard;
use crate::support::{feedback, serve, shop};
use crate::world::{Phone, World};

/// A served hazard with this common key.
fn breach(phone: &Phone, premises: RecordId, words: &str, key: &str) -> RecordId {
    let hazard = quick_hazard(phone, premises, words);
    let fields = [(hazard_keys::COMMON_KEY.to_owned(), Scalar::from(key))];
    phone
        .core
        .edit_hazard(hazard, &fields.into())
        .expect("the worker sorts it");
    serve(phone, hazard, 7);
    hazard
}

fn proposal(premises: RecordId, hazard: RecordId, code: &str, version: &str) -> Value {
    json!({
        "about": premises.to_string(),
        "first": say("leniency.propose", json!({
            "breach": code, "list_version": version, "hazard": hazard.to_string(),
        })),
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_29_minor_breaches() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = breach(&worker, premises, "灭火器过期", "EXT");
    worker.sync().await;
    let (_, brigade) = seated(&world, "大队经办", Role::FireOfficer, None).await;
    let list = brigade.read("/api/v1/cases").await["lists"]["minor_breaches"].clone();
    let version = list["version"]
        .as_str()
        .expect("the list has a version")
        .to_owned();
    let code = "extinguisher_lapsed";

    // Not before it is put right.
    assert_eq!(
        brigade
            .open_refused("leniency", proposal(premises, hazard, code, &version))
            .await,
        "linked_record_not_ripe"
    );
    feedback(&worker, hazard);
    worker.sync().await;
    let checkers = [world.officer_phone(0).await, world.officer_phone(1).await];
    let close = |hazard: RecordId| {
        let photo = checkers[0].photo(hazard, "", wangge_domain::inspection::PhotoStage::Recheck);
        let passed = wangge_mobile_core::RecheckInput::Passed {
            with: vec![checkers[1].user],
            photos: vec![photo],
        };
        checkers[0]
            .core
            .recheck(hazard, passed)
            .expect("it is put right");
    };
    close(hazard);
    checkers[0].sync().await;

    // The entry must fit, and the list be the one in force.
    for (tried, expected) in [
        (
            proposal(premises, hazard, "light_broken", &version),
            "not_of_this_entry",
        ),
        (proposal(premises, hazard, "arson", &version), "not_in_list"),
        (
            proposal(premises, hazard, code, "2019.1"),
            "list_superseded",
        ),
    ] {
        assert_eq!(brigade.open_refused("leniency", tried).await, expected);
    }
    let elsewhere = shop(&worker, grid, "另一小店", &[]);
    worker.sync().await;
    assert_eq!(
        brigade
            .open_refused("leniency", proposal(elsewhere, hazard, code, &version))
            .await,
        "other_premises"
    );
    let (case, _) = brigade
        .open_case("leniency", proposal(premises, hazard, code, &version))
        .await;

    // Another decides, and it bears a number.
    let decide = say("leniency.decide", json!({"issuer": "fire"}));
    assert_eq!(
        brigade.step_refused(case, decide.clone()).await,
        "same_person"
    );
    official(&world, "大队审批", Role::FireOfficer, None);
    let second = desk_of(&world, "大队审批").await;
    let decided = second.step_ok(case, decide).await;
    assert_eq!(decided["number"], "青救消免字〔2026〕第0001号");

    // The second time is no first offence; one put right late is none of this list either.
    let again = breach(&worker, premises, "又一灭火器过期", "EXT");
    feedback(&worker, again);
    worker.sync().await;
    checkers[0].sync().await;
    close(again);
    checkers[0].sync().await;
    assert_eq!(
        brigade
            .open_refused("leniency", proposal(premises, again, code, &version))
            .await,
        "not_first_offence"
    );
    let late = breach(&worker, elsewhere, "应急灯损坏", "LIGHT");
    worker.sync().await;
    world.clock.advance_days(10);
    world.run_jobs().await;
    worker.sync().await;
    feedback(&worker, late);
    worker.sync().await;
    checkers[0].sync().await;
    close(late);
    checkers[0].sync().await;
    let brigade = desk_of(&world, "大队经办").await;
    assert_eq!(
        brigade
            .open_refused(
                "leniency",
                proposal(elsewhere, late, "light_broken", &version)
            )
            .await,
        "not_in_time"
    );
}
