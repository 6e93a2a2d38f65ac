use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use wangge_domain::calendar::DeadlineSpec;
use wangge_domain::control::ControlState;
use wangge_domain::hazard::keys;
use wangge_domain::inspection::keys as signature_keys;
use wangge_domain::lifecycle::{
    Act, Actor, Effect, Event, Outcome, Reason, RecordState, Responsible, ServiceProof,
    SignatureRef, Status, TimeBounds, Version, apply,
};
use wangge_domain::people::{Credential, Person};
use wangge_domain::policy::default_pack;
use wangge_domain::record::{Content, RecordKind, Scalar};
use wangge_domain::{DeviceId, Digest, GridId};

mod threat;

use super::super::test_kit;
use super::*;
use crate::case_file::PhotoFile;
use crate::paper::SignatureBox;

const STROKES: &[u8] = br#"{"format":1,"width":100,"height":50,"strokes":[[[5,5],[90,40]]]}"#;
const STATEMENT: Digest = Digest([3; 32]);
const SIGNATURE: Uuid = Uuid::from_u128(5);

fn user(n: u8) -> UserId {
    UserId::from_bytes([n; 16])
}

fn file(kind: RecordKind, n: u8) -> RecordFile {
    RecordFile {
        record: RecordId::from_bytes([n; 16]),
        content: Content::default(),
        state: RecordState::new(kind),
        acts: Vec::new(),
        quoted: None,
        void: BTreeSet::new(),
        blanked: BTreeSet::new(),
    }
}

fn hazard(n: u8, description: &str) -> RecordFile {
    let mut file = file(RecordKind::Rectification, n);
    file.content.set(keys::DESCRIPTION, description);
    file.content
        .set(keys::FOUND_AT_MS, Scalar::Int(1_788_500_000_000));
    file
}

fn does(file: &mut RecordFile, event: Event, by: u8, effect: Effect) {
    let act = Act {
        envelope: Digest([by; 32]),
        event: event.clone(),
        actor: Actor {
            user: user(by),
            device: DeviceId::from_bytes([by; 16]),
            grants: Vec::new(),
            grid_path: Vec::new(),
            grid_levels: Vec::new(),
            certified: true,
            enforcer: false,
            attested_by_relay: false,
        },
        time: TimeBounds::exactly(Timestamp(1_788_600_000_000)),
        received_at: Timestamp(1_788_600_000_000),
        policy_revision: 1,
        seen: 0,
    };
    let outcome = Outcome {
        effect,
        status: Status::NoticeIssued,
        due: None,
        number: None,
        paper_number: None,
        timing: None,
        role: None,
        fold_revision: 1,
    };
    apply(&mut file.state, Some(1), &act, &outcome);
    file.acts.push(event);
}

fn issued_to(person: &str) -> Event {
    Event::NoticeIssued {
        version: Version {
            heads: Vec::new(),
            content: Digest([0; 32]),
        },
        provisional_number: format!("暂-K7-{person}"),
        issuer: "station".to_owned(),
        deadline: DeadlineSpec::Immediate,
        responsible: Responsible {
            unit: format!("{person}的单位"),
            leader: "李站长".to_owned(),
            person: person.to_owned(),
            phone: String::new(),
        },
    }
}

fn too_late() -> Effect {
    Effect::NoEffect(Reason::new("concurrent_change", "reliability 7.2"))
}

/// Two people, each with a certificate.
fn control() -> ControlState {
    let mut control = ControlState::default();
    for (n, name, number) in [(1, "邓子涵", "培001"), (2, "吕平", "培002")] {
        let person = Person {
            user: user(n),
            name: name.to_owned(),
            phone: String::new(),
            organization: String::new(),
        };
        control.people.insert(user(n), person);
        control.credentials.push(Credential {
            user: user(n),
            kind: Credential::INSPECTION.to_owned(),
            number: number.to_owned(),
            issuer: String::new(),
            valid_from: Timestamp(0).china_date(),
            valid_until: Timestamp(2_000_000_000_000).china_date(),
        });
    }
    control
}

