//! Cases as a screen shows them: what may be begun, what each step asks for, what was said.

use std::collections::BTreeMap;

use wangge_domain::RecordId;
use wangge_domain::lifecycle::{FieldEntry, Status, StepForm};
use wangge_domain::record::RecordKind;

use crate::testing::{STROKES, Scene, TestPhone};
use crate::{CaseFilter, CasePage, CaseSubject, CoreError, HazardInput, SignatureInput, StepInput};

fn letter(worker: &TestPhone, premises: RecordId) -> RecordId {
    let written = [
        ("matter".to_owned(), "楼道停放电动自行车".into()),
        ("promise".to_owned(), "不再在楼道充电".into()),
    ];
    let about = CaseSubject::Premises(premises);
    let case = worker
        .core
        .open_case(&RecordKind::Letter, about, &written.into());
    case.unwrap()
}

fn form<'a>(forms: &'a [StepForm], step: &str) -> &'a StepForm {
    forms.iter().find(|form| form.step == step).unwrap()
}

#[tokio::test]
async fn the_registers_say_what_a_person_may_begin() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let registers = worker.core.case_registers().unwrap();
    assert_eq!(registers.len(), RecordKind::CASES.len());
    let of = |kind: RecordKind| registers.iter().find(|it| it.kind == kind).unwrap();
    let letters = of(RecordKind::Letter);
    assert_eq!(letters.grids, [worker.core.my_grids().unwrap()[0].grid]);
    let first: Vec<&str> = letters
        .first
        .iter()
        .map(|form| form.step.as_str())
        .collect();
    let expected = [
        "letter.warn",
        "letter.responsibility",
        "letter.knock",
        "letter.doorstep",
    ];
    assert_eq!(first, expected);
    // A worker may write in such a case and post the order, but not give it.
    let orders = of(RecordKind::StopUse);
    assert!(orders.grids.is_empty() && orders.first.is_empty());
}

