//! S3-21 达不到安全条件 不得经营使用: an order by who may give it, posted with a photo, and lifted only after a check by
//! two others. A body of the township needs the power to be delegated to it (S0-03), the brigade does not.

use std::collections::BTreeSet;

use serde_json::json;
use wangge_domain::RecordId;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::{Effect, Status};
use wangge_domain::people::{Credential, Role, Scope};
use wangge_domain::record::RecordKind;
use wangge_mobile_core::{CaseSubject, StepInput};

use crate::officials::{desk_of, official, say, seated, stop_use_power};
use crate::support::{code_and_rule, reason, shop};
use crate::world::{Desk, Phone, World};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_21_stop_use() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let order = StepInput::saying(&[
        ("part", "二层阁楼"),
        ("reason", "违规住人且无第二出口"),
        ("basis", "安全条件不符合规定"),
        ("issuer", "station"),
    ]);

    // A worker may draft and post it, but not order it, nor may anybody without the certificate; it
    // is decided offline by who may.
    let subject = CaseSubject::Premises(premises);
    let draft = worker
        .core
        .open_case(&RecordKind::StopUse, subject, &[].into())
        .expect("a draft decides nothing");
    let refused = worker.core.step(draft, "stop_use.order", &order);
    assert_eq!(
        code_and_rule(refused.expect_err("not a worker's")),
        ("no_permission".to_owned(), "handbook 1.3".to_owned())
    );
    let drafted = worker.core.get_record(draft).expect("it is here").state;
    assert_eq!(drafted.status, Status::Draft, "nothing was ordered");
    let plain = official(&world, "无证", Role::FireOfficer, None);
    let uncertified = desk_of(&world, "无证").await;
    let tried = json!({
        "about": premises.to_string(),
        "first": say("stop_use.order", json!({
            "part": "二层", "reason": "危险", "basis": "规定", "issuer": "fire",
        })),
    });
    assert_eq!(
        uncertified.open_refused("stop_use", tried).await,
        "no_certificate"
    );
    assert_ne!(plain, officer.user);
    let case = officer
        .core
        .open_case(&RecordKind::StopUse, subject, &[].into())
        .expect("a case can be opened offline");

    // Whatever its words, the order is compulsion: the station may give it only while the power is
    // delegated to it, offline as at the relay.
    let refused = officer.core.step(case, "stop_use.order", &order);
    assert_eq!(
        code_and_rule(refused.expect_err("nobody delegated it")),
        ("power_not_delegated".to_owned(), "S0-03".to_owned())
    );
    let county = world.county_desk().await;
    let ended = stop_use_power(&world, "station", "2026-08-31");
    county.set("delegated_power", ended).await;
    officer.sync().await;
    let refused = officer.core.step(case, "stop_use.order", &order);
    assert_eq!(reason(refused.expect_err("it has ended")), "power_ended");
    let at_desk = |issuer: &str| {
        json!({
            "about": premises.to_string(),
            "first": say("stop_use.order", json!({
                "part": "二层", "reason": "责令停产停业", "basis": "规定", "issuer": issuer,
            })),
        })
    };
    let mine = world.officer_desk(0).await;
    let refused = mine.open_refused("stop_use", at_desk("station")).await;
    assert_eq!(refused, "power_ended");
    let today = world.clock.now().china_date();
    let until = today.checked_add_days(chrono::Days::new(30));
    let (user, certified) = seated(&world, "持证", Role::FireOfficer, None).await;
    world
        .admin()
        .issue_credential(Credential {
            user,
            kind: Credential::ENFORCEMENT.to_owned(),
            number: "执009".to_owned(),
            issuer: "省司法厅".to_owned(),
            valid_from: today,
            valid_until: until.expect("a day"),
        })
        .expect("a certificate");
    // The brigade has the power by the law itself.
    let (by_law, _) = certified.open_case("stop_use", at_desk("fire")).await;
    let holds = stop_use_power(&world, "station", "2026-12-31");
    county.set("delegated_power", holds).await;
    officer.sync().await;
    officer
        .core
        .step(case, "stop_use.order", &order)
        .expect("a certified officer decides");
    officer.sync().await;

    // Posted with a photo of it, by the worker, offline.
    worker.sync().await;
    let refused = worker
        .core
        .step(case, "stop_use.post", &StepInput::default())
        .expect_err("there is no photo of it");
    assert_eq!(reason(refused), "photo_missing");
    // It shows this door and no other.
    let next_door = shop(&worker, grid, "邻店", &[]);
    let shown = |photo| StepInput {
        photos: vec![photo],
        ..StepInput::default()
    };
    let elsewhere = shown(worker.photo(next_door, "", PhotoStage::Service));
    let refused = worker.core.step(case, "stop_use.post", &elsewhere);
    assert_eq!(
        reason(refused.expect_err("of another door")),
        "photo_of_another"
    );
    let posted = shown(worker.photo(premises, "", PhotoStage::Service));
    worker
        .core
        .step(case, "stop_use.post", &posted)
        .expect("it hangs");
    // Whoever opens the file sees that use is stopped; a draft stops nothing.
    let held = |phone: &Phone| -> BTreeSet<RecordId> {
        let file = phone.core.get_premises(premises).expect("it is on file");
        file.stop_uses.iter().map(|row| row.record).collect()
    };
    assert_eq!(held(&worker), BTreeSet::from([case, by_law]));
    let asked = StepInput::saying(&[("done", "已拆除隔断")]);
    worker
        .core
        .step(case, "stop_use.request_lift", &asked)
        .expect("the owner has done it");
    worker.sync().await;

    // The one who ordered it does not check it, and one alone does not either.
    officer.sync().await;
    let check = officer.photo(case, "", PhotoStage::Recheck);
    let strange = officer.photo(next_door, "", PhotoStage::Recheck);
    let (mate, brigade) = seated(&world, "大队", Role::FireOfficer, None).await;
    let file = brigade.card(premises).await;
    assert!(
        file["stop_uses"]
            .as_array()
            .is_some_and(|ids| ids.contains(&json!(case.to_string())))
    );
    let theirs = say("stop_use.check_passed", json!({"text": "阁楼已拆除"}));
    assert_eq!(
        brigade.step_refused(case, theirs).await,
        "issuer_not_yours",
        "what the station ordered the brigade does not lift"
    );
    let passed = |with| StepInput {
        with,
        photos: vec![check],
        ..StepInput::saying(&[("text", "阁楼已拆除")])
    };
    let refused = officer
        .core
        .step(case, "stop_use.check_passed", &passed(vec![mate]))
        .expect_err("who ordered it does not lift it");
    assert_eq!(reason(refused), "same_person");
    officer.sync().await;
    let second = world.officer_phone(1).await;
    let refused = second
        .core
        .step(case, "stop_use.check_passed", &passed(Vec::new()))
        .expect_err("two people check");
    assert_eq!(reason(refused), "too_few_people");
    let other_door = StepInput {
        photos: vec![strange],
        ..passed(vec![mate])
    };
    let refused = second
        .core
        .step(case, "stop_use.check_passed", &other_door)
        .expect_err("the check is of this door");
    assert_eq!(reason(refused), "photo_of_another");
    let posting = StepInput {
        photos: posted.photos.clone(),
        ..passed(vec![mate])
    };
    let refused = second
        .core
        .step(case, "stop_use.check_passed", &posting)
        .expect_err("it shows that use was stopped");
    assert_eq!(reason(refused), "photo_before_found");
    // Both are of the body that ordered it.
    let refused = second
        .core
        .step(case, "stop_use.check_passed", &passed(vec![mate]))
        .expect_err("the second one is of the brigade");
    assert_eq!(reason(refused), "unqualified_checker");
    let third = official(&world, "站员", Role::StationOfficer, None);
    second.sync().await;
    second
        .core
        .step(case, "stop_use.check_passed", &passed(vec![third]))
        .expect("two others check");
    second.sync().await;
    let card = brigade.card(case).await;
    assert_eq!(card["status"], "lifted");
    assert_eq!(card["number"], "青消停字〔2026〕第0001号");
    worker.sync().await;
    let seen = worker.core.get_record(case).expect("it is here");
    assert_eq!(seen.state.status, Status::Lifted);
    assert_eq!(held(&worker), BTreeSet::from([by_law]), "it was lifted");

    // Who is named as the second one is reminded until they say it themselves, on their phone and at
    // the desk; nobody else is.
    let town = Scope::Subtree(world.township.grids[0].grid);
    let here = (Role::StationOfficer, town);
    let granted = world.admin().grant(third, here.0, here.1, None, None);
    granted.expect("a role in the township");
    let theirs = world.phone(third).await;
    theirs.sync().await;
    let waits = theirs.core.to_confirm().expect("it is enrolled");
    let told: Vec<_> = waits
        .iter()
        .map(|one| (one.record, one.event.as_str(), one.by))
        .collect();
    assert_eq!(told, [(case, "stop_use.check_passed", second.user)]);
    let reminded = |phone: &Phone| -> Vec<RecordId> {
        let tasks = phone.core.month_tasks(None).expect("it is enrolled");
        let waiting = tasks.iter().filter(|task| task.reason == "confirm_case");
        waiting.filter_map(|task| task.record).collect()
    };
    assert_eq!(reminded(&theirs), [case]);
    second.sync().await;
    assert_eq!(reminded(&second), [], "the author of the check");
    let at_desk = async |desk: &Desk| desk.read("/api/v1/to-confirm").await;
    let their_desk = desk_of(&world, "站员").await;
    let told = at_desk(&their_desk).await;
    assert_eq!(told[0]["record"], case.to_string(), "{told}");
    assert_eq!(told[0]["event"], "stop_use.check_passed");
    assert_eq!(at_desk(&brigade).await, json!([]));
    let confirmed = theirs
        .core
        .step(case, "stop_use.countersign", &StepInput::default());
    confirmed.expect("the one who was named");
    assert_eq!(reminded(&theirs), []);
    theirs.sync().await;
    assert_eq!(at_desk(&their_desk).await, json!([]));
}

