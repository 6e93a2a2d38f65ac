//! S4-06 文号: one series a body and year, without a gap; what bears a number is not voided.

use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::lifecycle::Event;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_mobile_core::{CaseSubject, PaperKind, RecheckInput, SignatureInput, StepInput};

use crate::support::{code_and_rule, feedback, found_hazard, notice, reason, serve, shop};
use crate::world::{Desk, Phone, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_the_register_of_numbers_has_no_gap() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let noticed = |name: &str| {
        let hazard = found_hazard(&worker, shop(&worker, grid, name, &[]));
        let issued = worker.core.issue_notice(hazard, &notice(7));
        issued.expect("the notice is complete");
        hazard
    };
    let first = noticed("甲店");
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let refused = officer.core.void(first, "场所写错");
    assert_eq!(
        reason(refused.expect_err("its number is out in the world")),
        "not_in_this_state"
    );
    let second = noticed("乙店");
    worker.sync().await;

    let desk = world.officer_desk(0).await;
    let all = desk.read("/api/v1/numbers").await;
    let series = all.as_array().expect("a list").iter();
    let series = series
        .filter(|it| it["document"] == "notice")
        .collect::<Vec<_>>();
    assert_eq!(series.len(), 1, "{all}");
    assert_eq!(series[0]["last"], 2);
    assert_eq!(series[0]["lost"], 0);
    let issuer = series[0]["issuer"].as_str().expect("a code");
    let page = desk
        .read(&format!("/api/v1/numbers/{issuer}/notice/2026"))
        .await;
    let lines = page["items"].as_array().expect("lines");
    assert_eq!(lines.len(), 2, "{page}");
    for (line, (number, hazard)) in lines.iter().zip([(1, first), (2, second)]) {
        assert_eq!(line["number"], number);
        assert_eq!(line["record"], hazard.to_string());
        let printed = format!("〔2026〕第{number:04}号");
        assert!(
            line["text"]
                .as_str()
                .is_some_and(|text| text.contains(&printed))
        );
        assert!(line.get("void").is_none(), "{page}");
    }
}

