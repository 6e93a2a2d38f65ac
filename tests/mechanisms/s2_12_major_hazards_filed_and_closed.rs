//! S2-12 重大火灾隐患立案销案: a case number, two people for the filing and two for the closing, and nobody below
//! the competent body closes it.

use serde_json::{Value, json};
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::{Effect, Status};
use wangge_domain::people::Role;
use wangge_domain::record::RecordKind;
use wangge_domain::{RecordId, UserId};
use wangge_mobile_core::CaseSubject;

use crate::officials::{
    brigade_notice, brigade_phone, file, photo_sent, report_input, reported_case, say, say_with,
    seated, suspected_major,
};
use crate::support::{api_refusal, code_and_rule, shop, sign_for};
use crate::world::{Desk, Phone, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_12_major_hazards_filed_and_closed() {
    let world = World::start().await;
    let (officer, hazard, case) = reported_case(&world, "CULT").await;
    let (first, second) = file(&world, case).await;
    let card = second.card(case).await;
    assert_eq!(card["status"], "filed");
    assert_eq!(card["number"], "青救消立字〔2026〕第0001号");
    assert!(card["due"].is_i64(), "the deadline of the policy runs");

    // Who filed it alone cannot approve; whoever is not of the body cannot recheck.
    let (other, commerce) = seated(&world, "商务局", Role::DeptOfficer, Some("COMM")).await;
    let photo = photo_sent(&officer, hazard).await;
    let shown = |with: &[_], photo| {
        say_with(
            "major_case.recheck_passed",
            json!({"text": "已整改"}),
            with,
            &[photo],
        )
    };
    let passed = |with: &[_]| shown(with, photo);
    let (mate, checker) = seated(&world, "大队同行", Role::FireOfficer, None).await;
    let hidden = commerce.get(&format!("/api/v1/records/{case}")).await;
    assert_eq!(
        api_refusal(hidden),
        "404 not_found",
        "another department does not even see it"
    );
    let clerk = world.person(Role::GridWorker, 0);
    let township = world.officer_desk(0).await;
    beside(&first, case, (mate, clerk), [&commerce, &township]).await;
    assert_eq!(
        first.step_refused(case, passed(&[])).await,
        "too_few_people"
    );
    assert_eq!(
        first.step_refused(case, passed(&[clerk])).await,
        "unqualified_checker"
    );
    assert_ne!(other, mate);
    let without = say_with(
        "major_case.recheck_passed",
        json!({"text": "已整改"}),
        &[mate],
        &[],
    );
    assert_eq!(first.step_refused(case, without).await, "photo_missing");
    // A photo of the hazard shows it, as one of the case or of the place would; none of another place.
    let (_, grid) = world.worker(0);
    let elsewhere = shop(&officer, grid, "邻店", &[]);
    let elsewhere = photo_sent(&officer, elsewhere).await;
    let strange = shown(&[mate], elsewhere);
    assert_eq!(first.step_refused(case, strange).await, "photo_of_another");
    // Nor does one of how the hazard was found.
    let old = officer.photo(hazard, "", PhotoStage::Found);
    officer.sync().await;
    let found = shown(&[mate], old);
    assert_eq!(first.step_refused(case, found).await, "photo_before_found");
    first.step_ok(case, passed(&[mate])).await;

    // 销案 by two, and not by the township.
    // Not before the hazard had its own notice, and that was served.
    let propose = say("major_case.propose_closing", json!({"summary": "隐患消除"}));
    let early = first.step_refused(case, propose.clone()).await;
    assert_eq!(early, "major_not_noticed");
    let brigade = brigade_phone(&world).await;
    let issued = brigade.core.issue_notice(hazard, &brigade_notice(15));
    issued.expect("the brigade has judged it");
    brigade.sync().await;
    let unserved = first.step_refused(case, propose.clone()).await;
    assert_eq!(unserved, "major_not_served");
    sign_for(&brigade, hazard);
    brigade.sync().await;
    first.step_ok(case, propose).await;
    let close = say("major_case.close", json!({}));
    assert_eq!(first.step_refused(case, close.clone()).await, "same_person");
    let desk = world.officer_desk(0).await;
    assert_eq!(
        desk.step_refused(case, close.clone()).await,
        "no_permission"
    );
    // The number of the closing is the brigade's, so nobody else closes.
    let (_, government) = seated(&world, "县政府", Role::CountyGovernment, None).await;
    assert_eq!(
        government.step_refused(case, close.clone()).await,
        "no_permission"
    );
    let named = say(
        "rectification.major_closed",
        json!({"case": case.to_string()}),
    );
    assert_eq!(
        desk.step_refused(hazard, named.clone()).await,
        "linked_record_not_ripe"
    );
    // Who rechecked it with the author does not approve that it is closed.
    let refused = checker.step_refused(case, close.clone()).await;
    assert_eq!(refused, "same_person");
    let closed = second.step_ok(case, close.clone()).await;
    assert_eq!(closed["number"], "青救消结字〔2026〕第0001号");
    assert_eq!(second.step_refused(case, close).await, "case_ended");

    // Only now the hazard leaves the ledger, numbered.
    let done = desk.step_ok(hazard, named).await;
    assert_eq!(done["status"], "closed");
    assert_eq!(done["number"], "青消销字〔2026〕第0001号");
    officer.sync().await;
    let seen = officer.core.get_record(hazard).expect("it is here");
    assert_eq!(
        seen.state.close_out_number.as_deref(),
        Some("青消销字〔2026〕第0001号")
    );

    // Its line names who is answerable, as the notice does.
    let (_, sheet) = desk.get("/api/v1/ledger.csv").await;
    let sheet = sheet.as_str().expect("a table is text");
    let mut lines = sheet.split("\r\n");
    let line = lines.find(|line| line.contains("青消销字〔2026〕第0001号"));
    let line = line.expect("it is in the ledger");
    assert!(
        line.contains("\"青峰小商店\",\"李站长\",\"王老板\""),
        "{line}"
    );
    // What was done, and that it was done in time, is what the case says.
    assert!(line.contains("\"隐患消除\",\"按期\""), "{line}");
}

fn draft(phone: &Phone, premises: RecordId) -> RecordId {
    let about = CaseSubject::Premises(premises);
    let drafted = phone
        .core
        .open_case(&RecordKind::MajorCase, about, &[].into());
    drafted.expect("a case can be opened offline")
}

/// Whom the brigade may name beside itself: those of it who may recheck, and nobody to who may not.
async fn beside(
    brigade: &Desk,
    case: RecordId,
    (mate, clerk): (UserId, UserId),
    others: [&Desk; 2],
) {
    let list = format!("/api/v1/records/{case}/companions/major_case.recheck_passed");
    let ids = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().expect("a list").iter();
        items
            .map(|it| it["id"].as_str().expect("an id").to_owned())
            .collect()
    };
    let all = brigade.read(&list).await;
    assert!(ids(&all).contains(&mate.to_string()), "{all}");
    let clerk = clerk.to_string();
    assert!(!ids(&all).contains(&clerk), "who may not recheck: {all}");
    let bodies = all.to_string();
    assert!(!bodies.contains("大队经办"), "whoever asks: {bodies}");
    assert!(bodies.contains("大队审批"), "a colleague: {bodies}");
    let (mut paged, mut after) = (Vec::new(), String::new());
    loop {
        let page = brigade.read(&format!("{list}?limit=1{after}")).await;
        paged.extend(ids(&page));
        let Some(next) = page["next"].as_str() else {
            break;
        };
        after = format!("&after={next}");
    }
    assert_eq!(paged, ids(&all));
    let found = brigade.read(&format!("{list}?q=大队同行")).await;
    assert_eq!(ids(&found), [mate.to_string()]);

    let [stranger, township] = others;
    assert_eq!(api_refusal(stranger.get(&list).await), "404 not_found");
    let nobody = township.read(&list).await;
    assert_eq!(nobody, json!({"items": []}), "who may not recheck");
    let alone = format!("/api/v1/records/{case}/companions/withdrawn");
    assert_eq!(api_refusal(brigade.get(&alone).await), "400 bad_request");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_12_one_hazard_has_one_open_case() {
    let world = World::start().await;
    let officer = world.officer_phone(0).await;
    let (_, grid) = world.worker(0);
    let (premises, _, hazard) = suspected_major(&officer, grid);
    officer.sync().await;
    let second = world.officer_phone(1).await;

    // Two phones without network: the first to arrive is the case.
    let report = report_input(hazard, "CULT");
    let (case, rival) = (draft(&officer, premises), draft(&second, premises));
    for (phone, one) in [(&officer, case), (&second, rival)] {
        let reported = phone.core.step(one, "major_case.report", &report);
        reported.expect("as far as the phone knows");
    }
    officer.sync().await;
    second.sync().await;
    let state = second.core.get_record(rival).expect("it is here").state;
    assert_eq!(state.status, Status::Draft);
    let last = state.history.last().expect("it is in the log");
    let Effect::NoEffect(reason) = &last.effect else {
        panic!("it took effect: {last:?}");
    };
    assert_eq!(reason.code, "case_open_already");

    // With the case in sight it is refused at once, on the phone as at a desk.
    let more = draft(&officer, premises);
    let refused = officer.core.step(more, "major_case.report", &report);
    assert_eq!(
        code_and_rule(refused.expect_err("it has a case")).0,
        "case_open_already"
    );
    let desk = world.officer_desk(0).await;
    let again = json!({
        "about": premises.to_string(),
        "first": say("major_case.report", json!({
            "hazard": hazard.to_string(), "department": "CULT", "basis": "安全出口", "interim": "停用",
        })),
    });
    assert_eq!(
        desk.open_refused("major_case", again).await,
        "case_open_already"
    );

    // A case that was refused is none: the township may report again.
    let (_, brigade) = seated(&world, "大队", Role::FireOfficer, None).await;
    let refuse = say("major_case.refuse_filing", json!({"reason": "材料不足"}));
    brigade.step_ok(case, refuse).await;
    officer.sync().await;
    officer
        .core
        .step(more, "major_case.report", &report)
        .expect("nothing is open");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_12_a_hazard_with_a_case_is_judged_in_its_case() {
    let world = World::start().await;
    let (_, hazard, case) = reported_case(&world, "CULT").await;
    let (_, brigade) = seated(&world, "大队", Role::FireOfficer, None).await;
    let deny = json!({"not_major": {"reason": "已拆除"}});
    let offers = |card: &serde_json::Value| {
        let offered = card["allowed_actions"].as_array().expect("a list");
        offered.contains(&json!("not_major"))
    };
    assert!(!offers(&brigade.card(hazard).await));
    let refused = brigade.act_refused(hazard, deny.clone()).await;
    assert_eq!(refused, "case_open_already");
    let refuse = say(
        "major_case.refuse_filing",
        json!({"reason": "不构成重大火灾隐患"}),
    );
    brigade.step_ok(case, refuse).await;
    assert!(offers(&brigade.card(hazard).await));
    brigade.act_ok(hazard, deny).await;
    assert_eq!(brigade.card(hazard).await["status"], "found");
}
