//! Made-up cases: rare characters, long names, many hazards.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;
use wangge_domain::control::{ControlState, Grid, GridLevel};
use wangge_domain::lifecycle::{
    Effect, Event, HistoryEntry, RecordState, Responsible, ServiceProof, SignatureRef, Status,
    StepTaken, TimeBounds, Timing,
};
use wangge_domain::people::{Credential, Person, Role, RoleGrant, Scope};
use wangge_domain::policy::PolicyPack;
use wangge_domain::record::{Content, RecordKind, Scalar};
use wangge_domain::{DeviceId, Digest, GridId, RecordId, Timestamp, UserId};
use wangge_report::{CaseFile, Office, PhotoFile, Pictures, RecordFile};
use wangge_tests::photo_generator::small_jpeg;

const START: i64 = 1_788_500_000_000;
const DAY_MS: i64 = 86_400_000;
const STROKES: &[u8] = include_bytes!("../../../fixtures/scripts/owner-strokes.json");

fn id(group: u128, number: usize) -> Uuid {
    Uuid::from_u128(group << 64 | number as u128)
}

/// Two levels of grids, three people.
pub(crate) fn control() -> ControlState {
    let mut control = ControlState::default();
    let from = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap_or_default();
    let grid = |number, parent, level, name: &str| Grid {
        grid: GridId(id(1, number)),
        level,
        parent,
        code: format!("500118119-{number:02}"),
        name: name.to_owned(),
        head: Some(UserId(id(2, 1))),
        valid_from: from,
        valid_until: None,
        boundary: vec![
            (106_100_000, 29_100_000),
            (106_113_000, 29_101_500),
            (106_112_000, 29_109_500),
            (106_104_000, 29_111_000),
            (106_099_000, 29_106_000),
        ],
    };
    let top = grid(1, None, GridLevel::Large, "青峰镇");
    let small = grid(2, Some(top.grid), GridLevel::Small, "场镇社区第一网格");
    for (number, name) in [(1, "李建国"), (2, "欧阳𠅤"), (3, "陈思远")] {
        let user = UserId(id(2, number));
        control.people.insert(
            user,
            Person {
                user,
                name: name.to_owned(),
                phone: "13800000000".to_owned(),
                organization: "青峰镇应急消防管理站".to_owned(),
            },
        );
        control.grants.push(RoleGrant {
            user,
            role: if number == 1 {
                Role::GridWorker
            } else {
                Role::StationOfficer
            },
            scope: Scope::Subtree(small.grid),
            from: Timestamp(0),
            until: None,
            department: None,
        });
        control.credentials.push(Credential {
            user,
            kind: Credential::INSPECTION.to_owned(),
            number: format!("培2026{number:03}"),
            issuer: String::new(),
            valid_from: from,
            valid_until: NaiveDate::from_ymd_opt(2028, 1, 1).unwrap_or_default(),
        });
    }
    control.grids.insert(top.grid, top);
    control.grids.insert(small.grid, small);
    control
}

/// The made-up house.
pub(crate) fn office<'a>(policy: &'a PolicyPack, control: &'a ControlState) -> Office<'a> {
    Office {
        policy,
        control,
        address: "https://192.168.1.5:7443",
        demo: true,
        now: Timestamp(START + 30 * DAY_MS),
        reader: None,
        before: false,
    }
}

fn entry(event: &str, at: i64, status: Status, seq: u64, number: Option<&str>) -> HistoryEntry {
    let mut envelope = [7; 32];
    envelope[..8].copy_from_slice(&seq.to_be_bytes());
    HistoryEntry {
        seq: Some(seq),
        envelope: Digest(envelope),
        event: event.to_owned(),
        user: UserId(id(2, 1 + (seq % 3) as usize)),
        device: DeviceId(id(3, 1)),
        role: Some(Role::GridWorker),
        attested_by_relay: seq.is_multiple_of(5),
        time: TimeBounds::exactly(Timestamp(START + at)),
        received_at: Timestamp(START + at + 3_600_000),
        // Nobody acted without knowing of the one before.
        seen: seq,
        effect: Effect::Applied,
        timing: (event == "feedback").then_some(Timing::InTime),
        status,
        number: number.map(str::to_owned),
        paper_number: None,
        words: Vec::new(),
    }
}

