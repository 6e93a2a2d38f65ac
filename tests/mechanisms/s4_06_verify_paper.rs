//! S4-06 文书核验: whoever holds a paper learns whether it is, byte for byte, what the relay makes: on a page of the
//! relay without an account, and from an evidence file without any relay. Any changed byte is found.

use std::path::Path;
use std::process::Command;

use reqwest::StatusCode;
use wangge_domain::RecordId;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::people::Role;
use wangge_mobile_core::{PaperKind, RecheckInput};
use wangge_protocol::evidence::EvidenceError;
use wangge_report::PaperClaim;
use wangge_sync_server::admin::verify_paper;
use wangge_sync_server::{PaperCheck, PaperVerdict};

use crate::support::{bad_file, feedback, found_hazard, serve, shop};
use crate::world::{Desk, Phone, World};

/// What a browser sends for the form of the page.
pub(crate) async fn page(world: &World, pdf: &[u8]) -> (StatusCode, String) {
    let mut body = b"--edge\r\nContent-Disposition: form-data; name=\"file\"; \
                     filename=\"a.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
        .to_vec();
    body.extend_from_slice(pdf);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    let kind = "multipart/form-data; boundary=edge";
    Desk::submit(&world.relay().address, "/v", kind, body).await
}

pub(crate) async fn checked(world: &World, pdf: &[u8]) -> PaperCheck {
    let admin = world.admin();
    admin
        .verify_paper(pdf)
        .await
        .expect("the store can be read")
}

pub(crate) async fn made(world: &World, kind: &str, record: RecordId) -> Vec<u8> {
    let made = world.admin().paper(kind, &record.to_string()).await;
    made.expect("it can be made").pdf
}

/// The file with other words in its claim: the same length, both times that it stands there.
fn claiming(pdf: &[u8], old: &str, new: &str) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let mut forged = pdf.to_vec();
    let mut found = 0;
    for place in 0..pdf.len() - old.len() {
        if pdf[place..].starts_with(old.as_bytes()) {
            forged[place..place + new.len()].copy_from_slice(new.as_bytes());
            found += 1;
        }
    }
    assert!(found > 0, "{old} stands in the file");
    forged
}

