//! S0-31 三管三必须: each department's scope with a person; those without one are named, a worker finds who answers for
//! a place without network, and the figures are kept by department.

use serde_json::json;
use wangge_domain::premises::keys;

use crate::sheet_kit::{Kit, missing, row};
use crate::support::shop;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_31_departments_answer_for_their_trades() {
    let kit = Kit::start().await;
    let person = kit.officer(0);
    let scope = |body: &str, categories: &[&str], duties: &str| {
        let entry = json!({
            "body": body, "categories": categories, "person": person, "duties": duties,
        });
        row(&[&body], entry)
    };
    assert_eq!(missing(&kit.at_desk("department_scope").await), 4);
    let code = kit
        .desk
        .set_refused("department_scope", scope("EDU", &["moon_base"], "管学校"));
    assert_eq!(code.await, "not_in_list");
    let code = kit
        .desk
        .set_refused("department_scope", scope("EDU", &[], "管学校"));
    assert_eq!(code.await, "field_missing");
    kit.desk
        .set(
            "department_scope",
            scope("EDU", &["small_school"], "管行业必须管消防"),
        )
        .await;
    kit.desk
        .set(
            "department_scope",
            scope("CULT", &["small_entertainment"], "文旅场所"),
        )
        .await;
    assert_eq!(missing(&kit.at_desk("department_scope").await), 2);
    let school = [(keys::CATEGORY, "small_school".into())];
    let school = shop(&kit.worker, kit.grid, "小学堂", &school);
    let store = shop(&kit.worker, kit.grid, "小店", &[]);
    kit.worker.sync().await;
    let who = |premises| {
        let found = kit
            .worker
            .core
            .sheet_entries_for("department_scope", premises);
        let found = found.expect("on file").into_iter();
        found.map(|line| line.row.key).collect::<Vec<_>>()
    };
    assert_eq!(who(school), ["EDU"]);
    assert!(who(store).is_empty(), "nobody has taken shops");
    let figures = kit.desk.read("/api/v1/coverage?by=department").await;
    let parts = figures["parts"].as_array().expect("by department");
    assert!(parts.iter().any(|part| part["key"] == "EDU"), "{figures}");
}