fn made(hazards: Vec<RecordFile>, order: &[u8]) -> Paper {
    tried(hazards, order).unwrap()
}

fn tried(hazards: Vec<RecordFile>, order: &[u8]) -> Result<Paper, PaperError> {
    let (policy, control) = (default_pack(), control());
    let office = Office {
        policy: &policy,
        control: &control,
        address: "",
        demo: false,
        now: Timestamp(0),
        reader: None,
        before: false,
    };
    let case = CaseFile {
        premises: file(RecordKind::Premises, 9),
        grid: GridId::from_bytes([4; 16]),
        inspections: Vec::new(),
        hazards,
        cases: Vec::new(),
        edits: BTreeMap::new(),
        photos: BTreeMap::new(),
    };
    let named: Vec<RecordId> = order
        .iter()
        .map(|n| RecordId::from_bytes([*n; 16]))
        .collect();
    notice_paper(&office, &case, &named)
}

fn text(paper: &Paper) -> String {
    format!("{:?}", paper.blocks)
}

fn boxes(paper: &Paper) -> Vec<&SignatureBox> {
    let blocks = paper.blocks.iter();
    let boxes = blocks.filter_map(|block| match block {
        Block::Signatures(boxes) => Some(boxes),
        _ => None,
    });
    boxes.flatten().collect()
}

/// A notice with the owner's signature, signed in this content.
fn signed() -> RecordFile {
    let mut one = hazard(1, "灭火器过期");
    does(&mut one, issued_to("王老板"), 2, Effect::Applied);
    let strokes = STANDARD.encode(STROKES);
    let statement = STATEMENT.to_string();
    for (key, value) in [
        (signature_keys::signature_signer(SIGNATURE), "王老板"),
        (signature_keys::signature_role(SIGNATURE), "owner"),
        (
            signature_keys::signature_strokes(SIGNATURE),
            strokes.as_str(),
        ),
        (
            signature_keys::signature_statement(SIGNATURE),
            statement.as_str(),
        ),
    ] {
        one.content.set(key, value);
    }
    let proof = ServiceProof::Signed(SignatureRef {
        signer: "王老板".to_owned(),
        role: "owner".to_owned(),
        strokes: Digest(Sha256::digest(STROKES).into()),
        statement: STATEMENT,
    });
    does(&mut one, Event::Served(proof), 1, Effect::Applied);
    one
}

#[test]
fn the_person_answerable_is_that_of_the_notice_in_force() {
    let mut one = hazard(1, "灭火器过期");
    does(&mut one, issued_to("王老板"), 2, Effect::Applied);
    does(&mut one, issued_to("别人"), 1, too_late());
    let text = text(&made(vec![one], &[1]));
    assert!(text.contains("王老板") && !text.contains("别人"), "{text}");
}

#[test]
fn the_certificate_is_that_of_the_person_named() {
    let mut one = hazard(1, "灭火器过期");
    one.state.found_by = Some(user(1));
    does(&mut one, issued_to("王老板"), 2, Effect::Applied);
    let text = text(&made(vec![one], &[1]));
    assert!(text.contains("邓子涵（证号培001）"), "{text}");
    assert!(!text.contains("培002"), "{text}");
}

#[test]
fn each_hazard_has_its_own_person_answerable() {
    let (mut first, mut second) = (hazard(1, "灭火器过期"), hazard(2, "通道堵塞"));
    does(&mut first, issued_to("甲"), 2, Effect::Applied);
    does(&mut second, issued_to("乙"), 2, Effect::Applied);
    let several = text(&made(vec![first.clone(), second], &[1, 2]));
    for words in ["甲的单位", "乙的单位", "隐患序号"] {
        assert!(several.contains(words), "{words}: {several}");
    }
    let mut same = hazard(2, "通道堵塞");
    does(&mut same, issued_to("甲"), 2, Effect::Applied);
    let one = text(&made(vec![first, same], &[1, 2]));
    assert_eq!(one.matches("甲的单位").count(), 1, "{one}");
    assert!(!one.contains("隐患序号"), "one table for all: {one}");
}

