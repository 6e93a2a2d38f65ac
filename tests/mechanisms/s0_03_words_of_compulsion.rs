//! S0-03 强制性用语: a notice that says 责令 or 罚款 is refused when it is issued, on the phone and at the relay, by
//! the rule's name and with the draft kept, unless its signer holds the delegation and the certificate.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use wangge_domain::inspection::InspectionMode;
use wangge_domain::lifecycle::{Effect, Event, Responsible, Status};
use wangge_domain::people::{Credential, Role};
use wangge_domain::premises::keys;
use wangge_domain::record::Scalar;
use wangge_mobile_core::{
    AnswerInput, CoreError, PaperKind, ServiceInput, SignatureInput, StartInspection,
    SubmitInspection,
};
use wangge_sync_server::admin::NewUser;

use crate::quick_hazard::quick_hazard;
use crate::support::{code_and_rule, invalid, notice, plain_item, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_03_words_of_compulsion_are_refused_when_the_notice_is_issued() {
    let world = World::start().await;
    let user = world.person(Role::StationOfficer, 0);
    let officer = world.officer_phone(0).await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "责 令立即停用，否则罚款");
    let plain = quick_hazard(&worker, premises, "通道堆物");
    worker.sync().await;
    officer.sync().await;
    let gate = ("word_of_compulsion".to_owned(), "S0-03".to_owned());
    let refused = |what: &str| {
        let answer = officer.core.issue_notice(hazard, &notice(15));
        let refusal = code_and_rule(answer.expect_err(what));
        assert_eq!(refusal, gate, "{what}");
        let card = officer.core.get_record(hazard).expect("it is here");
        assert_eq!(card.state.status, Status::Found, "nothing happened");
        let words = card
            .content
            .text("description")
            .expect("the words are kept");
        assert_eq!(words, "责 令立即停用，否则罚款");
    };
    refused("a blank between the characters hides nothing");
    // Nor do blanks of other scripts, punctuation, compatibility and traditional forms, wherever on the
    // paper they stand.
    for unit in [
        "责\u{2800}令停业",
        "责·令停业",
        "责\u{f9a8}停业",
        "責令停產",
        "處以罰款",
    ] {
        let mut disguised = notice(15);
        disguised.responsible.unit = unit.to_owned();
        let answer = officer.core.issue_notice(plain, &disguised);
        let refusal = code_and_rule(answer.expect_err(unit));
        assert_eq!(refusal, gate, "{unit:?}");
    }
    let mut harmless = notice(15);
    harmless.responsible.unit = "各负其责，令行禁止超市".to_owned();
    officer
        .core
        .issue_notice(plain, &harmless)
        .expect("two words of which one ends a clause");

    // The relay asks the same of who issues at a desk.
    let desk = world.officer_desk(0).await;
    let version = desk.card(hazard).await["version"].clone();
    let issue = json!({"notice_issued": {
        "version": version,
        "provisional_number": "暂-Z-1",
        "issuer": "station",
        "deadline": {"kind": "days", "days": 15, "calendar": "natural"},
        "responsible": {"unit": "小店", "leader": "李站长", "person": "王老板"},
    }});
    let (_, answer) = desk.act(hazard, issue.clone()).await;
    assert_eq!(
        (&answer["reason"], &answer["rule"]),
        (&json!("word_of_compulsion"), &json!("S0-03")),
        "{answer}"
    );

    // One of the two is not enough.
    let today = world.clock.now().china_date();
    let until = today
        .checked_add_days(chrono::Days::new(10))
        .expect("a day");
    world
        .admin()
        .issue_credential(Credential {
            user,
            kind: Credential::ENFORCEMENT.to_owned(),
            number: "执001".to_owned(),
            issuer: "省司法厅".to_owned(),
            valid_from: today,
            valid_until: until,
        })
        .expect("a certificate");
    officer.sync().await;
    refused("a certificate without a delegation");
    let town = world.township.grids[0].grid;
    let power = |until: chrono::NaiveDate, words: &[&str]| -> Value {
        json!({
            "key": format!("{town}/station/stop_use"),
            "from": "2026-08-01", "until": until,
            "entry": {
                "township": town, "power": "stop_use", "zh": "临时停用",
                "body": "station", "source": "conferred", "basis": "县政发〔2026〕9号",
                "words": words,
            },
        })
    };
    let county = world.county_desk().await;
    let made_up = county.set_refused("delegated_power", power(until, &["责令", "处死"]));
    assert_eq!(made_up.await, "power_words_unknown");
    // A delegation opens the words that it names, 责令 alone if it names none: each word is asked.
    let both = ["责令", "罚款"];
    for words in ["", "责令", "罚款", "停产停业、临时查封"] {
        let words: Vec<&str> = words.split('、').filter(|word| !word.is_empty()).collect();
        county.set("delegated_power", power(until, &words)).await;
        officer.sync().await;
        refused("not every word is delegated");
    }
    county.set("delegated_power", power(until, &both)).await;
    officer.sync().await;

    // With both it is issued, and so is the paper.
    let number = officer
        .core
        .issue_notice(hazard, &notice(15))
        .expect("the signer may use the word");
    assert!(number.starts_with("暂-"));
    assert!(officer.core.paper(hazard, PaperKind::Notice).is_ok());
    officer.sync().await;
    let desk = world.officer_desk(0).await;
    assert_eq!(desk.card(hazard).await["status"], "notice_issued");
    let denied = worker.core.get_record(hazard).expect("it is here");
    assert_eq!(denied.state.status, Status::Found, "not synced yet");

    // The delegation is the body's; a worker holds no certificate of enforcement.
    worker.sync().await;
    let more = quick_hazard(&worker, premises, "不改将处罚款");
    let answer = worker.core.issue_notice(more, &notice(15));
    assert_eq!(code_and_rule(answer.expect_err("not theirs")), gate);
    worker.sync().await;

    // A phone that has not heard that the delegation was taken back issues it all the same; the
    // relay does not let it take effect, and says why.
    officer.sync().await;
    let yesterday = today.pred_opt().expect("a day");
    county.set("delegated_power", power(yesterday, &both)).await;
    officer
        .core
        .issue_notice(more, &notice(15))
        .expect("as far as the phone knows");
    officer.sync().await;
    let card = officer.core.get_record(more).expect("it is here");
    assert_eq!(card.state.status, Status::Found);
    let history = card.state.history.iter().rev();
    let entry = history
        .clone()
        .find(|entry| entry.event == "notice_issued")
        .expect("it is in the log");
    let Effect::NoEffect(reason) = &entry.effect else {
        panic!("it took effect: {entry:?}");
    };
    assert_eq!((reason.code.clone(), reason.rule.clone()), gate);
    assert_eq!(reason.detail, "罚款", "it names the word");
}