#[tokio::test]
async fn a_case_shows_its_steps_with_what_each_asks_for_and_what_was_said() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let (premises, elsewhere) = (worker.premises("小店"), worker.premises("另一小店"));
    let case = letter(&worker, premises);
    let view = worker.core.get_case(case).unwrap();
    assert_eq!((view.zh.as_str(), view.log.len()), ("承诺书、责任书", 0));
    let written: Vec<_> = view
        .written
        .iter()
        .map(|it| (it.zh.as_str(), it.text.as_str()))
        .collect();
    assert_eq!(
        written,
        [
            ("告诫事项", "楼道停放电动自行车"),
            ("承诺事项", "不再在楼道充电")
        ]
    );
    let sign = form(&view.steps, "letter.responsibility");
    let unit = sign.fields.iter().find(|it| it.name == "unit").unwrap();
    assert_eq!(unit.entry, FieldEntry::Subject);
    assert_eq!(
        (unit.choices[0].code.clone(), unit.choices[0].zh.as_str()),
        (premises.to_string(), "小店")
    );

    let said = StepInput::saying(&[
        ("matter", "楼道停放电动自行车"),
        ("promise", "不再在楼道充电"),
        ("issuer", "village"),
    ]);
    let refused = worker
        .core
        .may_step(case, "letter.warn", &said)
        .unwrap_err();
    let CoreError::NotAllowed(reason) = refused else {
        panic!("{refused}")
    };
    assert_eq!(reason.code, "signature_missing");
    let signature = SignatureInput {
        strokes: STROKES.to_vec(),
        signer: "王老板".to_owned(),
        role: "owner".to_owned(),
        statement: view.record.statement,
    };
    let code = |result: Result<(), CoreError>| match result {
        Err(CoreError::NotAllowed(reason)) => reason.code,
        other => format!("{other:?}"),
    };
    // Who signs has a name.
    let nobody = SignatureInput {
        signer: "不详".to_owned(),
        ..signature.clone()
    };
    let nameless = worker.core.sign(case, &nobody).map(|_| ());
    assert_eq!(code(nameless), "name_is_placeholder");
    let id = worker.core.sign(case, &signature).unwrap();
    // What the step says is what was signed.
    let other = StepInput::saying(&[
        ("matter", "楼道停放电动自行车"),
        ("promise", "尽量不在楼道充电"),
        ("issuer", "village"),
    ]);
    let judged = worker.core.may_step(case, "letter.warn", &other);
    assert_eq!(code(judged), "not_as_signed");
    worker.core.may_step(case, "letter.warn", &said).unwrap();
    worker.core.step(case, "letter.warn", &said).unwrap();

    // Once the step rests on it, the signature stays the one that was put.
    let dropped = worker.core.drop_signature(case, id);
    assert_eq!(code(dropped), "not_in_this_state");
    let anew = worker.core.sign(case, &signature).map(|_| ());
    assert_eq!(code(anew), "not_in_this_state");

    // What is put to it afterwards does not undo what rested on the signature.
    let photo = worker.photo_of(case, "", 7);
    let state = worker.core.get_record(case).unwrap().state;
    assert_eq!(state.status, Status::Signed);

    let drafted = |premises| {
        let input = HazardInput::new(premises, "楼道充电");
        worker.core.draft_hazard(&input).unwrap()
    };
    let found = |premises, number| {
        let hazard = drafted(premises);
        worker.photo_of(hazard, "", number);
        worker.core.raise_hazard(hazard).unwrap();
        hazard
    };
    let (here, _there) = (found(premises, 8), found(elsewhere, 9));
    let draft = drafted(premises);
    let view = worker.core.get_case(case).unwrap();
    assert_eq!(view.title, "楼道停放电动自行车");
    let line = &view.log[0];
    assert_eq!((line.zh.as_str(), line.taken.seq), ("告诫承诺", None));
    assert!(
        line.lines
            .iter()
            .any(|it| it.zh == "出具单位" && it.text != "village"),
        "{line:?}"
    );
    let breach = form(&view.steps, "letter.breach");
    let hazard = breach.fields.iter().find(|it| it.name == "hazard").unwrap();
    let offered: Vec<&str> = hazard.choices.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(
        offered,
        [here.to_string()],
        "of the same premises only, and no draft"
    );
    let broken = |hazard: RecordId| StepInput {
        photos: vec![photo],
        ..StepInput::saying(&[("reason", "仍在充电"), ("hazard", &hazard.to_string())])
    };
    let judged = worker.core.may_step(case, "letter.breach", &broken(draft));
    assert_eq!(code(judged), "linked_record_not_ripe");
    let said = broken(here);
    worker.core.step(case, "letter.breach", &said).unwrap();
    let view = worker.core.get_case(case).unwrap();
    let named = view.log[1]
        .lines
        .iter()
        .find(|it| it.name == "hazard")
        .unwrap();
    assert_eq!(
        (named.text.as_str(), named.record),
        ("楼道充电", Some(here))
    );
    assert_eq!(
        (view.record.state.status, view.steps.len()),
        (Status::Breached, 0)
    );
    assert!(matches!(
        worker.core.get_case(premises),
        Err(CoreError::UnknownRecord)
    ));
}

#[tokio::test]
async fn pages_of_cases_follow_one_another_and_drafts_stand_before_what_began() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let premises = worker.premises("小店");
    let patrol = |title: &str| {
        let about = CaseSubject::Premises(premises);
        let fields = [("title".to_owned(), title.into())].into();
        worker
            .core
            .open_case(&RecordKind::Patrol, about, &fields)
            .unwrap()
    };
    let done = patrol("北线");
    let photo = worker.photo_of(done, "", 1);
    let walked = StepInput {
        photos: vec![photo],
        ..StepInput::saying(&[("title", "北线"), ("result", "normal")])
    };
    let walked = worker.core.step(done, "patrol.walk", &walked);
    let draft = patrol("南线");
    let page = |skip, limit| {
        let page = CasePage {
            skip,
            limit,
            ..CasePage::default()
        };
        let rows = worker.core.page_cases(&page).unwrap();
        rows.into_iter().map(|row| row.record).collect::<Vec<_>>()
    };
    assert!(walked.is_ok(), "{walked:?}");
    assert_eq!(
        (page(0, 1), page(1, 1), page(2, 1)),
        (vec![draft], vec![done], vec![])
    );
    let other = CasePage {
        kind: Some(RecordKind::Letter),
        filter: CaseFilter::default(),
        limit: 10,
        ..CasePage::default()
    };
    assert_eq!(worker.core.page_cases(&other).unwrap(), []);
    let none = CasePage {
        kind: Some(RecordKind::Premises),
        ..CasePage::default()
    };
    assert!(matches!(
        worker.core.page_cases(&none),
        Err(CoreError::InvalidInput(_))
    ));
}