fn set(content: &mut Content, pairs: &[(&str, Scalar)]) {
    for (key, value) in pairs {
        content.set(*key, value.clone());
    }
}

/// A premises with so many visits, so many hazards, so many photos each as they were found, and one
/// more of the recheck.
pub(crate) fn case(visits: usize, hazards: usize, photos: usize) -> (CaseFile, Pictures) {
    let mut pictures = Pictures::new();
    let mut files = BTreeMap::new();
    let mut shot = 0_usize;
    let mut attach = |content: &mut Content, stage: &str| {
        shot += 1;
        let photo = RecordId(id(9, shot));
        let mut view = [0; 32];
        view[..8].copy_from_slice(&(shot as u64).to_be_bytes());
        let view = Digest(view);
        pictures.insert(view, small_jpeg(shot as u64, 800, 600));
        files.insert(
            photo,
            PhotoFile {
                original: view,
                view,
                thumbnail: view,
                taken_at: Some(Timestamp(START)),
            },
        );
        content.set(format!("p/{photo}/item"), Scalar::from(""));
        content.set(format!("p/{photo}/stage"), Scalar::from(stage));
    };
    let mut premises = Content::default();
    set(
        &mut premises,
        &[
            (
                "name",
                "重庆市江津区青峰镇𬭎达购物中心有限责任公司（场镇社区第一分店）".into(),
            ),
            ("category", "small_shop".into()),
            ("village", "场镇社区".into()),
            ("road", "青峰路".into()),
            ("door_number", "1号附12号".into()),
            ("owner_name", "阿卜杜热合曼·买买提吐尔逊".into()),
            ("owner_phone", "13900001111".into()),
            ("operator_name", "王𬭎".into()),
            ("responsible_territory_name", "李书记".into()),
            ("responsible_department_name", "赵科长".into()),
            ("responsible_unit_name", "王𬭎".into()),
            ("responsible_on_site_name", "欧阳𠅤".into()),
        ],
    );
    let inspections = (0..visits)
        .map(|place| inspection(place, &mut attach, photos))
        .collect();
    let hazards = (0..hazards)
        .map(|place| hazard(place, &mut attach, photos))
        .collect();
    let mut state = RecordState::new(RecordKind::Premises);
    state
        .history
        .push(entry("submitted", 0, Status::Active, 1, None));
    let case = CaseFile {
        premises: RecordFile {
            record: RecordId(id(5, 1)),
            content: premises,
            state,
            acts: Vec::new(),
            quoted: None,
            void: BTreeSet::new(),
            blanked: BTreeSet::new(),
        },
        grid: GridId(id(1, 2)),
        inspections,
        hazards,
        cases: Vec::new(),
        edits: BTreeMap::new(),
        photos: files,
    };
    (case, pictures)
}