#[test]
fn hazards_stand_in_the_order_in_which_they_were_found() {
    // Found in one millisecond: the item decides, then the record. Found earlier: comes first.
    let found = |n: u8, item: &str, earlier: i64| {
        let mut one = hazard(n, &format!("第{n}处"));
        one.content.set(keys::ITEM, item);
        let at = 1_788_500_000_000 - earlier;
        one.content.set(keys::FOUND_AT_MS, Scalar::Int(at));
        does(&mut one, issued_to("甲"), 2, Effect::Applied);
        one
    };
    let hazards = || {
        vec![
            found(1, "RH-09", 0),
            found(2, "RH-02", 0),
            found(3, "RH-30", 1),
            found(4, "RH-02", 0),
        ]
    };
    let paper = made(hazards(), &[1, 2, 3, 4]);
    assert_eq!(
        paper,
        made(hazards(), &[4, 3, 1, 2]),
        "whoever gathers them"
    );
    let text = text(&paper);
    let place = |n: u8| text.find(&format!("第{n}处")).unwrap();
    assert!(place(3) < place(2) && place(2) < place(4) && place(4) < place(1));
}

#[test]
fn a_notice_prints_what_was_noticed_and_not_what_was_written_later() {
    let mut one = signed();
    one.quoted = Some(one.content.clone());
    let before = made(vec![one.clone()], &[1]);
    one.content.set(keys::DESCRIPTION, "改写的隐患");
    one.content.set(keys::RECTIFICATION, "改写的要求");
    assert_eq!(made(vec![one.clone()], &[1]), before);
    // Without the version that was quoted it prints what there is.
    one.quoted = None;
    assert!(text(&made(vec![one], &[1])).contains("改写的隐患"));
}

#[test]
fn a_void_signature_is_not_drawn() {
    let mut one = signed();
    let honest = made(vec![one.clone()], &[1]);
    assert!(boxes(&honest).iter().any(|it| it.strokes.is_some()));
    one.void.insert(SIGNATURE);
    let void = made(vec![one], &[1]);
    assert!(boxes(&void).iter().all(|it| it.strokes.is_none()));
    let said = boxes(&void);
    let said = said.iter().find(|it| it.name == "王老板").unwrap();
    assert!(said.note.contains("签名后内容已变更，签名无效"), "{said:?}");
}

#[test]
fn a_signature_under_what_was_blanked_says_so_and_so_does_the_notice() {
    let mut one = signed();
    let before = made(vec![one.clone()], &[1]);
    one.void.insert(SIGNATURE);
    one.blanked.insert(SIGNATURE);
    let version = Version {
        heads: Vec::new(),
        content: Digest([8; 32]),
    };
    let request = Digest([7; 32]);
    let confirmed = Event::RedactionConfirmed { request, version };
    does(&mut one, confirmed, 1, Effect::Applied);
    let after = made(vec![one], &[1]);
    let said = boxes(&after);
    let said = said.iter().find(|it| it.name == "王老板").unwrap();
    assert!(said.note.contains("内容已涂销"), "{said:?}");
    assert!(text(&after).contains("【内容已涂销】"));
    assert!(!text(&before).contains("涂销") && before.banner == after.banner);
}

#[test]
fn lines_that_were_not_drawn_when_it_was_served_are_not_shown() {
    let mut one = signed();
    let other = br#"{"format":1,"width":100,"height":50,"strokes":[[[9,9],[80,10]]]}"#;
    let other = STANDARD.encode(other);
    let key = signature_keys::signature_strokes(SIGNATURE);
    one.content.set(key, other.as_str());
    let paper = made(vec![one], &[1]);
    assert!(boxes(&paper).iter().all(|it| it.strokes.is_none()));
    assert!(boxes(&paper).iter().any(|it| it.name == "王老板"));
}