/// A hazard whose notice was made offline and is on the relay since: the phone, the hazard, the
/// paper of before.
pub(crate) async fn noticed(world: &World) -> (Phone, RecordId, RecordId, Vec<u8>) {
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "𬭎达𠅤记杂货铺", &[]);
    let hazard = found_hazard(&worker, premises);
    worker.photo(hazard, "", PhotoStage::Before);
    serve(&worker, hazard, 15);
    let offline = worker.core.paper(hazard, PaperKind::Notice);
    let offline = offline.expect("it is issued");
    assert!(offline.number.starts_with("暂-"), "{}", offline.number);
    worker.sync().await;
    (worker, premises, hazard, offline.pdf)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_verify_paper() {
    let world = World::start().await;
    let (worker, _, hazard, offline) = noticed(&world).await;

    // What the relay makes is what is on record; so is what the phone made before it had a number.
    let notice = made(&world, "notice", hazard).await;
    let check = checked(&world, &notice).await;
    let PaperVerdict::Same(version) = &check.verdict else {
        panic!("an honest paper: {check:?}");
    };
    assert_eq!(version.as_of, None, "nothing was added since");
    assert_eq!(version.number, "青消改字〔2026〕第0001号");
    assert!(
        check.rows_checked >= 3,
        "premises, visit, hazard: {check:?}"
    );
    let (status, said) = page(&world, &notice).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    assert!(
        said.contains("<h1>一致</h1>") && said.contains("第0001号"),
        "{said}"
    );
    assert!(said.contains("签名"), "it says what was checked: {said}");
    assert_ne!(offline, notice, "one has a provisional number");
    let check = checked(&world, &offline).await;
    assert!(matches!(check.verdict, PaperVerdict::Same(_)), "{check:?}");

    // Any changed byte, a missing end, one byte more.
    let step = (notice.len() / 24).max(1);
    let claim = notice.windows(14).position(|it| it == b"wangge-paper/1");
    let claim = claim.expect("it says what it is");
    let last = [claim, claim + 40, claim + 120, notice.len() - 1];
    for place in (0..notice.len()).step_by(step).chain(last) {
        let mut forged = notice.clone();
        forged[place] ^= 1;
        let check = checked(&world, &forged).await;
        assert!(
            !check.verdict.is_genuine(),
            "byte {place} was changed: {check:?}"
        );
        if let PaperVerdict::Altered { first_byte, .. } = check.verdict {
            assert_eq!(first_byte, place + 1, "and it says which");
        }
    }
    for forged in [&notice[..notice.len() - 1], &[&notice[..], b"\n"].concat()] {
        let check = checked(&world, forged).await;
        assert!(
            matches!(check.verdict, PaperVerdict::Altered { .. }),
            "{check:?}"
        );
    }
    let mut forged = notice.clone();
    forged[notice.len() / 2] ^= 1;
    let (status, said) = page(&world, &forged).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(said.contains("<h1>文件被改动</h1>"), "{said}");
    assert!(!said.contains("内容相同"), "nobody knows that: {said}");

    // What the record said once is told to whoever holds the paper, and as of which row.
    let desk = world.officer_desk(0).await;
    feedback(&worker, hazard);
    worker.sync().await;
    desk.act_ok(
        hazard,
        serde_json::json!({"recheck_failed": {"reason": "仍未清理", "photos": []}}),
    )
    .await;
    let failed = made(&world, "recheck", hazard).await;
    assert!(matches!(
        checked(&world, &failed).await.verdict,
        PaperVerdict::Same(_)
    ));
    worker.sync().await;
    feedback(&worker, hazard);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let photo = officer.photo(hazard, "", PhotoStage::Recheck);
    let passed = RecheckInput::Passed {
        with: vec![world.person(Role::StationOfficer, 1)],
        photos: vec![photo],
    };
    officer.core.recheck(hazard, passed).expect("two officers");
    officer.sync().await;
    let check = checked(&world, &failed).await;
    let PaperVerdict::Superseded(version) = &check.verdict else {
        panic!("the hazard is closed by now: {check:?}");
    };
    assert!(version.as_of.is_some_and(|place| place.seq > 0));
    let (status, said) = page(&world, &failed).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        said.contains("<h1>内容已变</h1>") && said.contains("所载为日志第"),
        "{said}"
    );
    // So does the QR.
    let known = PaperClaim::read(&failed).expect("it says what it is");
    let path = format!("/p/recheck/{hazard}?h={}", known.content_hash);
    let (status, said) = world.public(&path).await;
    assert_eq!(status, StatusCode::OK);
    assert!(said.contains("内容已变"), "{said}");
    let notice = made(&world, "notice", hazard).await;
    assert!(checked(&world, &notice).await.verdict.is_genuine());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_forged_paper_learns_nothing() {
    let world = World::start().await;
    let (_, premises, hazard, _) = noticed(&world).await;
    let notice = made(&world, "notice", hazard).await;
    let claim = PaperClaim::read(&notice).expect("it says what it is");

    // A record that is there, one that is not, and a file that says nothing look alike.
    let hash = claim.content_hash.to_string();
    let other = "0".repeat(64);
    let wrong_hash = claiming(&notice, &hash, &other);
    let nobody = RecordId::mint(world.clock.now().0, [3; 10]).to_string();
    let no_record = claiming(&notice, &hazard.to_string(), &nobody);
    let silent = b"%PDF-1.7\n%%EOF\n".to_vec();
    let mut answers = Vec::new();
    for forged in [wrong_hash, no_record, silent] {
        let check = checked(&world, &forged).await;
        assert_eq!(check.verdict, PaperVerdict::Unknown);
        assert_eq!(check.rows_checked, 0, "not even how long its log is");
        answers.push(page(&world, &forged).await);
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    let (status, said) = &answers[0];
    assert_eq!(*status, StatusCode::NOT_FOUND);
    assert!(
        said.contains("不符或未知") && !said.contains("第0001号"),
        "{said}"
    );

    // A paper of one kind is none of another.
    let as_recheck = claiming(&notice, "kind=notice", "kind=dossie");
    assert_eq!(
        checked(&world, &as_recheck).await.verdict,
        PaperVerdict::Unknown
    );
    let dossier = made(&world, "dossier", premises).await;
    assert!(checked(&world, &dossier).await.verdict.is_genuine());
    // A dossier bears the time of its making: its file is compared, its QR alone says so.
    let (status, said) = page(&world, &dossier).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    assert!(said.contains("<h1>一致</h1>"), "{said}");
    let mut forged = dossier.clone();
    forged[dossier.len() / 2] ^= 1;
    let (status, said) = page(&world, &forged).await;
    assert_eq!(status, StatusCode::CONFLICT, "{said}");
    let known = PaperClaim::read(&dossier).expect("it says what it is");
    for record in [premises.to_string(), nobody] {
        let path = format!("/p/dossier/{record}?h={}", known.content_hash);
        let (status, said) = world.public(&path).await;
        assert_eq!(status, StatusCode::OK);
        assert!(said.contains("请交来文件核验"), "{said}");
    }

    // Whoever tries file after file waits.
    let mut refused = StatusCode::NOT_FOUND;
    for _ in 0..40 {
        refused = page(&world, b"%PDF-").await.0;
        if refused == StatusCode::TOO_MANY_REQUESTS {
            break;
        }
    }
    assert_eq!(refused, StatusCode::TOO_MANY_REQUESTS);
}

/// Runs `wangge-relay verify`, if the program is there.
fn program(file: &Path, bundle: &Path) -> Option<(bool, String)> {
    let relay = std::env::var("WANGGE_RELAY_BIN").ok()?;
    let run = Command::new(relay)
        .arg("verify")
        .arg(file)
        .arg("--bundle")
        .arg(bundle)
        .output()
        .expect("the relay's program runs");
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    Some((run.status.success(), said))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_verify_paper_without_the_relay() {
    let mut world = World::start().await;
    let (worker, premises, hazard, offline) = noticed(&world).await;
    let (_, grid) = world.worker(0);
    let neighbor = shop(&worker, grid, "隔壁五金店", &[]);
    let theirs = found_hazard(&worker, neighbor);
    serve(&worker, theirs, 15);
    worker.sync().await;
    let visit = worker.core.list_inspections(Some(premises), 1);
    let visit = visit.expect("a list")[0].record;
    let foreign = made(&world, "notice", theirs).await;
    let honest = [
        ("notice", made(&world, "notice", hazard).await),
        ("inspection", made(&world, "inspection", visit).await),
        ("dossier", made(&world, "dossier", premises).await),
        ("offline", offline),
    ];
    let bundle = world.path("evidence.wge");
    let file = world.admin().evidence(premises).await.expect("on file");
    std::fs::write(&bundle, &file).expect("room");

    // From here on there is no relay.
    world.stop().await;
    std::fs::remove_dir_all(world.data()).expect("it is gone");
    let ask = |pdf: &[u8]| {
        verify_paper(pdf, &bundle, None)
            .expect("the evidence holds")
            .0
    };
    for (name, pdf) in &honest {
        let check = ask(pdf);
        assert!(
            matches!(check.verdict, PaperVerdict::Same(_)),
            "{name}: {check:?}"
        );
        assert!(check.rows_checked > 0);
        let mut forged = pdf.clone();
        forged[pdf.len() / 3] ^= 0x20;
        let check = ask(&forged);
        assert!(!check.verdict.is_genuine(), "{name}: {check:?}");
        let path = world.path(name);
        std::fs::write(&path, pdf).expect("room");
        if let Some((ended_well, said)) = program(&path, &bundle) {
            assert!(ended_well && said.contains("结论：一致"), "{name}: {said}");
        }
        std::fs::write(&path, &forged).expect("room");
        if let Some((ended_well, said)) = program(&path, &bundle) {
            assert!(!ended_well, "{name}: {said}");
        }
    }
    assert_eq!(
        ask(&foreign).verdict,
        PaperVerdict::Unknown,
        "of the neighbor"
    );

    // The evidence is looked at first: a paper proves nothing by a file that does not hold.
    let mut damaged = file.clone();
    damaged[file.len() / 2] ^= 1;
    std::fs::write(&bundle, &damaged).expect("room");
    let refused = verify_paper(&honest[0].1, &bundle, None);
    assert_eq!(
        bad_file(refused.expect_err("the evidence was changed")),
        EvidenceError::FileSignature.to_string()
    );
}
