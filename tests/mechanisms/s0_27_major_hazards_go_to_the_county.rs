//! S0-27 重大隐患 县级社会治理中心交办 行业主管部门督导闭环: the township reports offline, the county assigns, the
//! department follows up; the township sees everything and closes nothing.

use serde_json::json;
use wangge_domain::lifecycle::Status;
use wangge_domain::people::Role;
use wangge_domain::record::RecordKind;
use wangge_mobile_core::{CaseFilter, CaseSubject, StepInput};

use crate::officials::{report_input, say, seated, suspected_major};
use crate::quick_hazard::quick_hazard;
use crate::support::reason;
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_27_major_hazards_go_to_the_county() {
    let world = World::start().await;
    let officer = world.officer_phone(0).await;
    let (_, grid) = world.worker(0);

    // Offline: the phone reports a suspected major hazard, and nothing less.
    let (premises, _, hazard) = suspected_major(&officer, grid);
    let about = CaseSubject::Premises(premises);
    let case = officer
        .core
        .open_case(&RecordKind::MajorCase, about, &[].into())
        .expect("a case can be opened offline");
    let general = quick_hazard(&officer, premises, "通道堆物");
    let refused = officer
        .core
        .step(case, "major_case.report", &report_input(general, "CULT"))
        .expect_err("a general hazard stays in the township");
    assert_eq!(reason(refused), "linked_record_not_ripe");
    officer
        .core
        .step(case, "major_case.report", &report_input(hazard, "CULT"))
        .expect("a suspected major one goes up");
    let listed = officer
        .core
        .list_cases(&RecordKind::MajorCase, &CaseFilter::default(), 10)
        .expect("the list can be read");
    assert_eq!(listed[0].status, Status::Reported);
    assert!(listed[0].pending && listed[0].due.is_some());
    officer.sync().await;

    // The county routes it to the department of the trade.
    let (_, county) = seated(&world, "县治理中心", Role::CountyAdmin, None).await;
    let (_, culture) = seated(&world, "文旅局", Role::DeptOfficer, Some("CULT")).await;
    let (_, commerce) = seated(&world, "商务局", Role::DeptOfficer, Some("COMM")).await;
    let assign = say("major_case.assign", json!({"department": "COMM"}));
    assert_eq!(
        culture.step_refused(case, assign.clone()).await,
        "no_permission"
    );
    county.step_ok(case, assign).await;
    let (status, _) = culture.get(&format!("/api/v1/records/{case}")).await;
    assert_eq!(status, 404, "it is not theirs any more");
    let card = commerce.card(case).await;
    assert_eq!(card["fields"]["department"], "COMM");
    let offered = card["allowed_actions"].as_array().expect("a list");
    assert!(offered.contains(&json!("major_case.propose_filing")));
    let propose = say("major_case.propose_filing", json!({"basis": "现场核实"}));
    commerce.step_ok(case, propose).await;

    // The township sees it all and can neither close the case nor the hazard.
    officer.sync().await;
    let seen = officer.core.get_record(case).expect("it is here");
    assert_eq!(seen.state.status, Status::FilingPending);
    let taken: Vec<&str> = seen
        .state
        .case
        .steps
        .iter()
        .map(|one| one.step.as_str())
        .collect();
    assert_eq!(
        taken,
        [
            "major_case.report",
            "major_case.assign",
            "major_case.propose_filing"
        ]
    );
    for step in [
        "major_case.close",
        "major_case.approve_filing",
        "major_case.list",
    ] {
        let refused = officer
            .core
            .step(case, step, &StepInput::default())
            .expect_err("not the township's to do");
        assert_eq!(reason(refused), "no_permission", "{step}");
    }
    let named = StepInput::saying(&[("case", &case.to_string())]);
    let refused = officer
        .core
        .step(hazard, "rectification.major_closed", &named)
        .expect_err("the case is open");
    assert_eq!(reason(refused), "linked_record_not_ripe");
    let desk = world.officer_desk(0).await;
    let close = say("major_case.close", json!({}));
    assert_eq!(desk.step_refused(case, close).await, "no_permission");
}