#[test]
fn a_signature_that_was_taken_off_is_said_to_be_gone() {
    let mut one = signed();
    let key = signature_keys::signature_strokes(SIGNATURE);
    one.content.set(key, Scalar::Null);
    let paper = made(vec![one], &[1]);
    let said = boxes(&paper);
    let said = said.iter().find(|it| it.name == "王老板").unwrap();
    assert!(
        said.note.starts_with("签名已被撤除（送达记录引用摘要 "),
        "{said:?}"
    );
}

#[test]
fn a_notice_over_a_major_hazard_is_not_printed_as_a_general_one() {
    let mut one = hazard(1, "安全出口数量不足");
    does(&mut one, issued_to("甲"), 2, Effect::Applied);
    assert!(tried(vec![one.clone()], &[1]).is_ok());
    one.state.major_notice = true;
    let refused = tried(vec![one.clone()], &[1]).unwrap_err();
    assert_eq!(refused.code(), "paper_incomplete");
    let mut general = hazard(2, "通道堵塞");
    does(&mut general, issued_to("甲"), 2, Effect::Applied);
    assert!(
        tried(vec![general, one], &[1, 2]).is_err(),
        "nor beside one"
    );
}

#[test]
fn a_notice_over_what_is_void_says_so_and_its_content_stays() {
    let mut one = hazard(1, "灭火器过期");
    does(&mut one, issued_to("甲"), 2, Effect::Applied);
    let before = made(vec![one.clone()], &[1]);
    let voided = Event::Voided {
        reason: "误报".to_owned(),
    };
    does(&mut one, voided, 1, Effect::Applied);
    one.state.status = Status::Voided;
    let after = made(vec![one], &[1]);
    assert!(!text(&before).contains("【已作废】"));
    let said = text(&after);
    assert!(
        said.contains("【已作废】") && said.contains("误报"),
        "{said}"
    );
    assert!(after.banner.contains("作废"), "{}", after.banner);
    let hash = crate::paper::content_hash;
    assert_eq!(hash(&after), hash(&before));
}

#[test]
fn what_served_the_notice_before_does_not_serve_the_next() {
    let mut one = signed();
    let is_drawn = |one: &RecordFile| {
        let paper = made(vec![one.clone()], &[1]);
        boxes(&paper).iter().any(|it| it.strokes.is_some())
    };
    assert!(is_drawn(&one));
    does(&mut one, issued_to("王老板"), 2, Effect::Applied);
    assert!(!is_drawn(&one), "it is to be signed for anew");
}

fn mailed(tracking: &str) -> Event {
    Event::Served(ServiceProof::Mailed {
        tracking: tracking.to_owned(),
    })
}

#[test]
fn each_hazard_prints_how_its_own_notice_was_served() {
    let mut second = hazard(2, "通道堵塞");
    does(&mut second, issued_to("王老板"), 2, Effect::Applied);
    let waits = made(vec![signed(), second.clone()], &[1, 2]);
    let empty = |paper: &Paper| {
        let is_empty = |it: &&SignatureBox| it.label.contains("签收") && it.name.is_empty();
        boxes(paper).into_iter().filter(is_empty).count()
    };
    assert_eq!(empty(&waits), 1, "there is room for the second");
    does(&mut second, mailed("EX123"), 1, Effect::Applied);
    let paper = made(vec![signed(), second], &[1, 2]);
    let said = text(&paper);
    assert!(
        said.contains("隐患序号1：") && said.contains("隐患序号2："),
        "{said}"
    );
    assert!(said.contains("邮件编号EX123"), "{said}");
    assert!(boxes(&paper).iter().any(|it| it.strokes.is_some()));
    assert_eq!(empty(&paper), 0);
    let hash = crate::paper::content_hash;
    assert_eq!(hash(&paper), hash(&waits), "no part of the content");
}

