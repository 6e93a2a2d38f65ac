//! S4-04 单位责任制落实到具体人: a file without names passes no review, a notice without them is
//! not issued.

use std::collections::BTreeMap;

use serde_json::json;
use wangge_domain::lifecycle::Responsible;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;
use wangge_mobile_core::NoticeInput;

use crate::quick_hazard::quick_hazard;
use crate::support::{notice, reason};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_04_a_named_person_answers_for_each_premises() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = worker.put(
        grid,
        &[
            (keys::NAME, "无名小店".into()),
            (keys::CATEGORY, "small_shop".into()),
            (keys::ADDRESS, "青峰路9号".into()),
            (keys::TERRITORY_NAME, "李书记".into()),
            (keys::DEPARTMENT_NAME, "赵科长".into()),
            (keys::UNIT_NAME, "王老板".into()),
        ],
    );
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let officer = world.officer_phone(0).await;

    // Three of four are named: the review does not pass, on the phone or at the desk.
    let allowed = officer.core.allowed_actions(premises).expect("it is here");
    assert!(
        !allowed.iter().any(|action| action.0 == "accepted"),
        "{allowed:?}"
    );
    let version = desk.card(premises).await["version"].clone();
    let accept = json!({"accepted": {"version": version}});
    assert_eq!(
        desk.act_refused(premises, accept).await,
        "responsible_missing"
    );

    let named: BTreeMap<String, Scalar> =
        BTreeMap::from([(keys::ON_SITE_NAME.to_owned(), "王小二".into())]);
    worker
        .core
        .edit_premises(premises, &named)
        .expect("the file may be updated");
    worker.sync().await;
    let card = desk.card(premises).await;
    assert_eq!(card["content"][keys::ON_SITE_NAME], "王小二");
    desk.act_ok(premises, json!({"accepted": {"version": card["version"]}}))
        .await;

    // Unit, leader and person stand on the notice.
    let hazard = quick_hazard(&worker, premises, "灭火器过期");
    let nobody = Responsible {
        person: " ".to_owned(),
        ..notice(7).responsible
    };
    let bare = NoticeInput {
        responsible: nobody,
        ..notice(7)
    };
    let refused = worker
        .core
        .issue_notice(hazard, &bare)
        .expect_err("nobody is named");
    assert!(
        reason(refused).starts_with("responsib"),
        "the missing name is the reason"
    );
    worker
        .core
        .issue_notice(hazard, &notice(7))
        .expect("all three are named");
    worker.sync().await;
    assert_eq!(
        desk.card(hazard).await["responsible"]["person"],
        notice(7).responsible.person
    );
}
