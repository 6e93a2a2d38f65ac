//! S4-06 复查意见书、检查记录文号: each from its own series of the body and year, by the relay; offline a provisional one,
//! and both resolve to one content.

use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::ReturnReason;
use wangge_domain::people::Role;
use wangge_mobile_core::{AnswerInput, PaperKind, RecheckInput, SubmitInspection};

use crate::support::{feedback, found_hazard, plain_item, reason, serve, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_paper_numbers() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    let hazard = found_hazard(&worker, premises);
    let visit = worker.core.list_inspections(Some(premises), 1);
    let visit = visit.expect("a list")[0].record;
    let record = |phone: &crate::world::Phone| {
        let made = phone.core.paper(visit, PaperKind::InspectionRecord);
        made.expect("it was answered")
    };
    let opinion = |phone: &crate::world::Phone| {
        let made = phone.core.paper(hazard, PaperKind::RecheckOpinion);
        made.expect("it was rechecked")
    };

    // The record of a visit: provisional offline, then the first of its series.
    let offline = record(&worker);
    assert!(offline.number.starts_with("暂-检-"), "{}", offline.number);
    assert_eq!(record(&worker).number, offline.number, "the same each time");
    let visited = offline.number.clone();
    serve(&worker, hazard, 15);
    feedback(&worker, hazard);
    worker.sync().await;
    let last = record(&worker);
    assert_eq!(last.number, "青消检字〔2026〕第0001号");
    assert_eq!(last.content_hash, offline.content_hash, "one content");
    let admin = world.admin();
    let check = admin.verify_paper(&offline.pdf).await.expect("it is read");
    assert!(check.verdict.is_genuine(), "{check:?}");

    // What is changed in it before it is handed in again is not on its record.
    let changed = AnswerInput {
        item: plain_item(&worker, premises),
        note: Some("事后改写".to_owned()),
        ..AnswerInput::default()
    };
    worker
        .core
        .answer(visit, &changed)
        .expect("it is not accepted yet");
    assert_eq!(record(&worker).content_hash, last.content_hash);

    // Mended and handed in again it keeps its number; another visit has the next one.
    let officer = world.officer_phone(0).await;
    let mend = ReturnReason {
        item: None,
        text: "照片不清".to_owned(),
    };
    let returned = officer.core.return_record(visit, vec![mend]);
    returned.expect("an officer returns it");
    officer.sync().await;
    worker.sync().await;
    worker.photo(visit, "", PhotoStage::Found);
    let again = SubmitInspection {
        correction: Some("补拍".to_owned()),
        ..SubmitInspection::default()
    };
    let again = worker.core.submit_inspection(visit, &again);
    again.expect("it is mended");
    worker.sync().await;
    assert_eq!(record(&worker).number, last.number);
    let (second, _) = worker.inspect(premises, &[]);
    worker.sync().await;
    let made = worker.core.paper(second, PaperKind::InspectionRecord);
    assert_eq!(made.expect("answered").number, "青消检字〔2026〕第0002号");

    // Every recheck that takes effect has an opinion with a number; the closing has its own too.
    officer.sync().await;
    let failed = RecheckInput::Failed {
        reason: "仍未清理".to_owned(),
        photos: Vec::new(),
        with: Vec::new(),
    };
    officer
        .core
        .recheck(hazard, failed)
        .expect("it is not done");
    let offline = opinion(&officer);
    assert!(offline.number.starts_with("暂-复-"), "{}", offline.number);
    officer.sync().await;
    let first = opinion(&officer);
    assert_eq!(first.number, "青消复字〔2026〕第0001号");
    assert_eq!(first.content_hash, offline.content_hash);
    let check = admin.verify_paper(&offline.pdf).await.expect("it is read");
    assert!(check.verdict.is_genuine(), "{check:?}");
    worker.sync().await;
    feedback(&worker, hazard);
    worker.sync().await;
    officer.sync().await;
    let photo = officer.photo(hazard, "", PhotoStage::Recheck);
    let passed = |with| RecheckInput::Passed {
        with,
        photos: vec![photo],
    };
    let alone = officer.core.recheck(hazard, passed(Vec::new()));
    assert_eq!(
        reason(alone.expect_err("one alone closes nothing, and takes no number")),
        "too_few_people"
    );
    let mate = world.person(Role::StationOfficer, 1);
    let done = officer.core.recheck(hazard, passed(vec![mate]));
    done.expect("two may");
    officer.sync().await;
    assert_eq!(opinion(&officer).number, "青消复字〔2026〕第0002号");
    let state = officer.core.get_record(hazard).expect("it is here").state;
    let closing = state.close_out_number.as_deref();
    assert_eq!(closing, Some("青消销字〔2026〕第0001号"));
    assert_eq!(
        state.notice_number.as_deref(),
        Some("青消改字〔2026〕第0001号")
    );

    // The register of numbers has both series, without a gap.
    let desk = world.officer_desk(0).await;
    // The numbers of before acceptance lead to the records whose papers bear them.
    for (printed, of, last) in [
        (&visited, visit, "青消检字〔2026〕第0001号"),
        (&offline.number, hazard, "青消复字〔2026〕第0001号"),
    ] {
        let path = format!("/api/v1/numbers/find?text={printed}");
        let found = desk.read(&path).await;
        assert_eq!(found[0]["record"], of.to_string(), "{printed}: {found}");
        assert_eq!(found[0]["text"], printed.as_str(), "{found}");
        assert_eq!(found[0]["in_force"], last, "{found}");
        assert_eq!(found[0]["provisional"], true, "{found}");
    }
    // Whoever holds the opinion is told that the hazard is closed, and asked for nothing.
    let closed = opinion(&officer);
    let path = format!("/p/recheck/{hazard}?h={}", closed.content_hash);
    let (_, page) = world.public(&path).await;
    assert!(page.contains("已销号，无需再反馈"), "{page}");
    assert!(!page.contains("name=\"code\""), "{page}");
    let (_, other) = world.public(&format!("/p/recheck/{hazard}?h=00")).await;
    assert!(
        other.contains("name=\"code\""),
        "a stranger is told nothing"
    );
    for (document, record) in [("inspection", visit), ("recheck", hazard)] {
        let path = format!("/api/v1/numbers/station/{document}/2026");
        let page = desk.read(&path).await;
        let lines = page["items"].as_array().expect("lines");
        assert_eq!(lines.len(), 2, "{page}");
        assert_eq!(lines[0]["record"], record.to_string());
        assert!(
            lines.iter().all(|line| line.get("void").is_none()),
            "{page}"
        );
    }
}

