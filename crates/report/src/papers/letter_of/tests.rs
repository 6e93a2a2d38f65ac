use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use uuid::Uuid;
use wangge_domain::control::ControlState;
use wangge_domain::inspection::keys;
use wangge_domain::lifecycle::{RecordState, TimeBounds};
use wangge_domain::policy::default_pack;
use wangge_domain::record::{Content, RecordKind, Scalar};
use wangge_domain::{GridId, RecordId, Timestamp, UserId};

use super::*;

const OLD: Uuid = Uuid::from_u128(5);
const NEW: Uuid = Uuid::from_u128(6);

/// A line of its own for each signature.
fn strokes(id: Uuid) -> String {
    let to = id.as_u128() * 10;
    STANDARD.encode(format!(
        r#"{{"format":1,"width":100,"height":90,"strokes":[[[5,5],[{to},40]]]}}"#
    ))
}

fn sign(content: &mut Content, id: Uuid, signer: &str) {
    content.set(keys::signature_signer(id), signer);
    content.set(keys::signature_role(id), "owner");
    content.set(keys::signature_strokes(id), strokes(id).as_str());
    content.set(keys::signature_statement(id), "");
}

fn letter_in(step: &str, fields: &[(&str, &str)], content: Content) -> RegisterFile {
    let mut state = RecordState::new(RecordKind::Letter);
    let said = fields.iter();
    state.case.steps.push(StepTaken {
        seq: Some(1),
        step: step.to_owned(),
        user: UserId::from_bytes([1; 16]),
        with: Vec::new(),
        unconfirmed: Vec::new(),
        time: TimeBounds::exactly(Timestamp(1_788_600_000_000)),
        fields: said
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        photos: Vec::new(),
        due: None,
        number: None,
    });
    RegisterFile {
        file: RecordFile {
            record: RecordId::from_bytes([3; 16]),
            quoted: Some(content.clone()),
            content,
            state,
            acts: Vec::new(),
            void: BTreeSet::new(),
            blanked: BTreeSet::new(),
        },
        grid: GridId::from_bytes([4; 16]),
        premises: None,
        hazards: Vec::new(),
        majors: Vec::new(),
    }
}

fn warned() -> RegisterFile {
    let mut content = Content::default();
    content.set("promise", "不再在楼道充电");
    sign(&mut content, OLD, "王老板");
    let said = [
        ("matter", "楼道停放电动自行车"),
        ("promise", "不再在楼道充电"),
        ("issuer", "village"),
    ];
    letter_in("letter.warn", &said, content)
}