#[test]
fn a_notice_over_several_hazards_says_first_that_it_is_the_same_as_theirs() {
    let (mut first, mut second) = (hazard(1, "灭火器过期"), hazard(2, "通道堵塞"));
    does(&mut first, issued_to("甲"), 2, Effect::Applied);
    does(&mut second, issued_to("乙"), 2, Effect::Applied);
    let alone = made(vec![first.clone()], &[1]);
    let both = made(vec![first, second], &[1, 2]);
    assert_eq!(alone.number, both.number, "one number on two papers");
    let Block::Aside(spans, _) = &both.blocks[0] else {
        panic!("{:?}", both.blocks[0]);
    };
    let said = &spans[0].text;
    for words in ["同一通知", "2项", "暂-K7-甲、暂-K7-乙"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!text(&alone).contains("【合并打印】"));
    let mut bare = both.clone();
    bare.blocks.remove(0);
    let hash = crate::paper::content_hash;
    assert_eq!(hash(&bare), hash(&both), "no part of the content");
}

#[test]
fn what_served_all_hazards_alike_is_said_once() {
    let mut both = vec![hazard(1, "灭火器过期"), hazard(2, "通道堵塞")];
    for one in &mut both {
        does(one, issued_to("甲"), 2, Effect::Applied);
        does(one, mailed("EX123"), 1, Effect::Applied);
    }
    let said = text(&made(both, &[1, 2]));
    assert_eq!(said.matches("邮件编号EX123").count(), 1, "{said}");
    assert!(!said.contains("隐患序号"), "{said}");
}

#[test]
fn neither_an_urge_nor_a_pause_changes_the_deadline_on_a_notice() {
    let urged = test_kit::urged(1, "通道堵塞");
    let said = text(&made(vec![urged.clone()], &[1]));
    assert!(said.contains("2026年9月12日前"), "{said}");
    assert!(!said.contains("2026年9月20日"), "{said}");
    // As it does after a pause that is over: nothing was extended.
    let mut paused = urged;
    paused.state.status = Status::Served;
    paused.state.due = test_kit::until(12);
    paused.state.notice_due = paused.state.due;
    let said = text(&made(vec![paused], &[1]));
    assert!(said.contains("2026年9月12日前"), "{said}");
    assert!(!said.contains("2026年9月17日"), "{said}");
}

#[test]
fn a_notice_that_was_put_up_prints_the_photo_of_it_and_its_content_stays() {
    let photo = RecordId::from_bytes([7; 16]);
    let mut one = hazard(1, "灭火器过期");
    does(&mut one, issued_to("甲"), 2, Effect::Applied);
    one.quoted = Some(one.content.clone());
    let printed = |one: &RecordFile| {
        let mut case = test_kit::case(vec![one.clone()], Vec::new());
        let shown = PhotoFile {
            original: Digest([11; 32]),
            view: Digest([12; 32]),
            thumbnail: Digest([13; 32]),
            taken_at: None,
        };
        case.photos.insert(photo, shown);
        test_kit::with_office(|office| notice_paper(office, &case, &[one.record])).unwrap()
    };
    let posted = |paper: &Paper| {
        let mut blocks = paper.blocks.iter();
        let photos = blocks.find_map(|block| match block {
            Block::AsidePhotos(photos) => Some(photos.clone()),
            _ => None,
        });
        photos.unwrap_or_default()
    };
    let before = printed(&one);
    assert!(posted(&before).is_empty(), "it is not served yet");
    let proof = ServiceProof::Posted { photo };
    does(&mut one, Event::Served(proof), 1, Effect::Applied);
    let after = printed(&one);
    let photos = posted(&after);
    assert_eq!(photos.len(), 1);
    assert_eq!(photos[0].picture, Digest([12; 32]));
    assert_eq!(photos[0].caption, "图1　隐患1（张贴送达）");
    assert!(text(&after).contains("附：张贴照片"));
    let hash = crate::paper::content_hash;
    assert_eq!(hash(&after), hash(&before), "no part of the content");
    // The next notice is not served by what was put up for this one.
    does(&mut one, issued_to("甲"), 2, Effect::Applied);
    assert!(posted(&printed(&one)).is_empty());
}
