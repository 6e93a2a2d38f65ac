//! S4-06 安监办下发隐患整改通知书: a numbered PDF made on the phone without network, whose number becomes
//! final later while its hash stays; no word of compulsion without delegation and certificate.

use reqwest::StatusCode;
use wangge_domain::inspection::PhotoStage;
use wangge_mobile_core::{CoreError, PaperKind, ServiceInput, SignatureInput};

use crate::quick_hazard::quick_hazard;
use crate::support::{api_refusal, code_and_rule, found_hazard, notice, shop};
use crate::world::World;

fn refusal(error: CoreError) -> (String, String) {
    match error {
        CoreError::PaperRefused { code, rule, .. } => (code, rule),
        other => panic!("the paper is refused by a rule, not {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_notice_on_paper() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "𬭎达𠅤记杂货铺", &[]);

    // Nothing is sent before the sync below: from the first finding to the paper on this phone.
    let hazard = found_hazard(&worker, premises);
    let early = worker.core.paper(hazard, PaperKind::Notice).unwrap_err();
    let rule = ("paper_incomplete".to_owned(), "S4-06".to_owned());
    assert_eq!(refusal(early), rule, "no notice was issued yet");
    let number = worker
        .core
        .issue_notice(hazard, &notice(15))
        .expect("the notice is complete");
    let made = worker
        .core
        .paper(hazard, PaperKind::Notice)
        .expect("it is issued");
    assert!(made.pdf.starts_with(b"%PDF-"));
    assert_eq!(made.number, number);
    assert!(number.starts_with("暂-"), "{number}");
    assert!(
        made.missing.is_empty(),
        "rare names have glyphs: {:?}",
        made.missing
    );
    assert!(
        made.qr.contains(&hazard.to_string()) && made.qr.ends_with(&made.content_hash.to_string())
    );
    let again = worker
        .core
        .paper(hazard, PaperKind::Notice)
        .expect("it is issued");
    assert_eq!(made, again, "same input, same bytes");

    // The owner refuses to sign: two witnesses, and the paper says so.
    let statement = worker
        .core
        .get_record(hazard)
        .expect("it is here")
        .statement;
    let witness = |name: &str| SignatureInput {
        strokes: wangge_tests::strokes_of(name),
        signer: name.to_owned(),
        role: "witness".to_owned(),
        statement,
    };
    let refused = ServiceInput::Refused {
        witnesses: vec![witness("张大爷"), witness("刘婶")],
        note: "称老板不在".to_owned(),
    };
    worker
        .core
        .serve_notice(hazard, &refused)
        .expect("two witnesses stood by");
    let served = worker
        .core
        .paper(hazard, PaperKind::Notice)
        .expect("it is served");
    assert_ne!(
        served.pdf, made.pdf,
        "the witnesses' signatures stand on it"
    );
    assert_eq!(
        served.content_hash, made.content_hash,
        "signatures are put under the content"
    );

    // What was photographed later is no part of it.
    worker.photo(hazard, "", PhotoStage::After);
    worker.photo(hazard, "", PhotoStage::Recheck);
    let later = worker
        .core
        .paper(hazard, PaperKind::Notice)
        .expect("it is served");
    assert_eq!(
        later.content_hash, made.content_hash,
        "a notice shows what was known when it was issued"
    );

    // The final number comes; what was handed over still resolves.
    worker.sync().await;
    let last = worker
        .core
        .paper(hazard, PaperKind::Notice)
        .expect("it is served");
    assert_eq!(last.number, "青消改字〔2026〕第0001号");
    assert_eq!(
        last.content_hash, made.content_hash,
        "both numbers resolve to one content"
    );
    let desk = world.officer_desk(0).await;
    let (status, hash, pdf) = desk.file(&format!("/api/v1/papers/notice/{hazard}")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(pdf.starts_with(b"%PDF-") && pdf.len() < 2 * 1024 * 1024);
    assert_eq!(
        hash,
        made.content_hash.to_string(),
        "the relay says the same"
    );
    // Whoever holds the paper may ask whether it is genuine; without its hash nothing is told.
    let page = made
        .qr
        .split_once("/p/")
        .expect("the QR opens a page of the relay")
        .1;
    let (status, said) = desk.get(&format!("/p/{page}")).await;
    assert_eq!(status, StatusCode::OK, "{said}");
    let said = said.as_str().expect("a page is text");
    assert!(said.contains("一致") && said.contains("第0001号"), "{said}");
    let forged = format!("/p/notice/{hazard}?h={}", "0".repeat(64));
    let (status, said) = desk.get(&forged).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(
        !said.as_str().unwrap_or_default().contains("第0001号"),
        "{said}"
    );
    let early = desk.get(&format!("/api/v1/papers/recheck/{hazard}")).await;
    assert_eq!(
        api_refusal(early),
        "409 paper_incomplete",
        "nobody has rechecked yet"
    );

    // S0-03: a word of compulsion is refused when the notice is issued: there is no such paper.
    let harsh = quick_hazard(&worker, premises, "责令立即停用，否则罚款");
    let gated = worker.core.issue_notice(harsh, &notice(15)).unwrap_err();
    let rule = ("word_of_compulsion".to_owned(), "S0-03".to_owned());
    assert_eq!(code_and_rule(gated), rule);
    let none = worker.core.paper(harsh, PaperKind::Notice).unwrap_err();
    let rule = ("paper_incomplete".to_owned(), "S4-06".to_owned());
    assert_eq!(refusal(none), rule);
}