type Maker = fn(&Office<'_>, &RegisterFile) -> Result<Paper, PaperError>;

fn made(case: &RegisterFile, paper: Maker) -> Paper {
    worded(case, paper, false)
}

/// As programs of today or of before word it.
fn worded(case: &RegisterFile, paper: Maker, before: bool) -> Paper {
    let (policy, control) = (default_pack(), ControlState::default());
    let office = Office {
        policy: &policy,
        control: &control,
        address: "",
        demo: false,
        now: Timestamp(0),
        reader: None,
        before,
    };
    paper(&office, case).unwrap()
}

fn boxes(paper: &Paper) -> Vec<&SignatureBox> {
    let blocks = paper.blocks.iter();
    let boxes = blocks.filter_map(|block| match block {
        Block::Signatures(boxes) => Some(boxes),
        _ => None,
    });
    boxes.flatten().collect()
}

#[test]
fn a_letter_prints_the_signature_of_its_step_and_not_the_one_put_anew() {
    let mut case = warned();
    let before = made(&case, commitment_of);
    assert!(boxes(&before).iter().any(|it| it.strokes.is_some()));
    for key in [
        keys::signature_signer(OLD),
        keys::signature_role(OLD),
        keys::signature_strokes(OLD),
    ] {
        case.file.content.set(key, Scalar::Null);
    }
    sign(&mut case.file.content, NEW, "李四");
    assert_eq!(made(&case, commitment_of), before);
}

#[test]
fn a_letter_prints_its_own_text_as_it_was_signed() {
    let mut content = Content::default();
    content.set("text", "不占用楼道；不私拉电线");
    sign(&mut content, OLD, "王老板");
    let said = [("drive", "敲门行动"), ("household", "1-101")];
    let mut case = letter_in("letter.doorstep", &said, content);
    let before = made(&case, promise_of);
    case.file.content.set("text", "改写的承诺");
    assert_eq!(made(&case, promise_of), before);
    assert!(format!("{:?}", before.blocks).contains("不私拉电线"));
}

#[test]
fn a_signature_that_is_void_gives_way_to_one_that_holds() {
    let mut case = warned();
    let mut quoted = case.file.content.clone();
    sign(&mut quoted, NEW, "李四");
    case.file.quoted = Some(quoted);
    case.file.void = BTreeSet::from([NEW]);
    let paper = made(&case, commitment_of);
    let shown = boxes(&paper);
    assert!(
        shown
            .iter()
            .any(|it| it.name == "王老板" && it.strokes.is_some())
    );
    assert!(shown.iter().all(|it| it.name != "李四"));
    case.file.void.insert(OLD);
    let paper = made(&case, commitment_of);
    let said = boxes(&paper);
    let said = said.iter().find(|it| it.name == "李四").unwrap();
    assert_eq!(said.strokes, None);
    assert!(said.note.contains("签名后内容已变更，签名无效"), "{said:?}");
}

#[test]
fn a_letter_that_cannot_be_read_any_more_says_so_and_draws_no_signature() {
    let mut case = warned();
    case.file.quoted = None;
    case.file.void = BTreeSet::from([OLD]);
    let paper = made(&case, commitment_of);
    assert!(boxes(&paper).iter().all(|it| it.strokes.is_none()));
    let said = boxes(&paper);
    let said = said.iter().find(|it| it.name == "王老板").unwrap();
    assert!(said.note.contains("所签的内容无法读取"), "{said:?}");
}

#[test]
fn a_letter_of_responsibility_prints_its_drive_and_level_and_a_promise_the_place() {
    let mut content = Content::default();
    sign(&mut content, OLD, "王老板");
    let said = [
        ("drive", "2026年度责任书"),
        ("year", "2026"),
        ("level", "premises"),
        ("issuer", "village"),
    ];
    let bound = letter_in("letter.responsibility", &said, content.clone());
    let text = format!("{:?}", made(&bound, responsibility_of).blocks);
    assert!(
        text.contains("2026年度责任书") && text.contains("村(社区)与场所"),
        "{text}"
    );
    let said = [("drive", "敲门行动"), ("household", "1-101")];
    let mut promise = letter_in("letter.doorstep", &said, content);
    let mut place = promise.file.clone();
    place.quoted = None;
    place.content = Content::default();
    place
        .content
        .set(wangge_domain::premises::keys::NAME, "桥头出租房");
    promise.premises = Some(place);
    let text = format!("{:?}", made(&promise, promise_of).blocks);
    assert!(text.contains("桥头出租房"), "{text}");
}

/// The end of the watch is no day by which anybody promised to be done.
#[test]
fn the_commitment_names_the_end_of_the_watch_and_is_known_as_it_was_worded() {
    let mut case = warned();
    if let Some(step) = case.file.state.case.steps.first_mut() {
        step.due = Some(Timestamp(1_788_600_000_000).plus_ms(90 * 86_400_000));
    }
    for (before, head, cell, other) in [
        (false, "观察期至", "2026年12月4日\"", "完成期限"),
        (true, "完成期限", "2026年12月4日前\"", "观察期至"),
    ] {
        let text = format!("{:?}", worded(&case, commitment_of, before).blocks);
        assert!(text.contains(head) && text.contains(cell), "{text}");
        assert!(!text.contains(other), "{text}");
    }
}