/// A name is no order: no power opens a word in it, and it is asked when it is written.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_03_words_of_compulsion_in_names_are_refused_by_the_act() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let gate = ("word_of_compulsion".to_owned(), "S0-03".to_owned());

    // The name and the address of a premises, when they are written and when they are changed.
    for (key, text) in [(keys::NAME, "责·令超市"), (keys::ADDRESS, "罚款巷1号")] {
        let edit = BTreeMap::from([(key.to_owned(), Scalar::from(text))]);
        let refused = worker.core.edit_premises(premises, &edit);
        let Err(CoreError::Incomplete(findings)) = &refused else {
            panic!("{text}: {refused:?}");
        };
        let found = findings.iter().find(|it| it.code == "word_of_compulsion");
        assert_eq!(found.map(|it| it.key.as_str()), Some(key), "{findings:?}");
        let mut file = worker
            .core
            .get_record(premises)
            .expect("it is here")
            .content;
        file.set(key, text);
        let refused = worker.core.create_premises(grid, &file.fields);
        assert!(matches!(refused, Err(CoreError::Incomplete(_))), "{text}");
    }

    // The inspectors of a visit, and who signs for it.
    let visit = |inspectors: &str| StartInspection {
        mode: InspectionMode::Regular,
        checklist: None,
        position: None,
        inspectors: inspectors.to_owned(),
    };
    let refused = worker.core.start_inspection(premises, &visit("张三、责令"));
    assert_eq!(code_and_rule(refused.expect_err("no name")), gate);
    let started = worker.core.start_inspection(premises, &visit("张三、李四"));
    let inspection = started.expect("two names");
    let signed = |record, signer: &str, role: &str| SignatureInput {
        strokes: wangge_tests::strokes_of(signer),
        signer: signer.to_owned(),
        role: role.to_owned(),
        statement: worker.core.get_record(record).expect("here").statement,
    };
    let refused = worker
        .core
        .sign(inspection, &signed(inspection, "行政处罚", "owner"));
    assert_eq!(code_and_rule(refused.expect_err("no name")), gate);

    // The telephone number on a notice, on the phone and at the relay.
    let hazard = quick_hazard(&worker, premises, "通道堆物");
    let mut called = notice(15);
    called.responsible.phone = "责令停业专线".to_owned();
    let refused = worker.core.issue_notice(hazard, &called);
    assert_eq!(code_and_rule(refused.expect_err("no number")), gate);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let version = desk.card(hazard).await["version"].clone();
    let issue = json!({"notice_issued": {
        "version": version,
        "provisional_number": "暂-Z-1",
        "issuer": "station",
        "deadline": {"kind": "days", "days": 15, "calendar": "natural"},
        "responsible": {
            "unit": "小店", "leader": "李站长", "person": "王老板", "phone": "罚款专线",
        },
    }});
    assert_eq!(desk.act_refused(hazard, issue).await, gate.0);

    // Who signs for it or stands by, and what is said of the service.
    worker
        .core
        .issue_notice(hazard, &notice(15))
        .expect("a plain one");
    let refusal = |witness: &str, note: &str| ServiceInput::Refused {
        witnesses: vec![
            signed(hazard, "张大爷", "witness"),
            signed(hazard, witness, "witness"),
        ],
        note: note.to_owned(),
    };
    for service in [
        ServiceInput::Signed(signed(hazard, "罚款", "owner")),
        refusal("责令", "称老板不在"),
        refusal("刘婶", "说罚款也不签"),
        ServiceInput::Mailed {
            tracking: "责令EMS1001".to_owned(),
        },
    ] {
        let refused = worker.core.serve_notice(hazard, &service);
        assert_eq!(code_and_rule(refused.expect_err("on the notice")), gate);
    }
    worker.sync().await;
    let mailed = json!({"served": {"mailed": {"tracking": "责 令EMS1001"}}});
    assert_eq!(desk.act_refused(hazard, mailed).await, gate.0);
    let mut own = refusal("王老板", "称老板不在");
    let refused = worker.core.serve_notice(hazard, &own);
    let code = code_and_rule(refused.expect_err("answerable for it")).0;
    assert_eq!(code, "witness_is_party");
    own = refusal("刘婶", "称老板不在");
    worker.core.serve_notice(hazard, &own).expect("as it is");
    assert!(worker.core.paper(hazard, PaperKind::Notice).is_ok());
}

