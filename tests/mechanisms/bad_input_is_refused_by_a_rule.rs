//! What is wrong is refused by a rule that has a name, and what was written stays: one row for each bad input of
//! the closed loop, on the phone, at the desk and with the administrator.

use serde_json::{Value, json};
use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::{Responsible, Status};
use wangge_domain::people::Role;
use wangge_domain::policy::default_pack_json;
use wangge_domain::{Digest, RecordId};
use wangge_mobile_core::{CoreError, NoticeInput, RecheckInput, ServiceInput, SignatureInput};

use crate::officials::{reported_case, say};
use crate::quick_hazard::quick_hazard;
use crate::support::{feedback, notice, responsible, serve, shop};
use crate::world::{Phone, World};

/// The code and the rule of a refusal.
fn refusal(error: CoreError) -> (String, String) {
    match error {
        CoreError::NotAllowed(reason) => (reason.code, reason.rule),
        CoreError::PaperRefused { code, rule, .. } => (code, rule),
        other => (other.code().to_owned(), String::new()),
    }
}

/// A refusal with this code; the record is as it was, with what was written in it.
fn refused<T: std::fmt::Debug>(
    phone: &Phone,
    hazard: RecordId,
    code: &str,
    tried: impl FnOnce() -> Result<T, CoreError>,
) {
    let before = phone.core.get_record(hazard).expect("it is here");
    let (found, rule) = refusal(tried().expect_err("it is refused"));
    assert_eq!(found, code);
    assert!(
        !rule.is_empty() || code == "signature_void",
        "{code} names its rule"
    );
    let after = phone.core.get_record(hazard).expect("it is here");
    assert_eq!(after.state, before.state, "{code}: nothing happened");
    assert_eq!(after.content, before.content, "{code}: nothing is lost");
}

