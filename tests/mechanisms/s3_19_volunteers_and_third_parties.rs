//! S3-19 志愿组织、第三方机构参与: who they are, by what qualification and until when; an account of theirs reaches one
//! place and no other, and what it reports is signed with its own key.

use serde_json::json;
use wangge_domain::people::{Role, Scope};
use wangge_domain::record::RecordKind;
use wangge_mobile_core::CaseSubject;
use wangge_sync_server::admin::NewUser;

use crate::asset_kit::shown;
use crate::sheet_kit::{Kit, row};
use crate::support::{code_and_rule, shop};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_19_volunteers_and_third_parties() {
    let mut kit = Kit::start().await;
    let admin = kit.world.admin();
    let new = NewUser {
        name: "检测师".to_owned(),
        ..NewUser::default()
    };
    let user = admin.add_user(&new).expect("a person");
    let grid = kit.grid;
    let party = |qualification: Option<&str>| {
        let entry = json!({
            "name": "安信检测", "kind": "institution", "qualification": qualification,
            "valid_until": "2026-09-25", "people": [user], "areas": [grid],
        });
        row(&[&"安信检测"], entry)
    };
    let code = kit.desk.set_refused("third_party", party(None)).await;
    assert_eq!(
        code, "field_missing",
        "an institution without a qualification"
    );
    kit.desk.set("third_party", party(Some("检字007"))).await;
    assert_eq!(
        kit.at_desk("third_party").await["lines"][0]["state"],
        "soon"
    );

    let place = shop(&kit.worker, kit.grid, "受托小店", &[]);
    let other = shop(&kit.worker, kit.grid, "别家", &[]);
    kit.worker.sync().await;
    admin
        .grant(
            user,
            Role::EnterpriseSafetyOfficer,
            Scope::Premises(place),
            None,
            None,
        )
        .expect("a narrow role");
    let phone = kit.world.phone(user).await;
    let fields = || [("title".to_owned(), "联防检测".into())].into();
    let open = |premises| {
        let subject = CaseSubject::Premises(premises);
        phone
            .core
            .open_case(&RecordKind::Patrol, subject, &fields())
    };
    assert_eq!(
        code_and_rule(open(other).expect_err("another's place")),
        ("out_of_scope".to_owned(), "handbook 1.3".to_owned()),
        "the role has the right, its one place is another"
    );
    let report = open(place).expect("the own place");
    let say = [
        ("title", "设施检测"),
        ("group", "安信检测"),
        ("present", "检测师"),
        ("result", "hazard"),
        ("note", "感烟报警器失效"),
    ];
    shown(&phone, report, "patrol.group", &say);
    phone.sync().await;
    let card = kit.desk.card(report).await;
    assert_eq!(card["author"], "检测师");
    kit.days_later(30).await;
    assert_eq!(
        kit.at_desk("third_party").await["lines"][0]["state"],
        "overdue"
    );
}
