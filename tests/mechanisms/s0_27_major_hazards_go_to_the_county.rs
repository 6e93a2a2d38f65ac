//! S0-27 重大隐患 县级社会治理中心交办 行业主管部门督导闭环: the township reports offline, the county assigns, the
//! department follows up; the township sees everything and closes nothing.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::hazard::HazardSeverity;
use wangge_domain::lifecycle::Status;
use wangge_domain::people::Role;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_mobile_core::{
    CaseFilter, CaseSubject, CoreError, HazardInput, PaperKind, ServiceInput, StepInput,
};

use crate::officials::{
    brigade_notice, brigade_phone, file, report_input, reported_case, say, seated, suspected_major,
};
use crate::quick_hazard::quick_hazard;
use crate::support::{api_refusal, code_and_rule, notice, reason, serve, shop, sign_for};
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
    let gone = culture.get(&format!("/api/v1/records/{case}")).await;
    assert_eq!(
        api_refusal(gone),
        "404 not_found",
        "it is not theirs any more"
    );
    let card = commerce.card(case).await;
    assert_eq!(card["fields"]["department"], "COMM");
    let offered = card["allowed_actions"].as_array().expect("a list");
    assert!(offered.contains(&json!("major_case.propose_filing")));
    let propose = say("major_case.propose_filing", json!({"basis": "现场核实"}));
    // It is that department's now: the brigade approves the filing and does not propose it.
    let (_, brigade) = seated(&world, "大队", Role::FireOfficer, None).await;
    let beside = brigade.step_refused(case, propose.clone()).await;
    assert_eq!(beside, "body_not_competent");
    commerce.step_ok(case, propose).await;
    let approve = say("major_case.approve_filing", json!({}));
    assert_eq!(
        county.step_refused(case, approve).await,
        "no_permission",
        "the brigade judges, not the county (S2-12)"
    );

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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_27_the_filing_judges_and_no_phone() {
    let world = World::start().await;
    let (officer, hazard, case) = reported_case(&world, "CULT").await;

    // Nobody who registers a hazard writes that it is judged.
    let gate = ("major_judged_by_brigade".to_owned(), "S0-27".to_owned());
    let content = officer.core.get_record(hazard).expect("it is here").content;
    let premises: RecordId = content
        .text("premises")
        .and_then(|id| id.parse().ok())
        .expect("a hazard is somewhere");
    let mut judged = HazardInput::new(premises, "安全出口数量不足");
    judged.severity = Some(HazardSeverity::MajorConfirmed);
    let refused = officer.core.draft_hazard(&judged);
    assert_eq!(code_and_rule(refused.expect_err("not a phone's")), gate);
    let written = [("severity".to_owned(), Scalar::from("major_confirmed"))];
    let refused = officer.core.edit_hazard(hazard, &BTreeMap::from(written));
    assert_eq!(code_and_rule(refused.expect_err("not a phone's")), gate);

    // Before the filing there is neither the notice nor its paper.
    let refused = officer.core.issue_notice(hazard, &notice(15));
    let refused = code_and_rule(refused.expect_err("nobody has judged it"));
    assert_eq!(refused, ("under_review".to_owned(), "S0-27".to_owned()));
    let paper = officer.core.paper(hazard, PaperKind::MajorNotice);
    let Err(CoreError::PaperRefused { code, .. }) = paper else {
        panic!("refused as a paper");
    };
    assert_eq!(code, "paper_incomplete");

    // The filing makes both possible, offline; the hazard stays with its case.
    file(&world, case).await;
    officer.sync().await;
    let theirs = officer.core.issue_notice(hazard, &notice(15));
    let theirs = code_and_rule(theirs.expect_err("the brigade judged it, not the station"));
    assert_eq!(theirs, ("issuer_not_yours".to_owned(), "S0-27".to_owned()));
    let brigade = brigade_phone(&world).await;
    brigade
        .core
        .issue_notice(hazard, &brigade_notice(15))
        .expect("the brigade has judged it");
    let again = brigade.core.issue_notice(hazard, &brigade_notice(15));
    assert_eq!(reason(again.expect_err("once")), "notice_already_issued");
    brigade.sync().await;
    officer.sync().await;
    let state = officer.core.get_record(hazard).expect("it is here").state;
    assert_eq!(state.status, Status::UnderReview);
    assert!(state.notice_number.is_some(), "it has its number");
    let mine = officer.core.paper(hazard, PaperKind::MajorNotice);
    let mine = mine.expect("the case is filed");
    let desk = world.officer_desk(0).await;
    let (status, hash, _) = desk
        .file(&format!("/api/v1/papers/major_notice/{hazard}"))
        .await;
    assert_eq!(status, reqwest::StatusCode::OK);
    assert_eq!(hash, mine.content_hash.to_string(), "the same on the relay");

    // It is served once, as every notice is.
    sign_for(&officer, hazard);
    let mailed = ServiceInput::Mailed {
        tracking: "EX123456789CN".to_owned(),
    };
    let again = officer.core.serve_notice(hazard, &mailed);
    assert_eq!(reason(again.expect_err("once")), "not_in_this_state");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_27_a_general_notice_is_followed_by_one_of_the_major_hazard() {
    let world = World::start().await;
    let officer = world.officer_phone(0).await;
    let (_, grid) = world.worker(0);
    let premises = shop(&officer, grid, "小旅馆", &[]);
    let hazard = quick_hazard(&officer, premises, "安全出口数量不足");
    serve(&officer, hazard, 15);
    officer.sync().await;
    let first = officer.core.get_record(hazard).expect("it is here").state;
    let code = officer.core.owner_code(hazard).expect("it is here");
    assert!(first.served && !first.major_notice && code.is_some());
    let general = officer.core.paper(hazard, PaperKind::Notice);
    general.expect("a general notice");

    // Reported as suspected and filed: until it has a notice of its own it is printed under no
    // title but that of the one it has.
    let desk = world.officer_desk(0).await;
    let suspect = json!({"suspected_major": {"basis": ["安全出口数量不足"]}});
    desk.act_ok(hazard, suspect).await;
    officer.sync().await;
    let about = CaseSubject::Premises(premises);
    let case = officer
        .core
        .open_case(&RecordKind::MajorCase, about, &[].into())
        .expect("a case can be opened offline");
    let report = report_input(hazard, "CULT");
    officer
        .core
        .step(case, "major_case.report", &report)
        .expect("it goes up");
    officer.sync().await;
    file(&world, case).await;
    officer.sync().await;
    let paper = officer.core.paper(hazard, PaperKind::MajorNotice);
    let Err(CoreError::PaperRefused { code: said, .. }) = paper else {
        panic!("a general notice is printed as a major one");
    };
    assert_eq!(said, "paper_incomplete");

    // The notice of its own replaces the first: number, deadline, and it is served anew.
    let brigade = brigade_phone(&world).await;
    brigade
        .core
        .issue_notice(hazard, &brigade_notice(20))
        .expect("the brigade has judged it");
    let again = brigade.core.issue_notice(hazard, &brigade_notice(20));
    assert_eq!(reason(again.expect_err("once")), "notice_already_issued");
    brigade.sync().await;
    officer.sync().await;
    let second = officer.core.get_record(hazard).expect("it is here").state;
    assert!(second.major_notice && !second.served);
    assert_ne!(second.notice_number, first.notice_number);
    assert_ne!(second.provisional_number, first.provisional_number);
    assert_ne!(second.original_due, first.original_due);
    let general = officer.core.paper(hazard, PaperKind::Notice);
    assert!(
        matches!(general, Err(CoreError::PaperRefused { .. })),
        "a major notice is not printed as a general one"
    );
    let mine = officer.core.paper(hazard, PaperKind::MajorNotice);
    let mine = mine.expect("it has its own notice");
    let address = format!("/api/v1/papers/major_notice/{hazard}");
    let (status, hash, _) = desk.file(&address).await;
    assert_eq!(status, reqwest::StatusCode::OK);
    assert_eq!(hash, mine.content_hash.to_string(), "the same on the relay");

    // Either number finds it, and the register says which one is in force (S4-06).
    let number = |of: &Option<String>| of.clone().expect("it has one");
    let (old, new) = (number(&first.notice_number), number(&second.notice_number));
    let register = desk.read("/api/v1/numbers/station/notice/2026").await;
    let theirs = desk.read("/api/v1/numbers/fire/notice/2026").await;
    let lines = |of: &Value| of["items"].as_array().expect("lines").clone();
    let lines = [lines(&register), lines(&theirs)].concat();
    let line = |text: &str| {
        let mut found = lines.iter().filter(|line| line["text"] == text);
        found.next().expect("it is entered").clone()
    };
    assert_eq!(line(&old)["void"], "replaced", "{register}");
    assert_eq!(line(&old)["replaced_by"], new, "{register}");
    assert!(line(&new).get("void").is_none(), "{register}");
    let provisional = number(&first.provisional_number);
    for text in [&old, &provisional] {
        let page = desk.read(&format!("/api/v1/hazards?q={text}")).await;
        let items = page["items"].as_array().expect("a page has items");
        assert_eq!(items.len(), 1, "{text}: {page}");
        assert_eq!(items[0]["id"], hazard.to_string());
        assert_eq!(items[0]["number"], new, "the one in force is shown");
        let found = desk
            .read(&format!("/api/v1/numbers/find?text={text}"))
            .await;
        assert_eq!(found[0]["void"], "replaced", "{found}");
        assert_eq!(found[0]["in_force"], new, "{found}");
    }

    // What is done about it stands in its case: no code opens a page.
    assert_eq!(officer.core.owner_code(hazard).expect("it is here"), None);
}