/// A phone that has not synced since, and whose clock was set back, still acts under a delegation that
/// ended: the act counts, and wherever it is shown its time is said to be not proven (S0-03).
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_21_under_a_delegation_that_ended_meanwhile() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let officer = world.officer_phone(0).await;
    let county = world.county_desk().await;
    let holds = stop_use_power(&world, "station", "2026-09-05");
    county.set("delegated_power", holds).await;
    officer.sync().await;
    let order = |part: &str| {
        StepInput::saying(&[
            ("part", part),
            ("reason", "违规住人且无第二出口"),
            ("basis", "安全条件不符合规定"),
            ("issuer", "station"),
        ])
    };
    let ordered = |part: &str| {
        let subject = CaseSubject::Premises(premises);
        let case = officer
            .core
            .open_case(&RecordKind::StopUse, subject, &[].into());
        let case = case.expect("a case can be opened offline");
        let taken = officer.core.step(case, "stop_use.order", &order(part));
        taken.expect("in force, as far as the phone knows");
        case
    };
    let in_time = ordered("二层阁楼");
    officer.sync().await;
    world.clock.advance_days(10);
    officer.clock.reboot();
    officer.clock.set_wrong_by_ms(-8 * 86_400_000);
    let late = ordered("一层后间");
    officer.sync().await;

    let words_of = |phone: &Phone, case| {
        let state = phone.core.get_record(case).expect("it is here").state;
        let entry = state.history.into_iter();
        let entry = entry.rev().find(|entry| entry.event == "stop_use.order");
        let entry = entry.expect("it was ordered");
        entry.said("power_time").map(str::to_owned)
    };
    assert_eq!(words_of(&officer, in_time), None);
    let told = words_of(&officer, late).expect("it is not proven");
    assert!(
        told.contains("2026-09-05") && told.contains("未能证明"),
        "{told}"
    );

    let desk = world.officer_desk(0).await;
    let card = desk.card(late).await;
    assert_eq!(card["status"], "ordered");
    assert!(card["history"].to_string().contains(&told), "{card}");
    let card = desk.card(in_time).await;
    assert!(
        !card["history"].to_string().contains("power_time"),
        "{card}"
    );
}