/// The ids that a search of the hazards finds.
async fn search(desk: &Desk, text: &str) -> Vec<String> {
    let page = desk.read(&format!("/api/v1/hazards?q={text}")).await;
    let items = page["items"].as_array().expect("a page has items").iter();
    items
        .filter_map(|item| item["id"].as_str().map(str::to_owned))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_provisional_number_finds_its_hazard_for_ever() {
    let mut world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let hazard = found_hazard(&worker, shop(&worker, grid, "甲店", &[]));
    let issued = worker.core.issue_notice(hazard, &notice(7));
    let printed = issued.expect("the notice is complete");
    assert!(printed.starts_with("暂-"), "{printed}");
    let second = found_hazard(&worker, shop(&worker, grid, "乙店", &[]));
    let issued = worker.core.issue_notice(second, &notice(7));
    let other = issued.expect("the notice is complete");
    worker.sync().await;

    // The paper that was handed over bears the provisional number; the relay has given a final one.
    let desk = world.officer_desk(0).await;
    let card = desk.card(hazard).await;
    let number = card["number"].as_str().expect("a number").to_owned();
    assert!(number.ends_with("第0001号"), "{number}");
    assert_eq!(card["provisional_number"], printed, "both are shown");
    let own = [hazard.to_string()];
    assert_eq!(search(&desk, &printed).await, own);
    assert_eq!(search(&desk, &number).await, own);
    assert_eq!(search(&desk, &other).await, [second.to_string()]);
    assert_eq!(search(&desk, "暂-Z9-9").await, Vec::<String>::new());
    let (_, ledger) = desk.get(&format!("/api/v1/ledger.csv?q={printed}")).await;
    let ledger = ledger.as_str().expect("a table is text");
    assert!(ledger.contains(&number), "{ledger}");

    // A database of before: the number is taken from the log.
    drop(desk);
    world.stop().await;
    let database = rusqlite::Connection::open(world.data().join("relay.sqlite")).expect("it opens");
    let emptied = database.execute(
        "UPDATE record SET provisional_text = NULL WHERE kind = 'rectification'",
        [],
    );
    assert_eq!(emptied.expect("the column is there"), 2);
    drop(database);
    world.serve().await;
    let desk = world.officer_desk(0).await;
    assert_eq!(search(&desk, &printed).await, own);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_nobody_states_the_number_of_another() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let theirs = found_hazard(&worker, shop(&worker, grid, "甲店", &[]));
    let given = worker.core.issue_notice(theirs, &notice(7));
    let given = given.expect("the notice is complete");
    let hazard = found_hazard(&worker, shop(&worker, grid, "乙店", &[]));
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let desk = world.officer_desk(0).await;
    let card = desk.card(hazard).await;
    let taken = desk.card(theirs).await["number"].clone();
    let taken = taken.as_str().expect("a number").to_owned();
    for wrong in [given.as_str(), taken.as_str(), "胡写<b>", "暂-<b>-1"] {
        let stated = Event::NoticeIssued {
            version: serde_json::from_value(card["version"].clone()).expect("a version"),
            provisional_number: wrong.to_owned(),
            issuer: "station".to_owned(),
            deadline: notice(7).deadline,
            responsible: notice(7).responsible,
        };
        let refused = officer.core.act(hazard, stated);
        assert_eq!(
            code_and_rule(refused.expect_err(wrong)),
            ("number_not_own".to_owned(), "S4-06".to_owned()),
            "{wrong}"
        );
    }

    // At a desk the relay gives the number, whatever the browser says.
    let issue = json!({"notice_issued": {
        "version": card["version"],
        "provisional_number": given,
        "issuer": "station",
        "deadline": {"kind": "days", "days": 7, "calendar": "natural"},
        "responsible": {"unit": "乙店", "leader": "李站长", "person": "王老板"},
    }});
    desk.act_ok(hazard, issue).await;
    let card = desk.card(hazard).await;
    let own = card["provisional_number"].as_str().expect("a number");
    assert!(own.starts_with("暂-RELAY-"), "{own}");
    assert_eq!(search(&desk, &given).await, [theirs.to_string()]);
}

/// What a number stands for: one entry.
async fn found(desk: &Desk, text: &str) -> Value {
    let all = desk
        .read(&format!("/api/v1/numbers/find?text={text}"))
        .await;
    let all = all.as_array().expect("a list").clone();
    assert_eq!(all.len(), 1, "{text}: {all:?}");
    all[0].clone()
}

/// The register has the number of the act that came to nothing, and both of the one that counts.
async fn entered(desk: &Desk, hazard: RecordId, lost: &str, counts: &str) {
    let page = desk.read("/api/v1/numbers/void").await;
    let lines = page["items"].as_array().expect("lines");
    assert_eq!(lines.len(), 1, "{page}");
    assert_eq!(lines[0]["text"], lost, "{page}");
    assert_eq!(lines[0]["record"], hazard.to_string());
    let why = lines[0]["why"].as_str().expect("words");
    assert!(!why.is_empty() && why != lines[0]["void"], "{page}");
    let void = found(desk, lost).await;
    assert_eq!(void["standing"], format!("无效：{why}"), "{void}");
    assert_eq!(void["record"], hazard.to_string());
    assert_eq!(void["in_force"], "青消改字〔2026〕第0001号", "{void}");
    // Both numbers of the one that counts are in force.
    let first = found(desk, counts).await;
    assert_eq!(first["standing"], "有效", "{first}");
    assert_eq!(first["in_force"], "青消改字〔2026〕第0001号");
    let last = found(desk, "青消改字〔2026〕第0001号").await;
    assert_eq!(last["standing"], "有效", "{last}");
    assert_eq!(last["record"], hazard.to_string());
    let own = [hazard.to_string()];
    assert_eq!(search(desk, lost).await, own, "void, and not lost");
    let nothing = desk.read("/api/v1/numbers/find?text=暂-Z9-9").await;
    assert_eq!(nothing, json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_an_act_without_effect_leaves_a_void_number() {
    let mut world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let hazard = found_hazard(&worker, shop(&worker, grid, "甲店", &[]));
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    world.clock.advance_hours(1);
    let counts = officer.core.issue_notice(hazard, &notice(7));
    let counts = counts.expect("the notice is complete");
    let lost = worker.core.issue_notice(hazard, &notice(15));
    let lost = lost.expect("this phone knows of no other");
    officer.sync().await;
    world.clock.advance_hours(1);
    worker.sync().await;

    entered(&world.officer_desk(0).await, hazard, &lost, &counts).await;

    // A database of before: the numbers are taken from the log.
    world.stop().await;
    let database = rusqlite::Connection::open(world.data().join("relay.sqlite")).expect("it opens");
    let forgotten = database.execute("DELETE FROM provisional_number", []);
    assert_eq!(forgotten.expect("the table is there"), 2);
    let unknown = "UPDATE record SET provisional_text = NULL WHERE kind = 'rectification'";
    database.execute(unknown, []).expect("the column is there");
    drop(database);
    world.serve().await;
    entered(&world.officer_desk(0).await, hazard, &lost, &counts).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_an_opinion_without_effect_leaves_a_void_number() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let hazard = found_hazard(&worker, shop(&worker, grid, "甲店", &[]));
    serve(&worker, hazard, 15);
    feedback(&worker, hazard);
    worker.sync().await;
    // Two officers recheck it without a word of each other.
    let (first, second) = (world.officer_phone(0).await, world.officer_phone(1).await);
    let printed = |phone: &Phone| {
        let failed = RecheckInput::Failed {
            reason: "仍未清理".to_owned(),
            photos: Vec::new(),
            with: Vec::new(),
        };
        phone.core.recheck(hazard, failed).expect("it is not done");
        let made = phone.core.paper(hazard, PaperKind::RecheckOpinion);
        made.expect("it was rechecked").number
    };
    let (counts, lost) = (printed(&first), printed(&second));
    assert!(lost.starts_with("暂-复-") && lost != counts, "{lost}");
    first.sync().await;
    world.clock.advance_hours(1);
    second.sync().await;

    let desk = world.officer_desk(0).await;
    let page = desk.read("/api/v1/numbers/void").await;
    let lines = page["items"].as_array().expect("lines");
    assert_eq!(lines.len(), 1, "{page}");
    assert_eq!(lines[0]["text"], lost, "{page}");
    assert_eq!(lines[0]["record"], hazard.to_string());
    let void = found(&desk, &lost).await;
    let why = lines[0]["why"].as_str().expect("words");
    assert_eq!(void["standing"], format!("无效：{why}"), "{void}");
    // The other one leads to the opinion that counts.
    let held = found(&desk, &counts).await;
    assert_eq!(held["in_force"], "青消复字〔2026〕第0001号", "{held}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_number_is_found_as_people_type_it() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let hazard = found_hazard(&worker, shop(&worker, grid, "甲店", &[]));
    let issued = worker.core.issue_notice(hazard, &notice(7));
    issued.expect("the notice is complete");
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    for typed in [
        "青消改字〔2026〕第0001号",
        "青消改字%5B2026%5D第1号",
        "青消改字（2026）第01号",
    ] {
        let entry = found(&desk, typed).await;
        assert_eq!(entry["text"], "青消改字〔2026〕第0001号", "{typed}");
        assert_eq!(entry["record"], hazard.to_string());
    }
    let other = "/api/v1/numbers/find?text=青消改字%5B2026%5D第2号";
    assert_eq!(desk.read(other).await, json!([]));
}

/// A letter that the owner has signed, ready for its step.
fn letter(phone: &Phone, premises: RecordId) -> RecordId {
    let text = [
        ("matter".to_owned(), Scalar::from("楼道停放电动自行车")),
        ("promise".to_owned(), Scalar::from("不再在楼道充电")),
    ];
    let about = CaseSubject::Premises(premises);
    let letter = phone
        .core
        .open_case(&RecordKind::Letter, about, &text.into());
    let letter = letter.expect("a letter can be drafted");
    let statement = phone.core.get_record(letter).expect("it is here").statement;
    let signature = SignatureInput {
        strokes: wangge_tests::STROKES.to_vec(),
        signer: "王老板".to_owned(),
        role: "owner".to_owned(),
        statement,
    };
    phone.core.sign(letter, &signature).expect("it is signed");
    letter
}

fn warn(number: &str) -> StepInput {
    StepInput::saying(&[
        ("matter", "楼道停放电动自行车"),
        ("promise", "不再在楼道充电"),
        ("issuer", "village"),
        ("provisional_number", number),
    ])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_provisional_number_binds_to_one_paper() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "甲店", &[]);
    let hazard = found_hazard(&worker, premises);
    let given = worker.core.issue_notice(hazard, &notice(7));
    let given = given.expect("the notice is complete");
    let (prefix, count) = given.rsplit_once('-').expect("a count");
    assert_eq!(count, "1");
    let first = letter(&worker, premises);
    let step = |letter, number: &str| worker.core.step(letter, "letter.warn", &warn(number));
    let refused = |number: &str| {
        let may = worker.core.may_step(first, "letter.warn", &warn(number));
        let before = reason(may.expect_err(number));
        let (code, rule) = code_and_rule(step(first, number).expect_err(number));
        assert_eq!((before.as_str(), rule.as_str()), (code.as_str(), "S2-30"));
        code
    };
    // Offline: what this phone has given is on a paper, and what it has not is not to be stated.
    assert_eq!(refused(&given), "number_used");
    assert_eq!(refused(&format!("{prefix}-2")), "number_not_own");
    // Left to the phone it has the next one.
    step(first, "").expect("the phone gives it");
    let state = worker.core.get_record(first).expect("it is here").state;
    assert_eq!(state.provisional_number, Some(format!("{prefix}-2")));

    // One that nobody gives is anybody's, once: the relay knows of all.
    let (second, third) = (letter(&worker, premises), letter(&worker, premises));
    step(second, "暂-Z-1").expect("nobody holds Z");
    step(third, "暂-Z-1").expect("this phone does not know");
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    assert_eq!(desk.card(second).await["status"], "signed");
    let card = desk.card(third).await;
    assert_eq!(card["status"], "draft", "{card}");
    let history = worker.core.get_record(third).expect("it is here").state;
    let said = history.history.last().expect("it was done");
    let wangge_domain::lifecycle::Effect::NoEffect(why) = &said.effect else {
        panic!("the number is used: {said:?}");
    };
    assert_eq!(
        (why.code.as_str(), why.rule.as_str()),
        ("number_used", "S2-30")
    );
    let bound = found(&desk, "暂-Z-1").await;
    assert_eq!(bound["record"], second.to_string(), "{bound}");
    assert_eq!(bound["standing"], "有效");
    let page = desk.read("/api/v1/numbers/void").await;
    assert_eq!(page["items"], json!([]), "it is in force on another paper");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_06_a_notice_that_was_replaced_unserved_says_so() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let hazard = found_hazard(&worker, shop(&worker, grid, "甲店", &[]));
    let issue = || {
        let issued = worker.core.issue_notice(hazard, &notice(7));
        issued.expect("the notice is complete")
    };
    let provisional = issue();
    worker.sync().await;
    let number = || {
        let state = worker.core.get_record(hazard).expect("it is here").state;
        state.notice_number.expect("the relay gave one")
    };
    let old = number();
    world.clock.advance_days(9);
    worker.sync().await;
    issue();
    worker.sync().await;
    let new = number();
    assert_ne!(old, new);

    let desk = world.officer_desk(0).await;
    let all = desk.read("/api/v1/numbers").await;
    let series = all.as_array().expect("a list").iter();
    let series = series.filter(|it| it["document"] == "notice");
    let issuer = series.filter_map(|it| it["issuer"].as_str()).next();
    let issuer = issuer.expect("a notice was numbered");
    let page = desk
        .read(&format!("/api/v1/numbers/{issuer}/notice/2026"))
        .await;
    let lines = page["items"].as_array().expect("lines");
    assert_eq!(lines[0]["void"], "replaced", "{page}");
    assert_eq!(lines[0]["replaced_by"], new, "{page}");
    assert_eq!(lines[0]["never_served"], true, "{page}");
    assert!(lines[1].get("never_served").is_none(), "{page}");
    for text in [&old, &provisional] {
        let entry = found(&desk, text).await;
        assert_eq!(entry["never_served"], true, "{entry}");
        let standing = entry["standing"].as_str().expect("words");
        assert!(standing.contains("从未送达"), "{entry}");
    }
    let entry = found(&desk, &new).await;
    assert_eq!(entry["standing"], "有效");
}