#[tokio::test]
async fn who_reports_is_written_into_no_case() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let about = CaseSubject::Premises(worker.premises("小店"));
    let name: BTreeMap<_, _> = [("reporter".to_owned(), "李某".into())].into();
    let code = |result: Result<_, CoreError>| match result {
        Err(CoreError::NotAllowed(reason)) => reason.code,
        other => format!("{other:?}"),
    };
    let opened = worker.core.open_case(&RecordKind::Report, about, &name);
    assert_eq!(code(opened.map(|_| ())), "kept_apart");
    let case = worker
        .core
        .open_case(&RecordKind::Report, about, &BTreeMap::new())
        .unwrap();
    assert_eq!(code(worker.core.edit_case(case, &name)), "kept_apart");
    let told = StepInput::saying(&[
        ("source", "hotline"),
        ("text", "楼道堵塞"),
        ("reporter", "李某"),
    ]);
    assert_eq!(
        code(worker.core.step(case, "report.receive", &told).map(|_| ())),
        "kept_apart"
    );
    assert_eq!(worker.core.get_case(case).unwrap().written, []);
}

#[tokio::test]
async fn where_a_case_hangs_is_typed_by_nobody() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let about = CaseSubject::Premises(worker.premises("小店"));
    let fields = |name: &str, value: &str| -> BTreeMap<String, _> {
        [(name.to_owned(), value.into())].into()
    };
    let open = |given: &BTreeMap<_, _>| worker.core.open_case(&RecordKind::Letter, about, given);
    let case = open(&BTreeMap::new()).unwrap();
    for name in [
        "premises",
        "parent",
        "kind",
        "status",
        "p/1/item",
        "s/1/signer",
        "别的",
    ] {
        let given = fields(name, "01a2270c-8ffd-7e85-b579-000000000000");
        for result in [open(&given).map(drop), worker.core.edit_case(case, &given)] {
            assert!(
                matches!(result, Err(CoreError::NotAllowed(it)) if it.code == "unknown_field" && it.detail == name)
            );
        }
    }
    let hidden = fields("promise", "不再\u{1b}[2J充电");
    assert!(matches!(open(&hidden), Err(CoreError::InvalidInput(_))));
    let edited = worker.core.edit_case(case, &hidden);
    assert!(matches!(edited, Err(CoreError::InvalidInput(_))));
    let told = StepInput::saying(&[("matter", "a\u{202e}b")]);
    let step = worker.core.step(case, "letter.warn", &told);
    assert!(matches!(step, Err(CoreError::InvalidInput(_))));
    let nothing = StepInput::default();
    for step in ["letter.fly", "order.issue", "letter"] {
        for refused in [
            worker.core.step(case, step, &nothing).map(drop),
            worker.core.may_step(case, step, &nothing),
        ] {
            let text = refused.unwrap_err().to_string();
            assert!(
                text.contains("没有这个步骤") && text.contains(step),
                "{text}"
            );
        }
    }
}

/// What a case is called stays once its first step was taken.
#[tokio::test]
async fn a_case_that_has_begun_keeps_its_title() {
    let scene = Scene::new().await;
    let worker = scene.worker(0).await;
    let about = CaseSubject::Premises(worker.premises("小店"));
    let called =
        |title: &str| -> BTreeMap<String, _> { [("title".to_owned(), title.into())].into() };
    let core = &worker.core;
    let patrol = core
        .open_case(&RecordKind::Patrol, about, &called("北线"))
        .unwrap();
    core.edit_case(patrol, &called("北线夜巡")).unwrap();
    let photo = worker.photo_of(patrol, "", 1);
    let walked = StepInput {
        photos: vec![photo],
        ..StepInput::saying(&[("title", "北线夜巡"), ("result", "normal")])
    };
    core.step(patrol, "patrol.walk", &walked).unwrap();
    for _ in 0..2 {
        match core.edit_case(patrol, &called("南线")) {
            Err(CoreError::NotAllowed(reason)) => assert_eq!(reason.code, "case_named_already"),
            other => panic!("it has begun: {other:?}"),
        }
        assert_eq!(core.get_case(patrol).unwrap().title, "北线夜巡");
        worker.sync().await;
    }
}
