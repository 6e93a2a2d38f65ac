//! S4-06 整改通知书内容冻结: what a notice quotes is not changed any more once it is issued, and whoever changes it
//! all the same changes no paper; a signature under other words is not drawn.

use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::hazard::keys;
use wangge_domain::record::Scalar;
use wangge_mobile_core::{MadePaper, PaperKind};
use wangge_report::PaperClaim;
use wangge_sync_server::PaperVerdict;

use crate::s4_17_dossier_of_cases::text_of;
use crate::support::{code_and_rule, found_hazard, notice, serve, shop, sign_for};
use crate::world::{Phone, World};

fn words(key: &str, words: &str) -> BTreeMap<String, Scalar> {
    BTreeMap::from([(key.to_owned(), Scalar::from(words))])
}

fn paper(phone: &Phone, hazard: RecordId) -> MadePaper {
    let made = phone.core.paper(hazard, PaperKind::Notice);
    made.expect("a notice was issued")
}

/// The paper as the relay makes it for whoever issued the notice: phone and relay make the same bytes.
async fn original_at_the_desk(world: &World, worker: &Phone, hazard: RecordId) -> Vec<u8> {
    let desk = world.desk(worker.user).await;
    let (status, _, made) = desk.file(&format!("/api/v1/papers/notice/{hazard}")).await;
    assert_eq!(status, 200);
    let on_the_phone = paper(worker, hazard).pdf;
    assert!(made == on_the_phone, "phone and relay make the same bytes");
    made
}

fn described(phone: &Phone, hazard: RecordId) -> String {
    let view = phone.core.get_record(hazard).expect("it is here");
    let words = view.content.text(keys::DESCRIPTION);
    words.unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_frozen_notice() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    let hazard = found_hazard(&worker, premises);
    worker.sync().await;
    // A second phone that will not know of the notice stands for one that asks no rule.
    let other = world.phone(worker.user).await;
    other.sync().await;
    let edit = words(keys::DESCRIPTION, "改写后的隐患情况");
    let edited = other.core.edit_hazard(hazard, &edit);
    edited.expect("this phone knows of no notice");

    serve(&worker, hazard, 15);
    let before = paper(&worker, hazard);

    // On a phone that knows of the notice it is refused, word by word.
    for key in [
        keys::DESCRIPTION,
        keys::RECTIFICATION,
        keys::PART,
        keys::COMMON_KEY,
        keys::SOURCE,
    ] {
        let refused = worker.core.edit_hazard(hazard, &words(key, "改写"));
        let rule = ("notice_already_issued".to_owned(), "S4-06".to_owned());
        assert_eq!(code_and_rule(refused.unwrap_err()), rule, "{key}");
    }
    let interim = words(keys::INTERIM_MEASURES, "派人值守");
    let interim = worker.core.edit_hazard(hazard, &interim);
    interim.expect("this does not stand on the notice");

    worker.sync().await;
    other.sync().await;
    worker.sync().await;
    assert_eq!(described(&worker, hazard), "改写后的隐患情况");
    let after = paper(&worker, hazard);
    assert_eq!(
        after.content_hash, before.content_hash,
        "the paper says what was issued"
    );
    original_at_the_desk(&world, &worker, hazard).await;
    let made = world.admin().paper("notice", &hazard.to_string()).await;
    let made = made.expect("it can be made").pdf;
    let claim = PaperClaim::read(&made).expect("it says what it is");
    assert_eq!(claim.content_hash, before.content_hash);
    // The owner's original, with the code, and the one of everybody else.
    for made in [&made, &after.pdf] {
        let check = world.admin().verify_paper(made).await;
        let check = check.expect("the store can be read");
        assert!(matches!(check.verdict, PaperVerdict::Same(_)), "{check:?}");
    }
    if let Some(text) = text_of(&made, &world) {
        assert!(!text.contains("改写后的隐患情况"), "{text}");
        assert!(
            !text.contains("签名无效"),
            "the owner signed what the notice says: {text}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_signature_under_other_words_is_void() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    let hazard = found_hazard(&worker, premises);
    worker.sync().await;
    let other = world.phone(worker.user).await;
    other.sync().await;
    let edit = words(keys::DESCRIPTION, "改写后的隐患情况");
    let edited = other.core.edit_hazard(hazard, &edit);
    edited.expect("this phone knows of no notice");
    other.sync().await;

    // The notice quotes the old words; what is signed below are the new ones.
    let issued = worker.core.issue_notice(hazard, &notice(15));
    issued.expect("the notice is complete");
    worker.sync().await;
    assert_eq!(described(&worker, hazard), "改写后的隐患情况");
    sign_for(&worker, hazard);
    worker.sync().await;
    let made = paper(&worker, hazard);
    original_at_the_desk(&world, &worker, hazard).await;
    if let Some(text) = text_of(&made.pdf, &world) {
        assert!(text.contains("签名后内容已变更，签名无效"), "{text}");
        assert!(!text.contains("改写后的隐患情况"), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_the_notice_that_came_too_late_decides_nothing() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    let hazard = found_hazard(&worker, premises);
    worker.sync().await;
    let other = world.phone(worker.user).await;
    other.sync().await;
    let issued = worker.core.issue_notice(hazard, &notice(15));
    issued.expect("the notice is complete");
    let mut late = notice(15);
    late.responsible.person = "迟到的责任人".to_owned();
    late.responsible.unit = "迟到的单位".to_owned();
    let issued = other.core.issue_notice(hazard, &late);
    issued.expect("this phone knows of no notice");
    worker.sync().await;
    let before = paper(&worker, hazard);
    other.try_sync().await.expect("the sync runs");
    worker.sync().await;
    let after = paper(&worker, hazard);
    assert_eq!(after.content_hash, before.content_hash);
    original_at_the_desk(&world, &worker, hazard).await;
    if let Some(text) = text_of(&after.pdf, &world) {
        assert!(!text.contains("迟到的"), "{text}");
    }
}
