//! S2-38 失信名单、信用监管: a flag from outside with a basis and an end decides over the grade on file: the premises is visited
//! more often while it stands, without network too, and as before once it has ended.

use serde_json::json;
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;

use crate::sheet_kit::{Kit, dated};
use crate::support::shop;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_38_credit_flags() {
    let kit = Kit::start().await;
    let grade = [(keys::CREDIT_GRADE, Scalar::from("A"))];
    let officer = kit.world.officer_phone(0).await;
    let premises = shop(&officer, kit.grid, "小店", &grade);
    officer.sync().await;
    kit.worker.sync().await;
    let due = |kit: &Kit| {
        let list = kit
            .worker
            .core
            .due_list(Some(kit.grid), 10)
            .expect("a plan");
        let item = list
            .into_iter()
            .find(|item| item.premises.record == premises);
        item.expect("it is on the plan").entry.due
    };
    let before = due(&kit);
    assert!(before.leave_in_peace, "low risk, good credit");
    let flag = |grade: &str, until: &str, basis: &str| {
        let entry = json!({
            "premises": premises, "grade": grade, "source": "市场监管局", "basis": basis,
        });
        dated(&[&premises], "2026-09-01", until, entry)
    };
    let code = kit
        .desk
        .set_refused("credit_flag", flag("D", "", "市监〔2026〕8号"))
        .await;
    assert_eq!(code, "end_missing", "nobody is on the list for ever");
    let code = kit
        .desk
        .set_refused("credit_flag", flag("D", "2026-09-20", ""))
        .await;
    assert_eq!(code, "field_missing", "on whose word?");
    let code = kit
        .desk
        .set_refused("credit_flag", flag("Z", "2026-09-20", "无"))
        .await;
    assert_eq!(code, "not_in_list");
    kit.desk
        .set("credit_flag", flag("D", "2026-09-20", "市监〔2026〕8号"))
        .await;
    kit.worker.sync().await;
    let flagged = due(&kit);
    assert!(
        !flagged.leave_in_peace && flagged.date < before.date,
        "{flagged:?} {before:?}"
    );
    kit.world.clock.advance_days(20);
    assert!(due(&kit).leave_in_peace, "the flag has ended by itself");
}