fn inspection(
    place: usize,
    attach: &mut impl FnMut(&mut Content, &str),
    photos: usize,
) -> RecordFile {
    let mut content = Content::default();
    let at = START + place as i64 * DAY_MS;
    set(
        &mut content,
        &[
            ("checklist", "RH".into()),
            ("checklist_version", "2026.1".into()),
            ("mode", "check_day".into()),
            ("started_at_ms", Scalar::Int(at)),
            ("finished_at_ms", Scalar::Int(at + 1_800_000)),
            ("inspectors", "李建国、欧阳𠅤".into()),
            ("accompanied_by", "王小二".into()),
        ],
    );
    for number in 1..=24 {
        let result = if number % 7 == 3 { "fail" } else { "pass" };
        content.set(format!("a/RH-{number:02}/result"), Scalar::from(result));
        if number % 7 == 3 {
            content.set(
                format!("a/RH-{number:02}/part"),
                Scalar::from("二楼东侧楼梯口"),
            );
            content.set(
                format!("a/RH-{number:02}/note"),
                Scalar::from("堆放纸箱和电动自行车电池"),
            );
        }
    }
    if place < 3 {
        for _ in 0..photos {
            attach(&mut content, "found");
        }
    }
    let mut state = RecordState::new(RecordKind::Inspection);
    state.status = Status::Accepted;
    let seq = 10 + place as u64 * 2;
    let ms = place as i64 * DAY_MS;
    state.history = vec![
        entry("submitted", ms, Status::Submitted, seq, None),
        entry("accepted", ms + 7_200_000, Status::Accepted, seq + 1, None),
    ];
    RecordFile {
        record: RecordId(id(6, place + 1)),
        content,
        state,
        acts: Vec::new(),
        quoted: None,
        void: BTreeSet::new(),
        blanked: BTreeSet::new(),
    }
}

fn hazard(place: usize, attach: &mut impl FnMut(&mut Content, &str), photos: usize) -> RecordFile {
    let mut content = Content::default();
    let words = [
        "疏散楼梯被杂物堵塞，净宽不足0.9米",
        "电动自行车在门厅内停放充电（3辆），充电线从窗口拉出，插座固定在木质隔板上，且未设置漏电保护装置，周围堆放纸箱、泡沫等可燃物",
        "灭火器过期",
        "外窗设置防盗网，未预留逃生口",
        "私拉乱接电线，未穿管保护",
    ];
    set(
        &mut content,
        &[
            ("description", words[place % words.len()].into()),
            (
                "part",
                ["一楼门厅", "二楼东侧楼梯", "厨房"][place % 3].into(),
            ),
            (
                "item",
                ["RH-01", "RH-02", "RH-03", "RH-04", "RH-05"][place % 5].into(),
            ),
            (
                "severity",
                if place == 0 {
                    "suspected_major"
                } else {
                    "general"
                }
                .into(),
            ),
            (
                "rectification",
                "立即清理，保持畅通；张贴禁止堆放标识".into(),
            ),
            ("found_at_ms", Scalar::Int(START)),
            ("source", "grid_patrol".into()),
            ("inspection", RecordId(id(6, 1)).to_string().into()),
        ],
    );
    // What a notice shows; the photo of the recheck is on the opinion and in the dossier.
    for _ in 0..photos {
        attach(&mut content, "found");
    }
    if photos > 0 {
        attach(&mut content, "recheck");
    }
    let number = format!("青消改字〔2026〕第{:04}号", place + 1);
    let mut state = RecordState::new(RecordKind::Rectification);
    state.status = Status::Closed;
    state.issuer = Some("station".to_owned());
    state.due = Some(Timestamp(START + 15 * DAY_MS));
    state.responsible = Responsible {
        unit: "青峰镇𬭎达购物中心".to_owned(),
        leader: "李站长".to_owned(),
        person: "王𬭎".to_owned(),
        phone: "13900002222".to_owned(),
    };
    state.provisional_number = Some(format!("暂-K7-{}", place + 1));
    state.notice_number = (place != 3).then(|| number.clone());
    let seq = 300 + place as u64 * 6;
    state.history = vec![
        entry("found", 1_800_000, Status::Found, seq, None),
        entry(
            "notice_issued",
            2_000_000,
            Status::NoticeIssued,
            seq + 1,
            Some(&number),
        ),
        entry("served", 2_100_000, Status::Served, seq + 2, None),
        entry("feedback", 5 * DAY_MS, Status::Rechecking, seq + 3, None),
        entry("recheck_passed", 6 * DAY_MS, Status::Closed, seq + 4, None),
    ];
    RecordFile {
        record: RecordId(id(8, place + 1)),
        acts: vec![Event::Served(proof(place, &mut content))],
        content,
        state,
        quoted: None,
        void: BTreeSet::new(),
        blanked: BTreeSet::new(),
    }
}

