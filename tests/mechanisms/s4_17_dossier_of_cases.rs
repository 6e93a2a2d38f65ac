//! S4-17 一户一档: what the registers hold of a premises stands in its dossier: letters, stop-use, measures of
//! supervision, major cases, each with who, when and its number; only where there is something.

use std::process::{Command, Stdio};

use reqwest::StatusCode;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_domain::{Digest, RecordId};
use wangge_mobile_core::{CaseSubject, CoreError, PaperKind, SignatureInput, StepInput};

use crate::officials::{file, report_input, stop_use_power, suspected_major};
use crate::support::api_refusal;
use crate::world::{Phone, World};

/// The text of a PDF, if this machine has a program that reads it.
pub(crate) fn text_of(pdf: &[u8], world: &World) -> Option<String> {
    let path = world.path("dossier.pdf");
    std::fs::write(&path, pdf).expect("room");
    let read = Command::new("pdftotext")
        .arg("-raw")
        .arg(&path)
        .arg("-")
        .stderr(Stdio::null())
        .output();
    let text = String::from_utf8(read.ok()?.stdout).ok()?;
    Some(text.chars().filter(|one| !one.is_whitespace()).collect())
}

fn open(phone: &Phone, kind: &RecordKind, premises: RecordId, title: &str) -> RecordId {
    let title = [("title".to_owned(), Scalar::from(title))];
    phone
        .core
        .open_case(kind, CaseSubject::Premises(premises), &title.into())
        .expect("a case can be drafted")
}