/// One part of a premises is stopped once by one body: a second order, in other spacing or from another
/// phone, is refused with the first.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s3_21_one_part_is_stopped_once_by_one_body() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    worker.sync().await;
    let county = world.county_desk().await;
    let holds = stop_use_power(&world, "station", "2026-12-31");
    county.set("delegated_power", holds).await;
    let officer = world.officer_phone(0).await;
    let second = world.officer_phone(1).await;
    let order = |part: &str| {
        StepInput::saying(&[
            ("part", part),
            ("reason", "违规住人且无第二出口"),
            ("basis", "安全条件不符合规定"),
            ("issuer", "station"),
        ])
    };
    let draft = |phone: &Phone| {
        let subject = CaseSubject::Premises(premises);
        let case = phone
            .core
            .open_case(&RecordKind::StopUse, subject, &[].into());
        case.expect("a case can be opened offline")
    };

    // Two phones that do not know of each other: the first to arrive stands.
    let (case, rival) = (draft(&officer), draft(&second));
    for (phone, one) in [(&officer, case), (&second, rival)] {
        let ordered = phone.core.step(one, "stop_use.order", &order("二层阁楼"));
        ordered.expect("as far as the phone knows");
    }
    officer.sync().await;
    second.sync().await;
    let state = second.core.get_record(rival).expect("it is here").state;
    assert_eq!(state.status, Status::Draft);
    let last = state.history.last().expect("it is in the log");
    let Effect::NoEffect(refused) = &last.effect else {
        panic!("it took effect: {last:?}");
    };
    assert_eq!(refused.code, "case_open_already");
    assert_eq!(refused.detail, case.to_string(), "it names the first");

    // With the first in sight it is refused at once; another part is another order.
    let more = draft(&officer);
    let again = officer
        .core
        .step(more, "stop_use.order", &order("二层 阁楼。"));
    assert_eq!(
        reason(again.expect_err("it is stopped")),
        "case_open_already"
    );
    officer
        .core
        .step(more, "stop_use.order", &order("一层后间"))
        .expect("another part");
}
