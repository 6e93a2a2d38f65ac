//! S0-33 接警后第一时间出警处置: dispatch is 119's. Here the number of an incident is tied to a premises, once and for
//! good; the premises counts as one that has burned, on the phone that plans its visits too.

use serde_json::json;

use crate::sheet_kit::{Kit, row};
use crate::support::shop;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_33_incident_of_a_premises() {
    let kit = Kit::start().await;
    let burned = shop(&kit.worker, kit.grid, "起火小店", &[]);
    let other = shop(&kit.worker, kit.grid, "隔壁小店", &[]);
    kit.worker.sync().await;
    let score = |premises| {
        let list = kit
            .worker
            .core
            .due_list(Some(kit.grid), 10)
            .expect("a plan");
        let item = list
            .into_iter()
            .find(|item| item.premises.record == premises);
        let item = item.expect("it is on the plan");
        (item.entry.grade, item.entry.due.date)
    };
    let before = score(burned);
    let incident = |premises: wangge_domain::RecordId, on: &str| {
        let entry = json!({"number": "119-2026-55", "premises": premises, "happened_on": on});
        row(&[&"119-2026-55"], entry)
    };
    let wrong = incident(burned, "昨天");
    let code = kit.desk.set_refused("incident", wrong).await;
    assert_eq!(code, "field_of_wrong_kind");
    kit.desk
        .set("incident", incident(burned, "2026-08-31"))
        .await;
    let moved = incident(other, "2026-08-31");
    let code = kit.desk.set_refused("incident", moved).await;
    assert_eq!(
        code, "record_stands",
        "an incident is not moved to the neighbor"
    );
    kit.worker.sync().await;
    let after = score(burned);
    let at_the_desk = kit.desk.read("/api/v1/next-visits").await;
    let list = at_the_desk.as_array().expect("a list");
    let found = list.iter().find(|it| it["id"] == burned.to_string());
    let found = found.unwrap_or_else(|| panic!("{at_the_desk}"));
    assert_eq!(
        found["grade"],
        after.0.as_str(),
        "the desk grades it so too"
    );
    assert_eq!(found["due"], after.1.to_string(), "{found}");
    assert!(
        after.1 <= before.1 && after != before,
        "{before:?} {after:?}"
    );
    assert_eq!(score(other), before, "the neighbor has not burned");
}
