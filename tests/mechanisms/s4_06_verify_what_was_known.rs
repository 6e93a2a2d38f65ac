//! S4-06 文书核验: a paper is compared as of what its maker can have known, with work that was still to be sent;
//! a date at which nobody can have made it is found; a provisional number resolves though its act
//! took no effect; and the page of the QR says no more than it saw.

use reqwest::StatusCode;
use wangge_domain::RecordId;
use wangge_mobile_core::PaperKind;
use wangge_report::PaperClaim;
use wangge_sync_server::admin::{Admin, verify_paper};
use wangge_sync_server::{ClockChoice, PaperCheck, PaperVerdict};

use crate::s4_06_verify_paper::{checked, made, noticed, page};
use crate::support::{feedback, found_hazard, notice, serve, shop};
use crate::world::{Phone, World, WorldClock};

/// The evidence of a premises, and what it says of a file without the relay.
async fn by_evidence(world: &World, premises: RecordId, pdf: &[u8]) -> PaperCheck {
    let bundle = world.path("evidence.wge");
    let file = world.admin().evidence(premises).await.expect("on file");
    std::fs::write(&bundle, &file).expect("room");
    let answer = verify_paper(pdf, &bundle, None);
    answer.expect("the evidence holds").0
}

fn dossier(phone: &Phone, premises: RecordId) -> Vec<u8> {
    let made = phone.core.paper(premises, PaperKind::Dossier);
    made.expect("made without network").pdf
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_dossier_of_a_phone_that_was_behind() {
    let world = World::start().await;
    let (worker, premises, hazard, _) = noticed(&world).await;
    let officer = world.officer_phone(0).await;
    world.clock.advance_hours(1);
    feedback(&worker, hazard);
    worker.sync().await;
    world.clock.advance_hours(1);
    let behind = dossier(&officer, premises);

    // The feedback had been received an hour before, and was not known on this phone.
    let check = checked(&world, &behind).await;
    let PaperVerdict::Superseded(version) = &check.verdict else {
        panic!("an honest dossier of a phone that was behind: {check:?}");
    };
    assert!(version.as_of.is_some_and(|place| place.seq > 0));
    officer.sync().await;
    let check = checked(&world, &behind).await;
    assert!(
        matches!(check.verdict, PaperVerdict::Superseded(_)),
        "still so when the phone has synced: {check:?}"
    );
    let (status, said) = page(&world, &behind).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    assert!(said.contains("<h1>内容已变</h1>"), "{said}");
    let mut forged = behind.clone();
    forged[behind.len() / 2] ^= 1;
    assert!(!checked(&world, &forged).await.verdict.is_genuine());
    let now = dossier(&officer, premises);
    let check = checked(&world, &now).await;
    assert!(matches!(check.verdict, PaperVerdict::Same(_)), "{check:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_dossier_with_work_that_was_still_to_be_sent() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    world.clock.advance_hours(1);
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    let hazard = found_hazard(&worker, premises);
    world.clock.advance_hours(1);
    let nothing_sent = dossier(&worker, premises);
    worker.sync().await;
    world.clock.advance_hours(1);
    serve(&worker, hazard, 15);
    world.clock.advance_hours(1);
    let notice_waits = dossier(&worker, premises);
    let check = checked(&world, &notice_waits).await;
    assert_eq!(
        check.verdict,
        PaperVerdict::Unknown,
        "the relay has heard nothing of the notice"
    );
    world.clock.advance_hours(1);
    worker.sync().await;

    for (name, pdf) in [("nothing sent", nothing_sent), ("notice", notice_waits)] {
        let check = checked(&world, &pdf).await;
        assert!(
            matches!(check.verdict, PaperVerdict::Superseded(_)),
            "{name}: its rows are in the log by now: {check:?}"
        );
        let check = by_evidence(&world, premises, &pdf).await;
        assert!(check.verdict.is_genuine(), "{name}: {check:?}");
        let mut forged = pdf.clone();
        forged[pdf.len() / 2] ^= 1;
        let check = checked(&world, &forged).await;
        assert!(!check.verdict.is_genuine(), "{name}: {check:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_paper_with_an_impossible_date() {
    let world = World::start().await;
    world.clock.advance_days(2);
    let (_, premises, _, _) = noticed(&world).await;
    let (_, grid) = world.worker(0);
    let papers = [
        ("dossier", premises.to_string()),
        ("zone", grid.to_string()),
    ];

    // Before anything that it tells of was there, and weeks from now.
    for day in [1, 20] {
        let clock = WorldClock::at_china(2026, 9, day, 9);
        let forger = Admin::open(&world.data(), ClockChoice::Given(clock.relay()));
        let forger = forger.expect("the folder opens");
        for (kind, record) in &papers {
            let pdf = forger.paper(kind, record).await.expect("it is made").pdf;
            let check = checked(&world, &pdf).await;
            assert!(
                matches!(check.verdict, PaperVerdict::Misdated(_)),
                "{kind} of {day} September: {check:?}"
            );
            let (status, said) = page(&world, &pdf).await;
            assert_eq!(status, StatusCode::CONFLICT, "{said}");
            assert!(said.contains("<h1>日期不可信</h1>"), "{said}");
            if *kind == "dossier" {
                let check = by_evidence(&world, premises, &pdf).await;
                assert!(
                    matches!(check.verdict, PaperVerdict::Misdated(_)),
                    "without the relay, {day} September: {check:?}"
                );
            }
        }
    }
    for (kind, record) in &papers {
        let honest = world.admin().paper(kind, record).await;
        let check = checked(&world, &honest.expect("it is made").pdf).await;
        assert!(
            matches!(check.verdict, PaperVerdict::Same(_)),
            "{kind}: {check:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_provisional_number_resolves_without_effect_too() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    let hazard = found_hazard(&worker, premises);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    world.clock.advance_hours(1);
    let first = officer.core.issue_notice(hazard, &notice(7));
    first.expect("the notice is complete");
    let second = worker.core.issue_notice(hazard, &notice(15));
    let printed = second.expect("this phone knows of no other");
    let lost = worker.core.paper(hazard, PaperKind::Notice);
    let lost = lost.expect("it was issued, as far as this phone knows");
    assert_eq!(lost.number, printed);
    officer.sync().await;
    world.clock.advance_hours(1);
    worker.sync().await;

    let counts = made(&world, "notice", hazard).await;
    let check = checked(&world, &counts).await;
    let PaperVerdict::Same(counts) = check.verdict.clone() else {
        panic!("the first one counts: {check:?}");
    };
    assert_eq!(counts.number, "青消改字〔2026〕第0001号");
    let check = checked(&world, &lost.pdf).await;
    let PaperVerdict::WithoutEffect { version, told } = &check.verdict else {
        panic!("its number resolves: {check:?}");
    };
    assert_eq!(version.number, printed);
    assert!(told.said.contains("已有他人先下发"), "{told:?}");
    let instead = told.counts.as_ref().expect("another one counts");
    assert_eq!(instead.number, counts.number);
    assert_eq!(instead.issuer, counts.issuer);
    assert!(!check.verdict.is_genuine(), "nobody is to act on it");

    // Whoever holds the file or the QR is told so, and no name.
    let (status, by_file) = page(&world, &lost.pdf).await;
    assert_eq!(status, StatusCode::CONFLICT, "{by_file}");
    let path = format!("/p/notice/{hazard}?h={}", lost.content_hash);
    let (status, by_qr) = world.public(&path).await;
    assert_eq!(status, StatusCode::OK, "{by_qr}");
    for said in [by_file, by_qr] {
        assert!(said.contains("<h1>未生效</h1>"), "{said}");
        assert!(said.contains("已有他人先下发"), "{said}");
        assert!(said.contains(&counts.number), "{said}");
        assert!(!said.contains("王老板"), "{said}");
    }
    let check = by_evidence(&world, premises, &lost.pdf).await;
    assert!(
        matches!(check.verdict, PaperVerdict::WithoutEffect { .. }),
        "without the relay: {check:?}"
    );
    let mut forged = lost.pdf.clone();
    forged[lost.pdf.len() / 2] ^= 1;
    let check = checked(&world, &forged).await;
    assert!(
        matches!(
            check.verdict,
            PaperVerdict::Altered { .. } | PaperVerdict::Unknown
        ),
        "{check:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_the_page_of_the_qr_saw_no_paper() {
    let world = World::start().await;
    let (worker, _, hazard, _) = noticed(&world).await;
    let pdf = made(&world, "notice", hazard).await;
    let claim = PaperClaim::read(&pdf).expect("it says what it is");
    let path = format!("/p/notice/{hazard}?h={}", claim.content_hash);
    let (status, said) = world.public(&path).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    assert!(said.contains("<h1>二维码与记录一致</h1>"), "{said}");
    assert!(said.contains("是否被改动"), "it says what to do: {said}");

    // What is to be compared: number, date, how many hazards, until when; and no name.
    let state = worker.core.get_record(hazard).expect("it is here").state;
    let due = state.original_due.expect("the notice gave days");
    let due = due.china_date().to_string();
    let today = world.clock.now().china_date().to_string();
    for fact in ["第0001号", "1处", due.as_str(), today.as_str()] {
        assert!(said.contains(fact), "{fact}: {said}");
    }
    for name in ["王老板", "李站长", "杂货铺"] {
        assert!(!said.contains(name), "{name}: {said}");
    }
}