/// S4-07: whoever rechecks does so in the name of their own body, also what another served.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_recheck_by_the_police_is_in_their_name() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    let hazard = found_hazard(&worker, premises);
    serve(&worker, hazard, 15);
    feedback(&worker, hazard);
    worker.sync().await;
    let police = world.phone(world.person(Role::Police, 0)).await;
    let photo = police.photo(hazard, "", PhotoStage::Recheck);
    let passed = RecheckInput::Passed {
        with: vec![world.person(Role::StationOfficer, 0)],
        photos: vec![photo],
    };
    let done = police.core.recheck(hazard, passed);
    done.expect("the police may, with one of the station");
    let opinion = || {
        let made = police.core.paper(hazard, PaperKind::RecheckOpinion);
        made.expect("it was rechecked")
    };
    let offline = opinion();
    assert!(offline.number.starts_with("暂-复-"), "{}", offline.number);
    police.sync().await;
    let last = opinion();
    assert_eq!(last.number, "青公消复字〔2026〕第0001号");
    assert_eq!(last.content_hash, offline.content_hash, "one content");
    let check = world.admin().verify_paper(&offline.pdf).await;
    let check = check.expect("it is read");
    assert!(check.verdict.is_genuine(), "{check:?}");

    // The relay makes the same; the closing is in their series too, though the station issued the
    // notice.
    let desk = world.officer_desk(0).await;
    let (_, hash, _) = desk.file(&format!("/api/v1/papers/recheck/{hazard}")).await;
    assert_eq!(hash, last.content_hash.to_string());
    let state = police.core.get_record(hazard).expect("it is here").state;
    let closing = state.close_out_number.as_deref();
    assert_eq!(closing, Some("青公消销字〔2026〕第0001号"));
    let page = desk.read("/api/v1/numbers/police/close_out/2026").await;
    let lines = page["items"].as_array().expect("lines");
    assert_eq!(lines.len(), 1, "{page}");
    let page = desk.read("/api/v1/numbers/station/close_out/2026").await;
    let none = page["items"].as_array().is_some_and(Vec::is_empty);
    assert!(none, "{page}");
    let page = desk.read("/api/v1/numbers/police/recheck/2026").await;
    let lines = page["items"].as_array().expect("lines");
    assert_eq!(lines.len(), 1, "{page}");
    assert_eq!(lines[0]["record"], hazard.to_string());
}
