//! Who sees and sorts the reports of the public in a county of two townships.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use wangge_domain::people::{Role, Scope};
use wangge_domain::{Digest, RecordId};

use super::access_scope::two_townships;
use super::phone::record;
use super::world::{World, user};
use crate::store::{PublicReport, ReportState};

/// A report that waits.
fn report(world: &World, number: u8, place: &str) -> RecordId {
    let id = record(number);
    let one = PublicReport {
        report: id,
        received_at: world.now(),
        receipt: Digest([number; 32]),
        claim: Digest([number + 100; 32]),
        category: "exit".to_owned(),
        place: place.to_owned(),
        text: "安全出口锁闭".to_owned(),
        position: None,
        person: None,
        photos: 0,
        state: ReportState::Waiting,
        record: None,
        note: String::new(),
        published: String::new(),
    };
    let added = world.admin().with_tenant(|tenant| {
        let database = &tenant.database;
        database.add_public_report(tenant.id(), &one, Vec::new(), None)
    });
    added.unwrap();
    id
}

/// The reports that somebody sees.
async fn seen(world: &World, cookie: &str) -> BTreeSet<String> {
    let (status, groups) = world.get(cookie, "/api/v1/public-reports").await;
    assert_eq!(status, 200, "{groups}");
    let groups = groups.as_array().cloned().unwrap_or_default();
    let members = groups.iter().filter_map(Value::as_array).flatten();
    members
        .filter_map(|it| it["report"].as_str().map(str::to_owned))
        .collect()
}

fn ids(reports: &[RecordId]) -> BTreeSet<String> {
    reports.iter().map(ToString::to_string).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_sorted_by_the_township_it_belongs_to() {
    let world = two_townships().await;
    let near = report(&world, 51, "青峰镇正街8号");
    let far = report(&world, 52, "另一镇正街9号");
    let somewhere = report(&world, 53, "某处楼道");
    let (one, other) = (
        world.cookie("officer").await,
        world.cookie("station2").await,
    );
    // Nobody of the county sorts: what belongs nowhere is everybody's.
    assert_eq!(seen(&world, &one).await, ids(&[near, somewhere]));
    assert_eq!(seen(&world, &other).await, ids(&[far, somewhere]));
    let aside = json!({"set_aside": {"reason": "无法核实"}});
    let settle = |report: RecordId| format!("/api/v1/public-reports/{report}/settle");
    let looks = |report: RecordId| format!("/api/v1/reporter-identities/{report}");
    let why = json!({"reason": "电话回访"});
    let (status, refused) = world.post(&one, &settle(far), &aside).await;
    assert_eq!((status, &refused["code"]), (404, &json!("not_found")));
    assert_eq!(world.post(&one, &looks(far), &why).await.0, 404);
    assert_eq!(world.get(&one, &looks(far)).await.1, json!([]));
    let photo = format!("/api/v1/public-reports/{far}/photos/0");
    assert_eq!(world.get(&one, &photo).await.0, 404);

    // Somebody of the county does: what belongs nowhere is theirs.
    world
        .admin()
        .grant(user(10), Role::StationOfficer, Scope::Tenant, None, None)
        .unwrap();
    let county = world.cookie("county").await;
    assert_eq!(seen(&world, &one).await, ids(&[near]));
    assert_eq!(seen(&world, &county).await, ids(&[near, far, somewhere]));
    assert_eq!(world.post(&one, &settle(somewhere), &aside).await.0, 404);
    for (cookie, report) in [(&one, near), (&other, far), (&county, somewhere)] {
        let (status, told) = world.post(cookie, &settle(report), &aside).await;
        assert_eq!(status, 200, "{told}");
    }
}
