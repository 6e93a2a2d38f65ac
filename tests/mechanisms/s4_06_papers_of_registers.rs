//! S4-06 各类文书: letters, orders, transfers and zone cards out of their real records, on the phone offline as on
//! the relay with the same content; words of compulsion only with delegation and certificate (S0-03).

use std::collections::BTreeMap;

use reqwest::StatusCode;
use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::people::{Credential, Role};
use wangge_domain::record::{RecordKind, Scalar};
use wangge_mobile_core::{CaseSubject, CoreError, MadePaper, PaperKind, SignatureInput, StepInput};

use crate::officials::say;
use crate::quick_hazard::quick_hazard;
use crate::support::{code_and_rule, notice, reason, serve, shop};
use crate::world::{Desk, Phone, World};

fn letter(phone: &Phone, premises: RecordId) -> RecordId {
    let text = [("title".to_owned(), Scalar::from("文书"))];
    phone
        .core
        .open_case(
            &RecordKind::Letter,
            CaseSubject::Premises(premises),
            &text.into(),
        )
        .expect("a letter can be drafted")
}

/// What is admonished and promised, written before it is signed.
fn write(phone: &Phone, letter: RecordId, said: &[(&str, &str)]) {
    let signed = said.iter().filter(|(name, _)| *name != "issuer");
    let fields = signed.map(|(name, value)| ((*name).to_owned(), Scalar::from(*value)));
    let fields: BTreeMap<String, Scalar> = fields.collect();
    let written = phone.core.edit_case(letter, &fields);
    written.expect("a case can be written in");
}

fn signature(phone: &Phone, letter: RecordId, role: &str) {
    let statement = phone.core.get_record(letter).expect("it is here").statement;
    let signature = SignatureInput {
        strokes: wangge_tests::STROKES.to_vec(),
        signer: "王老板".to_owned(),
        role: role.to_owned(),
        statement,
    };
    phone.core.sign(letter, &signature).expect("it is signed");
}

fn signed(phone: &Phone, letter: RecordId, role: &str, step: &str, said: &[(&str, &str)]) {
    signature(phone, letter, role);
    phone
        .core
        .step(letter, step, &StepInput::saying(said))
        .expect("the step may be taken");
}

fn paper(phone: &Phone, record: RecordId, kind: PaperKind) -> MadePaper {
    let made = phone.core.paper(record, kind).expect("it can be made");
    assert!(made.pdf.starts_with(b"%PDF-") && made.missing.is_empty());
    made
}

fn refusal(phone: &Phone, record: RecordId, kind: PaperKind) -> (String, String) {
    match phone.core.paper(record, kind).expect_err("it is refused") {
        CoreError::PaperRefused { code, rule, .. } => (code, rule),
        other => panic!("refused by a rule, not {other:?}"),
    }
}