/// The case of a major hazard, filed by the brigade.
pub(crate) fn filed(hazard: RecordId) -> RecordFile {
    let mut state = RecordState::new(RecordKind::MajorCase);
    state.status = Status::Filed;
    let of = ("hazard".to_owned(), hazard.to_string());
    state.case.fields.extend([of]);
    state.case.steps.push(StepTaken {
        seq: Some(1),
        step: "major_case.approve_filing".to_owned(),
        user: UserId(id(2, 1)),
        with: Vec::new(),
        unconfirmed: Vec::new(),
        time: TimeBounds::exactly(Timestamp(START)),
        fields: BTreeMap::new(),
        photos: Vec::new(),
        due: None,
        number: None,
    });
    RecordFile {
        record: RecordId(id(9, 1)),
        content: Content::default(),
        state,
        acts: Vec::new(),
        quoted: None,
        void: std::collections::BTreeSet::new(),
        blanked: std::collections::BTreeSet::new(),
    }
}

/// Signed, or refused with two witnesses.
fn proof(place: usize, content: &mut Content) -> ServiceProof {
    use base64::Engine as _;
    let strokes = base64::engine::general_purpose::STANDARD.encode(STROKES);
    let statement = Digest([3; 32]);
    let mut sign = |number: usize, signer: &str, role: &str| {
        let uuid = id(11, place * 10 + number);
        for (key, value) in [
            ("signer", signer),
            ("role", role),
            ("strokes", strokes.as_str()),
            ("statement", &statement.to_string()),
        ] {
            content.set(format!("sig/{uuid}/{key}"), Scalar::from(value));
        }
        SignatureRef {
            signer: signer.to_owned(),
            role: role.to_owned(),
            strokes: wangge_protocol::sha256(STROKES),
            statement,
        }
    };
    if place % 2 == 1 {
        return ServiceProof::Signed(sign(1, "王𬭎", "owner"));
    }
    let witnesses = vec![
        sign(1, "张大爷", "witness"),
        sign(2, "刘𠅤（居委会）", "witness"),
    ];
    ServiceProof::Refused {
        witnesses,
        note: "称老板不在".to_owned(),
    }
}

/// A line of a long ledger.
pub(crate) fn ledger_row(place: u64) -> wangge_report::LedgerRow {
    wangge_report::LedgerRow {
        number: format!("青消改字〔2026〕第{place:04}号"),
        premises: format!("青峰路{place}号便民超市"),
        premises_category: "小商店".to_owned(),
        address: format!("青峰镇青峰路{place}号"),
        village: "场镇社区".to_owned(),
        grid: "场镇社区第1网格".to_owned(),
        inspected_at: Some(Timestamp(START)),
        inspectors: vec!["李建国".to_owned(), "欧阳𠅤".to_owned()],
        source: "网格巡查".to_owned(),
        location: "一楼仓库".to_owned(),
        description: "电动自行车在室内充电，插座固定在木质隔板上".to_owned(),
        hazard_category: "电动自行车".to_owned(),
        level: wangge_report::HazardLevel::General,
        case_number: String::new(),
        life_threat: place.is_multiple_of(9),
        responsible: Responsible {
            unit: "便民超市".to_owned(),
            leader: "李站长".to_owned(),
            person: "王𬭎".to_owned(),
            phone: String::new(),
        },
        measures: "移至室外集中充电".to_owned(),
        due: Some(Timestamp(START + 15 * DAY_MS)),
        on_spot: false,
        extended: false,
        progress: "已移出".to_owned(),
        timing: Some(Timing::InTime),
        unserved: false,
        rechecked_at: Some(Timestamp(START + 16 * DAY_MS)),
        recheckers: vec!["王志勇".to_owned()],
        close_out_number: format!("青消销字〔2026〕第{place:04}号"),
        status: Status::Closed,
        escalated_to: String::new(),
        escalated_at: None,
        remarks: String::new(),
    }
}
