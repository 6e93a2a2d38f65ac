use wangge_domain::inspection::keys;
use wangge_domain::lifecycle::{Effect, Event, Outcome, Reason, Status};
use wangge_domain::{Digest, RecordId};

use super::super::dossier::dossier_paper;
use super::super::recheck_opinion::{recheck_opinion_of_before, recheck_opinion_paper};
use super::super::test_kit::{
    case, does, hazard, notice, numbered, outcome, record, text, with_office,
};
use crate::case_file::{CaseFile, PhotoFile};
use crate::paper::{Paper, content_hash};

/// A hazard that was rechecked, with a photo of how it was found and one after; `after` is the file
/// of the second.
fn rechecked(after: u8) -> CaseFile {
    let mut one = hazard(1, "通道堵塞");
    let shots = [(70, "found", 0x11), (71, "after", after)];
    for (number, stage, _) in shots {
        let photo = RecordId::from_bytes([number; 16]);
        one.content.set(keys::photo_item(photo), "");
        one.content.set(keys::photo_stage(photo), stage);
    }
    let given = numbered(Status::NoticeIssued, "青消改字〔2026〕第0001号");
    does(&mut one, notice("暂-K7-1", "王老板"), &given, 0);
    let passed = Event::RecheckPassed {
        with: Vec::new(),
        photos: vec![RecordId::from_bytes([71; 16])],
    };
    does(&mut one, passed, &outcome(Status::Closed), 5);
    let mut case = case(vec![one], Vec::new());
    for (number, _, file) in shots {
        let shown = PhotoFile {
            original: Digest([file; 32]),
            view: Digest([number; 32]),
            thumbnail: Digest([number; 32]),
            taken_at: None,
        };
        case.photos
            .insert(RecordId::from_bytes([number; 16]), shown);
    }
    case
}

fn opinion(case: &CaseFile) -> Paper {
    let made = with_office(|office| recheck_opinion_paper(office, case, record(1)));
    made.expect("it was rechecked")
}

#[test]
fn a_photo_after_that_is_the_file_of_the_photo_before_is_said_to_be() {
    let (honest, copied) = (rechecked(0x22), rechecked(0x11));
    assert!(!text(&opinion(&honest)).contains("同一文件"));
    let said = text(&opinion(&copied));
    assert!(
        said.contains("图1与检查时、整改前的照片为同一文件"),
        "{said}"
    );
    let whole = |case: &CaseFile| text(&with_office(|office| dossier_paper(office, case)));
    assert!(!whole(&honest).contains("同一文件"));
    let said = whole(&copied);
    assert!(said.contains("图2与图1为同一文件"), "{said}");
}

#[test]
fn an_opinion_prints_the_photos_of_its_act_and_stays_when_others_come() {
    let handed_out = rechecked(0x22);
    let mut later = handed_out.clone();
    let stray = RecordId::from_bytes([72; 16]);
    let one = &mut later.hazards[0];
    one.content.set(keys::photo_item(stray), "");
    one.content.set(keys::photo_stage(stray), "recheck");
    let failed = Event::RecheckFailed {
        reason: "仍未清理".to_owned(),
        photos: vec![stray],
        with: Vec::new(),
    };
    let refused = Outcome {
        effect: Effect::NoEffect(Reason::new("not_in_this_state", "design 4")),
        ..outcome(Status::Closed)
    };
    does(one, failed, &refused, 6);
    let shown = PhotoFile {
        original: Digest([0x33; 32]),
        view: Digest([72; 32]),
        thumbnail: Digest([72; 32]),
        taken_at: None,
    };
    later.photos.insert(stray, shown);
    let (first, now) = (opinion(&handed_out), opinion(&later));
    assert!(text(&now).contains("图1") && !text(&now).contains("图2"));
    assert_eq!(content_hash(&first), content_hash(&now));
    // What a program of before printed of the same is known still.
    let of_before = |case: &CaseFile| {
        let made = with_office(|office| recheck_opinion_of_before(office, case, record(1)));
        made.expect("it was rechecked")
    };
    assert_eq!(content_hash(&of_before(&handed_out)), content_hash(&first));
    assert!(text(&of_before(&later)).contains("图2"));
}

#[test]
fn the_line_is_no_part_of_what_a_paper_is_known_by() {
    let copied = opinion(&rechecked(0x11));
    let mut before = copied.clone();
    before
        .blocks
        .retain(|block| !format!("{block:?}").contains("同一文件"));
    assert_eq!(before.blocks.len() + 1, copied.blocks.len());
    assert_eq!(content_hash(&before), content_hash(&copied));
}