fn hash(phone: &Phone, premises: RecordId) -> Digest {
    let made = phone.core.paper(premises, PaperKind::Dossier);
    let made = made.expect("a file is a file");
    assert!(made.missing.is_empty());
    made.content_hash
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_17_dossier_of_cases() {
    let world = World::start().await;
    let officer = world.officer_phone(0).await;
    let power = stop_use_power(&world, "station", "2026-12-31");
    let county = world.county_desk().await;
    county.set("delegated_power", power).await;
    officer.sync().await;
    let (_, grid) = world.worker(0);
    let (premises, _, hazard) = suspected_major(&officer, grid);
    let bare = officer.core.paper(premises, PaperKind::Dossier);
    let bare = bare.expect("a file is a file");
    if let Some(text) = text_of(&bare.pdf, &world) {
        for title in [
            "停用及恢复使用",
            "督导措施",
            "重大火灾隐患案件",
            "承诺书、责任书",
        ] {
            assert!(!text.contains(title), "{title}: nothing, no section");
        }
        assert!(text.contains("三、文书"), "{text}");
    }

    // Each of them is in it from the moment at which it is written, offline.
    let mut seen = vec![bare.content_hash];
    let letter = open(&officer, &RecordKind::Letter, premises, "楼道充电");
    assert_eq!(hash(&officer, premises), seen[0], "a draft is no paper");
    let text = [
        ("matter".to_owned(), Scalar::from("楼道停放电动自行车")),
        ("promise".to_owned(), Scalar::from("不再在楼道充电")),
    ];
    let written = officer.core.edit_case(letter, &text.into());
    written.expect("it is a draft");
    let statement = officer.core.get_record(letter).expect("here").statement;
    let signature = SignatureInput {
        strokes: wangge_tests::STROKES.to_vec(),
        signer: "王老板".to_owned(),
        role: "owner".to_owned(),
        statement,
    };
    officer.core.sign(letter, &signature).expect("signed");
    let warn = StepInput::saying(&[
        ("matter", "楼道停放电动自行车"),
        ("promise", "不再在楼道充电"),
        ("issuer", "station"),
    ]);
    officer.core.step(letter, "letter.warn", &warn).expect("so");
    seen.push(hash(&officer, premises));
    let stop = open(&officer, &RecordKind::StopUse, premises, "阁楼停用");
    let order = StepInput::saying(&[
        ("part", "二层阁楼"),
        ("reason", "违规住人且无第二出口"),
        ("basis", "安全条件不符合规定"),
        ("issuer", "station"),
    ]);
    let ordered = officer.core.step(stop, "stop_use.order", &order);
    ordered.expect("a certified officer decides");
    seen.push(hash(&officer, premises));
    let measure = open(&officer, &RecordKind::Measure, premises, "约谈");
    let talk = StepInput {
        due: Some(wangge_domain::calendar::DeadlineSpec::Days {
            days: 7,
            calendar: wangge_domain::calendar::DayKind::Natural,
        }),
        ..StepInput::saying(&[
            ("type", "consultation"),
            ("date", "2026-09-01"),
            ("matter", "隐患整改迟缓"),
            ("participants", "吕平、黄学芬"),
        ])
    };
    let opened = officer.core.step(measure, "measure.open", &talk);
    opened.expect("it is complete");
    seen.push(hash(&officer, premises));
    let case = open(&officer, &RecordKind::MajorCase, premises, "重大火灾隐患");
    let report = report_input(hazard, "CULT");
    let reported = officer.core.step(case, "major_case.report", &report);
    reported.expect("the township reports");
    seen.push(hash(&officer, premises));
    let distinct: std::collections::BTreeSet<&Digest> = seen.iter().collect();
    assert_eq!(distinct.len(), seen.len(), "each of them is in the content");

    // What stands in a dossier has none of its own: neither on the phone nor on the relay.
    officer.sync().await;
    let desk = world.officer_desk(0).await;
    for record in [letter, stop, measure, case] {
        let none = officer.core.paper(record, PaperKind::Dossier);
        assert_eq!(none.err(), Some(CoreError::UnknownRecord));
        let path = format!("/api/v1/papers/dossier/{record}");
        assert_eq!(api_refusal(desk.get(&path).await), "404 not_found");
    }

    // Filed by two of the brigade: dossier and ledger say under which number.
    let (_, sheet) = desk.get("/api/v1/ledger.csv").await;
    let sheet = sheet.as_str().expect("a table is text");
    assert!(
        sheet.contains("\"疑似重大"),
        "nobody has judged it: {sheet}"
    );
    file(&world, case).await;
    officer.sync().await;
    // What is mended in a hazard afterwards is told, too, with what stood there.
    let mended = [(
        "interim_measures".to_owned(),
        Scalar::from("二层已断电封闭"),
    )];
    let mended = officer.core.edit_hazard(hazard, &mended.into());
    mended.expect("measures in force are no part of the notice");
    officer.sync().await;
    let mine = officer.core.paper(premises, PaperKind::Dossier);
    let mine = mine.expect("made on the phone");
    let path = format!("/api/v1/papers/dossier/{premises}");
    let (status, told, pdf) = desk.file(&path).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(told, mine.content_hash.to_string(), "the same on the relay");
    let (_, _, again) = desk.file(&path).await;
    assert_eq!(pdf, again, "same input, same bytes");
    if let Some(text) = text_of(&pdf, &world) {
        for said in [
            "三、重大火灾隐患案件",
            "青救消立字〔2026〕第0001号",
            "重大火灾隐患（立案文号青救消立字〔2026〕第0001号",
            "大队审批",
            "四、停用及恢复使用",
            "青消停字〔2026〕第0001号",
            "五、督导措施",
            "隐患整改迟缓",
            "六、承诺书、责任书",
            "青消诺字〔2026〕第0001号",
            "七、文书",
            "重大火灾隐患案件：",
            "隐患登记后改动的内容：",
            "二层已断电封闭",
        ] {
            assert!(text.contains(said), "{said}: {text}");
        }
    }

    // The ledger calls the hazard what the brigade has judged it to be.
    let (_, sheet) = desk.get("/api/v1/ledger.csv").await;
    let sheet = sheet.as_str().expect("a table is text");
    assert!(
        sheet.contains("\"重大火灾隐患（立案文号青救消立字〔2026〕第0001号）"),
        "{sheet}"
    );

    // They are in the evidence too, and the dossier is verified by it.
    let admin = world.admin();
    let bundle = admin.evidence(premises).await.expect("on file");
    let (_, report) = wangge_protocol::evidence::verify_evidence(&bundle, None).expect("it holds");
    for record in [letter, stop, measure, case] {
        assert!(report.lines.iter().any(|line| line.record == record));
    }
    let path = world.path("evidence.wge");
    std::fs::write(&path, &bundle).expect("room");
    let (check, _) = wangge_sync_server::admin::verify_paper(&pdf, &path, None).expect("it holds");
    assert!(check.verdict.is_genuine(), "{check:?}");
}
