//! S0-41 严肃追责问责: an evidence file of a record of which two people blanked something holds, with all
//! that was left, and without what was blanked.

use std::collections::BTreeSet;

use reqwest::StatusCode;
use wangge_domain::RecordId;
use wangge_domain::inspection::{PhotoStage, photo_keys};
use wangge_protocol::evidence::verify_evidence;

use crate::support::{found_hazard, shop};
use crate::world::{Phone, World};

/// How many photos the evidence of a premises holds, once it is verified.
async fn photos_in_evidence(world: &World, premises: RecordId) -> usize {
    let desk = world.officer_desk(0).await;
    let (status, _, file) = desk.file(&format!("/api/v1/evidence/{premises}")).await;
    assert_eq!(status, StatusCode::OK);
    let (_, report) = verify_evidence(&file, None).expect("it holds");
    report.blobs
}

/// One asks that these fields of a photo be blanked, or the photo itself; the other confirms.
async fn blank(one: &Phone, two: &Phone, photo: RecordId, fields: &[&str]) {
    let fields: BTreeSet<String> = fields.iter().map(|&key| key.to_owned()).collect();
    let asked = one
        .core
        .request_redaction(photo, &fields, "拍到他人正脸")
        .expect("neither of them took it");
    one.sync().await;
    two.sync().await;
    two.core
        .confirm_redaction(photo, asked)
        .expect("it is another person");
    let report = two.sync().await;
    assert!(report.without_effect.is_empty(), "{report:?}");
    one.sync().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_41_evidence_of_what_was_blanked() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    let hazard = found_hazard(&worker, premises);
    let photo = worker.photo(hazard, "", PhotoStage::default());
    worker.sync().await;
    let (one, two) = (world.officer_phone(0).await, world.officer_phone(1).await);
    one.sync().await;
    two.sync().await;
    let held = photos_in_evidence(&world, premises).await;
    assert!(held > 0, "photos are in it");

    blank(&one, &two, photo, &[photo_keys::STAGE]).await;
    let left = photos_in_evidence(&world, premises).await;
    assert_eq!(left, held, "a field was blanked, and no picture");

    blank(&two, &one, photo, &[]).await;
    let left = photos_in_evidence(&world, premises).await;
    assert_eq!(left, held - 1, "the picture is not handed out again");
}