fn signature(statement: Digest) -> ServiceInput {
    ServiceInput::Signed(SignatureInput {
        strokes: wangge_tests::STROKES.to_vec(),
        signer: "王老板".to_owned(),
        role: "owner".to_owned(),
        statement,
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bad_input_is_refused_by_a_rule() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "小店", &[]);
    let core = &worker.core;

    // A person who is answerable is missing; a deadline of no days, or one that has passed.
    let hazard = quick_hazard(&worker, premises, "通道堆物");
    for nobody in [
        Responsible {
            person: " ".to_owned(),
            ..responsible()
        },
        Responsible {
            leader: String::new(),
            ..responsible()
        },
        Responsible {
            unit: String::new(),
            ..responsible()
        },
    ] {
        let input = NoticeInput {
            responsible: nobody,
            ..notice(15)
        };
        refused(&worker, hazard, "responsible_missing", || {
            core.issue_notice(hazard, &input)
        });
    }
    for nobody in ["无", "—", "不详", "x"] {
        let input = NoticeInput {
            responsible: Responsible {
                person: nobody.to_owned(),
                ..responsible()
            },
            ..notice(15)
        };
        refused(&worker, hazard, "name_is_placeholder", || {
            core.issue_notice(hazard, &input)
        });
    }
    // Ninety working days are more than the limit of ninety days.
    let input = NoticeInput {
        deadline: DeadlineSpec::Days {
            days: 90,
            calendar: DayKind::Working,
        },
        ..notice(15)
    };
    refused(&worker, hazard, "deadline_out_of_limits", || {
        core.issue_notice(hazard, &input)
    });
    for days in [0, 91, u32::MAX] {
        let input = NoticeInput {
            deadline: DeadlineSpec::Days {
                days,
                calendar: DayKind::Natural,
            },
            ..notice(15)
        };
        refused(&worker, hazard, "deadline_out_of_limits", || {
            core.issue_notice(hazard, &input)
        });
    }

    // A signature over something else than what stands there.
    core.issue_notice(hazard, &notice(15))
        .expect("complete now");
    refused(&worker, hazard, "signature_void", || {
        core.serve_notice(hazard, &signature(Digest([7; 32])))
    });
    let statement = core.get_record(hazard).expect("it is here").statement;
    core.serve_notice(hazard, &signature(statement))
        .expect("signed as it stands");
    worker.sync().await;

    // A deadline in the past at the desk: no number of days says so.
    let desk = world.officer_desk(0).await;
    let past = json!({"extension_requested": {"days": -3, "reason": "迟了"}});
    assert_eq!(desk.act_refused(hazard, past).await, "bad_request");
    // A key that no event has would be lost without a word.
    let more = json!({"urged": {"days": 3, "zz": 1}});
    assert_eq!(desk.act_refused(hazard, more).await, "bad_request");

    // A second extension.
    core.request_extension(hazard, 5, "等配件")
        .expect("the first");
    worker.sync().await;
    desk.act_ok(hazard, json!({"extension_approved": {"days": 5}}))
        .await;
    worker.sync().await;
    refused(&worker, hazard, "second_extension", || {
        core.request_extension(hazard, 5, "再等等")
    });
    let again = json!({"extension_requested": {"days": 5, "reason": "再等等"}});
    assert_eq!(desk.act_refused(hazard, again).await, "second_extension");

    // A recheck by whoever confirmed the fix: as the author or among the team.
    let officer = world.officer_phone(0).await;
    let shot = officer.photo(hazard, "", PhotoStage::After);
    officer
        .core
        .feedback(hazard, "已整改", vec![shot], true)
        .expect("entered on behalf");
    let passed = |with| RecheckInput::Passed {
        with,
        photos: vec![shot],
    };
    let second = world.person(Role::StationOfficer, 1);
    refused(&officer, hazard, "same_person", || {
        officer.core.recheck(hazard, passed(vec![second]))
    });
    officer.sync().await;
    let other = world.phone(second).await;
    let team = passed(vec![officer.user]);
    refused(&other, hazard, "same_person", || {
        other.core.recheck(hazard, team)
    });

    // Closing by the wrong body: a hazard under review, and the case of a major one.
    let (_, major, case) = reported_case(&world, "CULT").await;
    let shut = json!({"recheck_passed": {"with": [second], "photos": [shot]}});
    assert_eq!(desk.act_refused(major, shut).await, "under_review");
    let close = say("major_case.close", json!({"note": "乡镇自行销案"}));
    assert_eq!(desk.step_refused(case, close).await, "no_permission");
    let nothing = say(
        "rectification.major_closed",
        json!({"case": case.to_string()}),
    );
    assert_eq!(
        desk.step_refused(major, nothing).await,
        "linked_record_not_ripe"
    );

    // A delegation that has expired yields no paper of compulsion.
    let county = world.county_desk().await;
    let town = world.township.grids[0].grid;
    let ended = json!({
        "key": format!("{town}/station/stop_use"),
        "from": "2026-01-01", "until": "2026-08-31",
        "entry": {
            "township": town, "power": "stop_use", "zh": "临时停用",
            "body": "station", "source": "conferred", "basis": "县政发〔2025〕9号",
        },
    });
    county.set("delegated_power", ended).await;
    worker.sync().await;
    let harsh = quick_hazard(&worker, premises, "责令停止使用");
    refused(&worker, harsh, "word_of_compulsion", || {
        core.issue_notice(harsh, &notice(15))
    });
    refused(&worker, harsh, "power_ended", || {
        core.may_issue("stop_use", "station", grid)
    });

    // A policy pack with a cycle, an unknown key, an endless rule, or without a deadline that a step
    // names: named by its place, and the one in force stays.
    let mut pack: Value = serde_json::from_str(&default_pack_json()).expect("it is JSON");
    let held = pack["revision"].clone();
    pack["revision"] = json!(held.as_u64().expect("a number") + 1);
    let bad = |pointer: &str, value: Value| {
        let mut pack = pack.clone();
        *pack.pointer_mut(pointer).expect("the place is there") = value;
        pack
    };
    let mut unknown = pack.clone();
    unknown["rectification"]["grace_days"] = json!(3);
    let mut page = pack.clone();
    page["rectification"]["owner_page"]["max_photos"] = json!(0);
    let mut endless = pack.clone();
    let deadlines = endless["cases"]["deadlines"].as_object_mut();
    let deadlines = deadlines.expect("there are deadlines");
    deadlines.remove("major_case_rectify");
    let ladder = json!({"listing": ["warning_talk"], "warning_talk": ["listing"]});
    let chain = first_key(&pack["cases"]["chains"]);
    for (pack, place) in [
        (unknown, "rectification"),
        (page, "rectification.owner_page"),
        (endless, "cases.deadlines.major_case_rectify"),
        (
            bad("/routing/departments/COMM/fallback", json!("COMM")),
            "routing.departments.COMM",
        ),
        (
            bad(&format!("/cases/chains/{chain}"), ladder),
            "cases.chains.",
        ),
        (
            bad("/rectification/urge/max_days", json!(0)),
            "rectification.urge",
        ),
    ] {
        let error = world
            .admin()
            .activate_policy(pack.to_string().as_bytes(), None);
        let error = error.expect_err("the pack is refused").to_string();
        assert!(error.contains(place), "{place}: {error}");
    }
    worker.sync().await;
    let in_force = core.policy().expect("a pack").revision;
    assert_eq!(Some(u64::from(in_force)), held.as_u64());

    // After all of it the first hazard still goes its way.
    feedback_stands(&other, hazard).await;
    let unserved = quick_hazard(&worker, premises, "应急灯不亮");
    serve(&worker, unserved, 15);
    feedback(&worker, unserved);
    let state = core.get_record(unserved).expect("it is here").state;
    assert_eq!(state.status, Status::Rechecking);
}

fn first_key(value: &Value) -> String {
    let keys = value.as_object().expect("an object");
    keys.keys().next().expect("the pack has a ladder").clone()
}

async fn feedback_stands(phone: &Phone, hazard: RecordId) {
    phone.sync().await;
    let state = phone.core.get_record(hazard).expect("it is here").state;
    assert_eq!(state.status, Status::Rechecking);
}
