//! S4-17 消防平安管理档案: the dossier of a premises with its visits, hazards, papers, photos and who did
//! what and when, the same on the phone and on the relay.

use reqwest::StatusCode;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::people::Role;
use wangge_mobile_core::{CoreError, PaperKind, RecheckInput};

use crate::support::{api_refusal, feedback, found_hazard, serve, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_17_dossier() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let officer = world.officer_phone(0).await;
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    let empty = worker
        .core
        .paper(premises, PaperKind::Dossier)
        .expect("a file is a file");
    let hazard = found_hazard(&worker, premises);
    let offline = worker
        .core
        .paper(premises, PaperKind::Dossier)
        .expect("made offline");
    assert!(
        offline.pages > empty.pages,
        "the visit, its photos, its answers are in it"
    );
    serve(&worker, hazard, 15);
    feedback(&worker, hazard);
    worker.sync().await;
    officer.sync().await;
    let photo = officer.photo(hazard, "", PhotoStage::Recheck);
    let with = vec![world.person(Role::StationOfficer, 1)];
    let passed = RecheckInput::Passed {
        with,
        photos: vec![photo],
    };
    officer
        .core
        .recheck(hazard, passed)
        .expect("two officers may close it");
    officer.sync().await;
    worker.sync().await;

    let opinion = officer
        .core
        .paper(hazard, PaperKind::RecheckOpinion)
        .expect("rechecked");
    assert!(opinion.pdf.starts_with(b"%PDF-"));
    let mine = worker
        .core
        .paper(premises, PaperKind::Dossier)
        .expect("made offline");
    assert_ne!(
        mine.content_hash, offline.content_hash,
        "everything since is in it"
    );
    let desk = world.officer_desk(0).await;
    let path = format!("/api/v1/papers/dossier/{premises}");
    let (status, hash, pdf) = desk.file(&path).await;
    assert_eq!(status, StatusCode::OK);
    assert!(pdf.starts_with(b"%PDF-"));
    assert_eq!(
        hash,
        mine.content_hash.to_string(),
        "phone and relay tell the same story"
    );

    // A dossier is of a premises; an inspection record of an inspection.
    let wrong = worker.core.paper(hazard, PaperKind::Dossier).unwrap_err();
    assert_eq!(wrong, CoreError::UnknownRecord);
    for kind in ["dossier", "inspection"] {
        let wrong = desk.get(&format!("/api/v1/papers/{kind}/{hazard}")).await;
        assert_eq!(api_refusal(wrong), "404 not_found", "{kind}");
    }
    let visit = worker
        .core
        .list_inspections(Some(premises), 1)
        .expect("a list")[0]
        .record;
    let (status, hash, _) = desk
        .file(&format!("/api/v1/papers/inspection/{visit}"))
        .await;
    assert_eq!(status, StatusCode::OK);
    let mine = worker
        .core
        .paper(visit, PaperKind::InspectionRecord)
        .expect("it was answered");
    assert_eq!(hash, mine.content_hash.to_string());
    let major = worker
        .core
        .paper(hazard, PaperKind::MajorNotice)
        .unwrap_err();
    let CoreError::PaperRefused { code, .. } = &major else {
        panic!("refused as a paper, not {major:?}");
    };
    assert_eq!(code, "paper_incomplete", "nobody has judged it to be major");
}