/// What was written into a visit stands on its record, under which there is no power: it is asked
/// when the visit is handed in.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_03_words_of_compulsion_in_a_visit_are_refused_when_it_is_handed_in() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let gate = ("word_of_compulsion".to_owned(), "S0-03".to_owned());
    let item = plain_item(&worker, premises);
    let visit = worker.start(premises).expect("the visit may begin");
    worker.answer_all(premises, visit, &[]);
    let write = |part: &str, note: &str| {
        let answer = AnswerInput {
            item: item.clone(),
            part: Some(part.to_owned()),
            note: Some(note.to_owned()),
            ..AnswerInput::default()
        };
        let written = worker.core.answer(visit, &answer);
        written.expect("a draft says what it says");
    };
    let hand_in = || {
        let input = SubmitInspection::default();
        worker.core.submit_inspection(visit, &input)
    };
    for (part, note) in [("一层", "已责 令停用"), ("罰款岗", "灭火器有效")] {
        write(part, note);
        let refused = hand_in().expect_err("it would stand on the record");
        assert_eq!(code_and_rule(refused), gate, "{part} {note}");
    }
    // A price is no order.
    write("一层", "灭火器每具80元可在村委会领取");
    hand_in().expect("nothing is ordered");
    assert!(
        worker
            .core
            .paper(visit, PaperKind::InspectionRecord)
            .is_ok()
    );
    worker.sync().await;
    assert!(
        worker
            .core
            .paper(visit, PaperKind::InspectionRecord)
            .is_ok()
    );
}

/// What is said about a hazard stands in its dossier: it is asked on the phone and at the relay, in
/// the words of the law and in others.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_03_words_of_compulsion_in_what_is_said_about_a_hazard_are_refused() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let hazard = quick_hazard(&worker, premises, "通道堆物");
    worker.sync().await;
    let gate = ("word_of_compulsion".to_owned(), "S0-03".to_owned());
    for said in [
        "依法查封",
        "各单位失责，令你店即日停业",
        "已处罚，款五千元",
        "不改就关停",
        "封门处理",
        "对你店断水断电",
        "三日内交500元",
    ] {
        let answerable = Responsible {
            unit: "小店".to_owned(),
            leader: said.to_owned(),
            person: "李秀英".to_owned(),
            phone: String::new(),
        };
        let suspected = Event::SuspectedMajor {
            basis: vec![said.to_owned()],
        };
        for event in [Event::ResponsibilitySet(answerable), suspected] {
            let refused = worker.core.act(hazard, event).expect_err(said);
            assert_eq!(code_and_rule(refused), gate, "{said}");
        }
        let desk = world.officer_desk(0).await;
        let voided = json!({ "voided": { "reason": said } });
        assert_eq!(desk.act_refused(hazard, voided).await, gate.0, "{said}");
    }
    let desk = world.officer_desk(0).await;
    assert_eq!(desk.card(hazard).await["status"], "found");
}

/// Who acts is named on papers: nobody is entered under such a name.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_03_words_of_compulsion_in_names_of_accounts_are_refused() {
    let world = World::start().await;
    let named = |name: &str| {
        world.admin().add_user(&NewUser {
            name: name.to_owned(),
            ..NewUser::default()
        })
    };
    for name in ["责·令", "張三（罰款）"] {
        let said = invalid(named(name).expect_err("it would stand on papers"));
        assert!(said.contains("强制性用语"), "{said}");
    }
    named("张负责").expect("a name");
}
