//! S4-06 签字后不动: who signed for a notice that was served, or under a visit that was handed in, stays who it was;
//! S0-17 登记后不动: where, when and by which channel a hazard was found stays as it was registered.

use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::hazard::keys as hazard_keys;
use wangge_domain::inspection::{PhotoStage, keys as signature_keys};
use wangge_domain::record::Scalar;
use wangge_mobile_core::{AnswerInput, HazardInput, PaperKind, SignatureInput};

use crate::s4_17_dossier_of_cases::text_of;
use crate::support::{code_and_rule, found_hazard, notice, plain_item, shop, sign_for};
use crate::world::{Phone, World};

fn stays() -> (String, String) {
    ("not_in_this_state".to_owned(), "S4-06".to_owned())
}

/// A name that somebody puts under what stands there.
fn named(phone: &Phone, record: RecordId, signer: &str) -> SignatureInput {
    let view = phone.core.get_record(record).expect("it is here");
    SignatureInput {
        strokes: wangge_tests::STROKES.to_vec(),
        signer: signer.to_owned(),
        role: "owner".to_owned(),
        statement: view.statement,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_who_signed_for_a_notice_stays() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    let hazard = found_hazard(&worker, premises);
    let issued = worker.core.issue_notice(hazard, &notice(15));
    issued.expect("the notice is complete");

    // What was put under it before it was served may be taken off again.
    let early = named(&worker, hazard, "来人");
    let early = worker.core.sign(hazard, &early).expect("it is signed");
    let dropped = worker.core.drop_signature(hazard, early);
    dropped.expect("nothing rests on it yet");

    sign_for(&worker, hazard);
    let made = |phone: &Phone| phone.core.paper(hazard, PaperKind::Notice);
    let before = made(&worker).expect("a notice was issued");
    let view = worker.core.get_record(hazard).expect("it is here");
    let signed = view.signatures.first().expect("the owner signed").id;

    let dropped = worker.core.drop_signature(hazard, signed).unwrap_err();
    assert_eq!(code_and_rule(dropped), stays());
    let false_name = named(&worker, hazard, "冒名");
    let anew = worker.core.sign(hazard, &false_name).unwrap_err();
    assert_eq!(code_and_rule(anew), stays());
    // Nor by way of the fields.
    let taken = BTreeMap::from([(signature_keys::signature_strokes(signed), Scalar::Null)]);
    let edited = worker.core.edit_hazard(hazard, &taken).unwrap_err();
    assert_eq!(code_and_rule(edited), stays());

    let after = made(&worker).expect("a notice was issued");
    assert_eq!(after.content_hash, before.content_hash);
    worker.sync().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_visit_bears_the_signatures_it_was_handed_in_with() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    let item = plain_item(&worker, premises);
    let (visit, _) = worker.inspect(premises, &[&item]);
    let made = |phone: &Phone| phone.core.paper(visit, PaperKind::InspectionRecord);
    let before = made(&worker).expect("it was handed in");

    let beside = named(&worker, visit, "冒名");
    let refused = worker.core.sign(visit, &beside).unwrap_err();
    assert_eq!(code_and_rule(refused), stays());

    // What is changed is signed before it is handed in anew; until then its paper is the old one.
    let note = AnswerInput {
        item,
        note: Some("楼梯间".to_owned()),
        ..AnswerInput::default()
    };
    let answered = worker.core.answer(visit, &note);
    answered.expect("it is not accepted yet");
    let owner = named(&worker, visit, "王老板");
    let signed = worker.core.sign(visit, &owner);
    let signed = signed.expect("something else is signed");
    let after = made(&worker).expect("it was handed in");
    assert_eq!(after.content_hash, before.content_hash);
    // And nothing is taken off what was handed in.
    let dropped = worker.core.drop_signature(visit, signed).unwrap_err();
    assert_eq!(code_and_rule(dropped), stays());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_17_what_was_registered_stays() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    let other = shop(&worker, grid, "青峰茶馆", &[]);
    let input = HazardInput::new(premises, "通道堆放杂物");
    let hazard = worker.core.draft_hazard(&input).expect("it is drafted");
    let write = |phone: &Phone, key: &str, value: Scalar| {
        let fields = BTreeMap::from([(key.to_owned(), value)]);
        phone.core.edit_hazard(hazard, &fields)
    };
    let registered = ("registered_already".to_owned(), "S0-17".to_owned());

    // A draft says when the phone began it, and no channel of others.
    let long_ago = write(&worker, hazard_keys::FOUND_AT_MS, Scalar::Int(1)).unwrap_err();
    assert_eq!(code_and_rule(long_ago), registered);
    let police = write(&worker, hazard_keys::SOURCE, "police".into()).unwrap_err();
    let not_theirs = ("source_not_yours".to_owned(), "S0-17".to_owned());
    assert_eq!(code_and_rule(police), not_theirs);
    let complaint = write(&worker, hazard_keys::SOURCE, "complaint".into());
    complaint.expect("a worker takes complaints");

    worker.photo(hazard, "", PhotoStage::Found);
    worker.core.raise_hazard(hazard).expect("it is complete");
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    officer.sync().await;
    for (key, value) in [
        (hazard_keys::PREMISES, Scalar::from(other.to_string())),
        (hazard_keys::INSPECTION, Scalar::from(other.to_string())),
        (hazard_keys::FOUND_AT_MS, Scalar::Int(1)),
        (hazard_keys::SOURCE, Scalar::from("self_check")),
    ] {
        for phone in [&worker, &officer] {
            let refused = write(phone, key, value.clone()).unwrap_err();
            assert_eq!(code_and_rule(refused), registered, "{key}");
        }
    }
    // The rest is mended by the finder, and by a supervisor.
    let mended = write(&worker, hazard_keys::PART, "一楼".into());
    mended.expect("the finder mends it");
    let mended = write(&officer, hazard_keys::PART, "二楼".into());
    mended.expect("a supervisor mends it");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_17_what_an_officer_found_is_not_rewritten_by_a_worker() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    officer.sync().await;
    let input = HazardInput::new(premises, "通道堆放杂物");
    let hazard = officer.core.draft_hazard(&input).expect("it is drafted");
    officer.photo(hazard, "", PhotoStage::Found);
    officer.core.raise_hazard(hazard).expect("it is complete");
    officer.sync().await;
    worker.sync().await;
    let words = |key: &str, words: &str| BTreeMap::from([(key.to_owned(), Scalar::from(words))]);
    let emptied = words(hazard_keys::DESCRIPTION, "没有问题");
    let refused = worker.core.edit_hazard(hazard, &emptied).unwrap_err();
    let rule = ("not_the_author".to_owned(), "S0-17".to_owned());
    assert_eq!(code_and_rule(refused), rule);
    let remark = words(hazard_keys::REMARK, "业主已知悉");
    let remark = worker.core.edit_hazard(hazard, &remark);
    remark.expect("a remark is anybody's");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_nothing_is_hung_on_a_visit_that_did_not_find_it() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    let item = plain_item(&worker, premises);
    let (clean, _) = worker.inspect(premises, &[]);
    let (visit, submitted) = worker.inspect(premises, &[&item]);
    assert_eq!(submitted.hazards.len(), 1);
    let made = |phone: &Phone| phone.core.paper(visit, PaperKind::InspectionRecord);
    let before = made(&worker).expect("it was handed in");
    let of = |inspection: RecordId, item: Option<&str>| HazardInput {
        inspection: Some(inspection),
        item: item.map(str::to_owned),
        ..HazardInput::new(premises, "通道堆放杂物")
    };
    for (input, code) in [
        (of(clean, Some(&item)), "item_not_failed"),
        (of(visit, None), "visit_handed_in"),
    ] {
        let refused = worker.core.draft_hazard(&input).unwrap_err();
        assert_eq!(
            code_and_rule(refused),
            (code.to_owned(), "S4-06".to_owned())
        );
    }
    // Nor by way of a draft that is hung on it before it is registered.
    let alone = HazardInput::new(premises, "通道堆放杂物");
    let alone = worker.core.draft_hazard(&alone).expect("it is drafted");
    worker.photo(alone, "", PhotoStage::Found);
    let hung = Scalar::from(visit.to_string());
    let hung = BTreeMap::from([(hazard_keys::INSPECTION.to_owned(), hung)]);
    let hung = worker.core.edit_hazard(alone, &hung);
    hung.expect("a draft may say so");
    let refused = worker.core.raise_hazard(alone).unwrap_err();
    assert_eq!(code_and_rule(refused).0, "visit_handed_in");

    // A second place of an item that failed is registered, and the record says what it said.
    let second = worker.core.draft_hazard(&of(visit, Some(&item)));
    let second = second.expect("the visit found it");
    let word = BTreeMap::from([(hazard_keys::IS_ANOTHER.to_owned(), Scalar::from(true))]);
    let word = worker.core.edit_hazard(second, &word);
    word.expect("it is another place");
    worker.photo(second, &item, PhotoStage::Found);
    worker.core.raise_hazard(second).expect("it is complete");
    let after = made(&worker).expect("it was handed in");
    assert_eq!(after.content_hash, before.content_hash);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_withdrawn_visit_says_so_wherever_it_is_shown() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    let (visit, _) = worker.inspect(premises, &[]);
    worker.sync().await;
    let name = visit.to_string();
    let made = world.admin().paper("inspection", &name).await;
    let handed_over = made.expect("it can be made").pdf;
    let check = world.admin().verify_paper(&handed_over).await;
    let check = check.expect("the store can be read");
    assert_eq!(check.ended, Vec::<String>::new());

    let withdrawn = worker.core.withdraw(visit, "走错了门");
    withdrawn.expect("the author may");
    worker.sync().await;
    // The paper that was handed over is what it was, and whoever asks is told.
    let check = world.admin().verify_paper(&handed_over).await;
    let check = check.expect("the store can be read");
    let [mark] = check.ended.as_slice() else {
        panic!("one mark: {check:?}");
    };
    assert!(mark.starts_with("【已撤回】"), "{mark}");
    assert!(mark.contains("走错了门"), "{mark}");
    assert_eq!(check.lines().first(), Some(mark));
    let again = world.admin().paper("inspection", &name).await;
    let again = again.expect("it can be made").pdf;
    assert_ne!(again, handed_over);
    if let Some(text) = text_of(&again, &world) {
        assert!(text.contains("已撤回"), "{text}");
    }
}