/// The relay makes the same paper, and says that the one made on the phone is genuine.
async fn same_on_the_relay(world: &World, desk: &Desk, kind: &str, made: &MadePaper, id: RecordId) {
    let (status, hash, pdf) = desk.file(&format!("/api/v1/papers/{kind}/{id}")).await;
    assert_eq!(status, StatusCode::OK, "{kind}");
    assert!(pdf.starts_with(b"%PDF-"));
    assert_eq!(hash, made.content_hash.to_string(), "{kind}");
    let path = made.qr.split_once("/p/").expect("a page of the relay").1;
    let (status, said) = world.public(&format!("/p/{path}")).await;
    assert_eq!(status, StatusCode::OK, "{kind}: {said}");
    let admin = world.admin();
    let made = admin.paper(kind, &id.to_string()).await;
    assert_eq!(made.expect("the same").content_hash.to_string(), hash);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_papers_of_registers() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "𬭎达𠅤记杂货铺", &[]);
    let incomplete = ("paper_incomplete".to_owned(), "S4-06".to_owned());

    // Offline: three letters, each only once it is signed.
    let warned = letter(&worker, premises);
    assert_eq!(refusal(&worker, warned, PaperKind::Commitment), incomplete);
    let warn = |matter| {
        [
            ("matter", matter),
            ("promise", "不再在楼道充电；每周自查一次"),
            ("issuer", "village"),
        ]
    };
    write(&worker, warned, &warn("楼道停放电动自行车"));
    signed(
        &worker,
        warned,
        "owner",
        "letter.warn",
        &warn("楼道停放电动自行车"),
    );
    let commitment = paper(&worker, warned, PaperKind::Commitment);
    assert!(
        commitment.number.starts_with("暂-"),
        "{}",
        commitment.number
    );
    // The signature stays the one that it rests on, and what is written later is not on the paper.
    let kept = worker.core.get_record(warned).expect("it is here");
    let dropped = worker
        .core
        .drop_signature(warned, kept.signatures[0].id)
        .expect_err("the letter rests on it");
    assert_eq!(reason(dropped), "not_in_this_state");
    let rewritten = BTreeMap::from([("matter".to_owned(), Scalar::from("事后改写的事项"))]);
    let refused = worker.core.edit_case(warned, &rewritten);
    assert_eq!(
        code_and_rule(refused.expect_err("it stands fast")).0,
        "case_named_already"
    );
    let again = paper(&worker, warned, PaperKind::Commitment);
    assert_eq!(again.pdf, commitment.pdf);
    let bound = letter(&worker, premises);
    let duty = [
        ("drive", "2026年度责任书"),
        ("year", "2026"),
        ("level", "premises"),
        ("unit", "青峰小商店"),
        ("issuer", "station"),
    ];
    signed(&worker, bound, "owner", "letter.responsibility", &duty);
    let responsibility = paper(&worker, bound, PaperKind::Responsibility);
    assert_eq!(refusal(&worker, bound, PaperKind::Commitment), incomplete);
    let knocked = letter(&worker, premises);
    let at = [("drive", "敲门行动"), ("household", "1-101")];
    signed(&worker, knocked, "tenant", "letter.doorstep", &at);
    let promise = paper(&worker, knocked, PaperKind::Promise);
    let card = paper(&worker, RecordId(grid.0), PaperKind::ZoneCard);

    // With the network the numbers become final; what the papers say stays the same.
    worker.sync().await;
    let last = paper(&worker, warned, PaperKind::Commitment);
    assert_eq!(last.number, "青村消诺字〔2026〕第0001号");
    assert_eq!(last.content_hash, commitment.content_hash);
    let desk = world.officer_desk(0).await;
    for (kind, made, id) in [
        ("commitment", &commitment, warned),
        ("responsibility", &responsibility, bound),
        ("promise", &promise, knocked),
        ("zone", &card, RecordId(grid.0)),
    ] {
        same_on_the_relay(&world, &desk, kind, &made.clone(), id).await;
    }

    // One paper over two hazards of one visit: its QR names the visit, each hazard has its code.
    let failing: Vec<String> = two_items(&worker, premises);
    let names: Vec<&str> = failing.iter().map(String::as_str).collect();
    let (visit, found) = worker.inspect(premises, &names);
    for hazard in &found.hazards {
        worker
            .core
            .issue_notice(*hazard, &notice(15))
            .expect("the notice is complete");
    }
    let both = paper(&worker, visit, PaperKind::Notice);
    assert!(both.qr.contains(&visit.to_string()), "{}", both.qr);
    worker.sync().await;
    same_on_the_relay(&world, &desk, "notice", &both, visit).await;

    // An order over hazards, made on the village's phone too.
    let late = quick_hazard(&worker, premises, "通道堆物");
    serve(&worker, late, 7);
    worker.sync().await;
    let groups = desk.read("/api/v1/candidates/monthly").await;
    let village = groups[0]["group"].as_str().expect("a village").to_owned();
    let items = late.to_string();
    let order = json!({
        "grid": village,
        "content": {"title": "9月隐患督办", "items": items},
        "first": say("order.issue_monthly", json!({
            "month": "2026年9月", "items": items, "unit": "场镇社区",
        })),
    });
    let (order, _) = desk.open_case("order", order).await;
    let head = world.phone(world.person(Role::VillageAdmin, 0)).await;
    let made = paper(&head, order, PaperKind::SupervisionOrder);
    assert_eq!(made.number, "青消督字〔2026〕第0001号");
    same_on_the_relay(&world, &desk, "supervision", &made, order).await;

    // Handed over: the letter of transfer has a number of its own series.
    assert_eq!(refusal(&worker, late, PaperKind::Transfer), incomplete);
    world.clock.advance_days(9);
    world.run_jobs().await;
    let desk = world.officer_desk(0).await;
    desk.act_ok(late, json!({"urged": {"days": 3}})).await;
    world.clock.advance_days(5);
    world.run_jobs().await;
    worker.sync().await;
    let made = paper(&worker, late, PaperKind::Transfer);
    assert_eq!(made.number, "青消移字〔2026〕第0001号");
    let desk = world.officer_desk(0).await;
    same_on_the_relay(&world, &desk, "transfer", &made, late).await;

    // S0-03: a word of compulsion wants the body's delegation and the signer's certificate, both in
    // force on the day on which it is issued.
    let harsh = letter(&worker, premises);
    let words = warn("不改将责令停用");
    write(&worker, harsh, &words);
    signature(&worker, harsh, "owner");
    let issue = || {
        let step = StepInput::saying(&words);
        worker.core.step(harsh, "letter.warn", &step)
    };
    let gated = ("word_of_compulsion".to_owned(), "S0-03".to_owned());
    assert_eq!(code_and_rule(issue().expect_err("neither")), gated);
    let today = world.clock.now().china_date();
    world
        .admin()
        .issue_credential(Credential {
            user: worker.user,
            kind: Credential::ENFORCEMENT.to_owned(),
            number: "执001".to_owned(),
            issuer: "省司法厅".to_owned(),
            valid_from: today,
            valid_until: today,
        })
        .expect("a certificate");
    worker.sync().await;
    assert_eq!(code_and_rule(issue().expect_err("no delegation")), gated);
    let town = world.township.grids[0].grid;
    let power = |until: chrono::NaiveDate| {
        json!({
            "key": format!("{town}/village/stop_use"),
            "from": "2026-09-01", "until": until,
            "entry": {
                "township": town, "power": "stop_use", "zh": "临时停用",
                "body": "village", "source": "conferred", "basis": "县政发〔2026〕9号",
            },
        })
    };
    let county = world.county_desk().await;
    county.set("delegated_power", power(today)).await;
    worker.sync().await;
    issue().expect("both are in force");
    let made = paper(&worker, harsh, PaperKind::Commitment);
    worker.sync().await;
    same_on_the_relay(&world, &desk, "commitment", &made, harsh).await;
    let yesterday = today.pred_opt().expect("there is a yesterday");
    county.set("delegated_power", power(yesterday)).await;
    worker.sync().await;
    assert_eq!(
        refusal(&worker, harsh, PaperKind::Commitment),
        gated,
        "it has ended"
    );
    let (status, body) = desk
        .get(&format!("/api/v1/papers/commitment/{harsh}"))
        .await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(body["code"], "word_of_compulsion");
}

/// Two plain items of the premises' checklist.
fn two_items(phone: &Phone, premises: RecordId) -> Vec<String> {
    let first = crate::support::plain_item(phone, premises);
    let second = crate::support::item_that(phone, premises, |item| {
        !item.life_threat
            && item.severity_on_fail == wangge_domain::checklist::ItemSeverity::General
            && item.id != first
    });
    vec![first, second]
}
