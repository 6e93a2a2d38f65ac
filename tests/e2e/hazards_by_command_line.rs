//! What a desk does to a hazard, by the command line: a pause, what came of an escalation, the end of a suspected
//! major hazard. The rules decide, and a refusal has the code that a desk is told.

use std::path::PathBuf;

use serde_json::{Value, json};
use wangge_domain::inspection::PhotoStage;
use wangge_domain::lifecycle::Event;
use wangge_domain::people::{Credential, Role, Scope};
use wangge_domain::record::RecordKind;
use wangge_domain::{RecordId, UserId};
use wangge_mobile_core::{CaseSubject, QuickReport, StepInput};
use wangge_sync_server::admin::NewUser;
use wangge_tests::photo_generator::small_jpeg;

use super::cases_by_command_line::{document, field, fixture, run};
use crate::world::World;

const REFUSED: i32 = 3;

/// An installation of the command line for one person, by the clock of the world.
struct Clerk<'a> {
    world: &'a World,
    data: PathBuf,
}

impl<'a> Clerk<'a> {
    fn of(world: &'a World, user: UserId) -> Self {
        let clerk = Self {
            world,
            data: world.path(&format!("clerk-{user}")),
        };
        let code = world.admin().enroll_code(user, 3_600_000);
        clerk.run(&["enroll", &code.expect("a code can be made").link]);
        clerk.run(&["sync"]);
        clerk
    }

    /// The arguments after the clock, which stands where the world's does.
    fn at_clock(&self, arguments: &[&str]) -> Vec<String> {
        let clock = self.world.path("clock-file");
        std::fs::write(&clock, self.world.clock.now().0.to_string()).expect("there is room");
        let clock = ["--clock".to_owned(), clock.display().to_string()];
        let rest = arguments.iter().map(|word| (*word).to_owned());
        clock.into_iter().chain(rest).collect()
    }

    fn run(&self, arguments: &[&str]) -> Value {
        let words = self.at_clock(arguments);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        tokio::task::block_in_place(|| run(&self.data, &words))
    }

    /// The code with which the rules refuse it.
    fn refused(&self, arguments: &[&str]) -> String {
        let mut words = vec!["--json".to_owned()];
        words.extend(self.at_clock(arguments));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let output = tokio::task::block_in_place(|| field(&self.data, &words));
        let answer = document(&output);
        assert_eq!(output.status.code(), Some(REFUSED), "{answer}");
        let code = answer["error"]["reason"]["code"].as_str();
        code.unwrap_or_else(|| panic!("by a rule: {answer}"))
            .to_owned()
    }

    /// What it says to people.
    fn said(&self, arguments: &[&str]) -> String {
        let words = self.at_clock(arguments);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let output = tokio::task::block_in_place(|| field(&self.data, &words));
        let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
        text += &String::from_utf8_lossy(&output.stderr);
        text
    }

    fn status(&self, hazard: &str) -> String {
        let shown = self.run(&["show", hazard]);
        let status = shown["state"]["status"].as_str();
        status
            .unwrap_or_else(|| panic!("a status: {shown}"))
            .to_owned()
    }

    fn premises(&self) -> String {
        let file = fixture("scripts/premises-example.json");
        let made = self.run(&["premises", "add", "--anyway", &file]);
        made["premises"].as_str().expect("its id").to_owned()
    }

    /// A hazard that was reported, with a photo of its own.
    fn reported(&self, premises: &str, text: &str) -> String {
        let seed: u64 = text.bytes().map(u64::from).sum();
        let photo = self.world.path(&format!("photo-{seed}.jpg"));
        std::fs::write(&photo, small_jpeg(seed, 640, 480)).expect("there is room");
        let photo = photo.display().to_string();
        let words = [
            "hazard", "report", premises, "--photo", &photo, "--text", text,
        ];
        let made = self.run(&words);
        made["hazard"].as_str().expect("its id").to_owned()
    }

    /// The same, with a notice of seven days that the owner has signed for.
    fn served(&self, premises: &str, text: &str) -> String {
        let hazard = self.reported(premises, text);
        self.noticed(&hazard, "station");
        hazard
    }

    /// Issues the notice of a hazard in a body's name and has it signed for.
    fn noticed(&self, hazard: &str, issuer: &str) {
        self.run(&[
            "hazard",
            "notice",
            hazard,
            "--issuer",
            issuer,
            "--days",
            "7",
            "--unit",
            "王家出租房",
            "--leader",
            "李明",
            "--person",
            "王建国",
        ]);
        let strokes = fixture("scripts/owner-strokes.json");
        self.run(&[
            "hazard",
            "serve",
            hazard,
            "--signer",
            "王建国",
            "--strokes",
            &strokes,
        ]);
    }
}

fn pause<'a>(hazard: &'a str, reason: &'a str) -> [&'a str; 7] {
    let text = "等待检测报告";
    [
        "hazard", "pause", hazard, "--reason", reason, "--text", text,
    ]
}

fn back<'a>(hazard: &'a str, reason: &'a str) -> [&'a str; 5] {
    ["hazard", "escalation", hazard, "--return", reason]
}

fn not_major<'a>(hazard: &'a str, reason: &'a str) -> [&'a str; 5] {
    ["hazard", "not-major", hazard, "--reason", reason]
}

/// Somebody of the brigade, in the township.
fn fire_officer(world: &World, name: &str) -> UserId {
    let admin = world.admin();
    let new = NewUser {
        name: name.to_owned(),
        ..NewUser::default()
    };
    let user = admin.add_user(&new).expect("a person");
    let town = world.township.grids[0].grid;
    for scope in [Scope::Tenant, Scope::Subtree(town)] {
        let granted = admin.grant(user, Role::FireOfficer, scope, None, None);
        granted.expect("a role");
    }
    user
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadline_is_paused_and_goes_on_by_the_command_line() {
    let world = World::start().await;
    let worker = Clerk::of(&world, world.worker(0).0);
    let premises = worker.premises();
    let hazard = worker.served(&premises, "线路老化");
    let early = worker.reported(&premises, "通道堆物");
    worker.run(&["sync"]);
    let mine = pause(&hazard, "appraisal");
    assert_eq!(worker.refused(&mine), "no_permission");

    let officer = Clerk::of(&world, world.person(Role::StationOfficer, 0));
    let strange = pause(&hazard, "没空");
    assert_eq!(officer.refused(&strange), "not_in_list");
    let told = officer.said(&strange);
    assert!(
        told.contains("暂停事由可填：") && told.contains("等待检测、鉴定结论"),
        "{told}"
    );
    assert_eq!(
        officer.refused(&pause(&early, "appraisal")),
        "not_in_this_state"
    );
    let paused = officer.run(&pause(&hazard, "等待检测、鉴定结论"));
    assert_eq!(paused["reason"], "appraisal");
    assert_eq!(officer.status(&hazard), "paused");
    officer.run(&["hazard", "resume", &hazard, "--note", "报告已出"]);
    assert_eq!(officer.status(&hazard), "served");
    assert_eq!(
        officer.refused(&pause(&hazard, "supplies")),
        "paused_before"
    );
    officer.run(&["sync"]);
    worker.run(&["sync"]);
    assert_eq!(worker.status(&hazard), "served");
    let history = worker.run(&["history", &hazard]);
    let taken = |step: &str| {
        let mut lines = history.as_array().expect("a list").iter();
        lines.any(|line| line["event"] == step && line["effect"] == "applied")
    };
    assert!(
        taken("rectification.pause") && taken("rectification.resume"),
        "{history}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_escalation_is_received_returned_and_answered_by_the_command_line() {
    let world = World::start().await;
    let worker = Clerk::of(&world, world.worker(0).0);
    let premises = worker.premises();
    let hazards = [
        worker.served(&premises, "通道堆物"),
        worker.served(&premises, "线路老化"),
    ];
    worker.run(&["sync"]);
    world.clock.advance_days(8);
    world.run_jobs().await;
    let officer = Clerk::of(&world, world.person(Role::StationOfficer, 0));
    for hazard in &hazards {
        assert_eq!(officer.status(hazard), "overdue");
        officer.run(&["hazard", "urge", hazard, "--days", "3"]);
    }
    officer.run(&["sync"]);
    world.clock.advance_days(7);
    world.run_jobs().await;

    let police = Clerk::of(&world, world.person(Role::Police, 0));
    let [taken, sent_back] = &hazards;
    assert_eq!(police.status(taken), "escalated");
    let receive = ["hazard", "escalation", taken, "--receive"];
    officer.run(&["sync"]);
    assert_eq!(officer.refused(&receive), "no_permission");
    let brigade = Clerk::of(&world, fire_officer(&world, "大队同志"));
    assert_eq!(brigade.refused(&receive), "body_not_competent");

    let fixed = ["hazard", "escalation", taken, "--result", "fixed"];
    assert_eq!(police.refused(&fixed), "not_in_this_state", "not taken yet");
    let numbered = [&receive[..], &["--case-number", "青派〔2026〕1号"]].concat();
    police.run(&numbered);
    assert_eq!(police.status(taken), "enforcement");
    assert_eq!(police.refused(&back(taken, "材料不足")), "with_enforcement");
    let penalty = [
        "hazard",
        "escalation",
        taken,
        "--result",
        "penalty",
        "--note",
        "青公消罚〔2026〕1号",
    ];
    police.run(&penalty);
    assert_eq!(police.status(taken), "rechecking");

    assert_eq!(police.refused(&back(sent_back, " ")), "reason_missing");
    police.run(&back(sent_back, "缺少送达回证"));
    assert_eq!(police.status(sent_back), "urged");
    police.run(&["sync"]);
    officer.run(&["sync"]);
    assert_eq!(officer.status(taken), "rechecking");
    assert_eq!(officer.status(sent_back), "urged");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_act_without_effect_is_told_with_its_own_reason() {
    let world = World::start().await;
    let worker = Clerk::of(&world, world.worker(0).0);
    let premises = worker.premises();
    let hazard = worker.served(&premises, "通道堆物");
    worker.run(&["sync"]);
    world.clock.advance_days(8);
    world.run_jobs().await;
    let officer = Clerk::of(&world, world.person(Role::StationOfficer, 0));
    let up = [
        "hazard",
        "escalate",
        &hazard,
        "--to",
        "HEALTH",
        "--reason",
        "逾期未改",
    ];
    officer.run(&up);
    let told = officer.said(&["sync"]);
    let why = "上报移交：该单位在系统中没有人员可以接收";
    assert!(told.contains(why), "{told}");
    assert!(!told.contains("他人已先办理"), "{told}");
    let shown = officer.said(&["show", &hazard]);
    assert!(shown.contains(why), "{shown}");
    // Once it was done after all, nothing is said of it any more.
    officer.run(&[
        "hazard",
        "escalate",
        &hazard,
        "--to",
        "PSB",
        "--reason",
        "逾期未改",
    ]);
    officer.run(&["sync"]);
    let shown = officer.said(&["show", &hazard]);
    assert!(!shown.contains(why), "{shown}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_reports_a_suspected_major_hazard_and_prints_papers_by_the_command_line() {
    let world = World::start().await;
    let worker = Clerk::of(&world, world.worker(0).0);
    let premises = worker.premises();
    let hazard = worker.reported(&premises, "安全出口数量不足");
    let suspect = |basis: &'static str| ["hazard", "suspected-major", &hazard, "--basis", basis];
    assert_eq!(worker.refused(&suspect(" ")), "basis_missing");
    worker.run(&suspect("安全出口数量不足"));
    assert_eq!(worker.status(&hazard), "under_review");

    let noticed = worker.served(&premises, "线路老化");
    let pdf = world.path("paper.pdf").display().to_string();
    let paper = |kind: &'static str, record: &'static str| {
        let record = match record {
            "premises" => premises.clone(),
            "noticed" => noticed.clone(),
            _ => hazard.clone(),
        };
        ["paper", "--kind", kind, &record, "--out", &pdf].map(str::to_owned)
    };
    for (kind, record) in [("notice", "noticed"), ("dossier", "premises")] {
        let words = paper(kind, record);
        let words = words.each_ref().map(String::as_str);
        let made = worker.run(&words);
        assert_eq!(made["file"], pdf, "{made}");
        let bytes = std::fs::read(&pdf).expect("it was written");
        assert!(bytes.starts_with(b"%PDF"), "{kind}");
        std::fs::remove_file(&pdf).expect("it is there");
    }
    for (kind, said) in [
        ("dossier", "场所（编号或检索文字）"),
        ("supervision_order", "督办单案件"),
    ] {
        let words = paper(kind, "noticed");
        let told = worker.said(&words.each_ref().map(String::as_str));
        assert!(told.contains(said), "{kind}: {told}");
    }
    let words = paper("notice", "hazard");
    let told = worker.said(&words.each_ref().map(String::as_str));
    assert!(told.contains("未完成"), "it has no notice: {told}");
    assert!(!std::path::Path::new(&pdf).exists(), "nothing is written");
}

/// A suspected major hazard of a worker's phone, and the premises that it is at.
async fn suspected(world: &World) -> (RecordId, RecordId) {
    let (worker, grid) = world.worker_phone(0).await;
    let mut listed = world.township.premises_of(grid);
    let premises = worker.put_on_file(listed.next().expect("the grid has premises"));
    let report = QuickReport {
        premises,
        photo: small_jpeg(7, 640, 480),
        description: "安全出口数量不足".to_owned(),
        life_threat: false,
    };
    let hazard = worker.core.quick_report(&report);
    let hazard = hazard.expect("a photo and a few words are enough");
    let event = Event::SuspectedMajor {
        basis: vec!["安全出口数量不足".to_owned()],
    };
    worker.core.act(hazard, event).expect("a worker may say so");
    worker.sync().await;
    (premises, hazard)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suspected_major_hazard_is_found_to_be_none_by_the_command_line() {
    let world = World::start().await;
    let (_, hazard) = suspected(&world).await;
    let hazard = hazard.to_string();
    let officer = Clerk::of(&world, world.person(Role::StationOfficer, 0));
    assert_eq!(officer.status(&hazard), "under_review");
    assert_eq!(
        officer.refused(&not_major(&hazard, "不符合判定标准")),
        "no_permission"
    );
    let brigade = Clerk::of(&world, fire_officer(&world, "大队同志"));
    assert_eq!(brigade.refused(&not_major(&hazard, " ")), "reason_missing");
    brigade.run(&not_major(&hazard, "不符合判定标准"));
    brigade.run(&["sync"]);
    officer.run(&["sync"]);
    assert_eq!(officer.status(&hazard), "found");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hazard_is_closed_with_its_major_case_by_the_command_line() {
    let world = World::start().await;
    let (premises, hazard) = suspected(&world).await;
    let station = world.officer_phone(0).await;
    let about = CaseSubject::Premises(premises);
    let case = station
        .core
        .open_case(&RecordKind::MajorCase, about, &[].into());
    let case = case.expect("a case can be opened offline");
    let report = StepInput::saying(&[
        ("hazard", &hazard.to_string()),
        ("department", "CULT"),
        ("basis", "安全出口数量不足"),
        ("interim", "停用二层"),
    ]);
    let reported = station.core.step(case, "major_case.report", &report);
    reported.expect("the township reports");
    let photo = station.photo(hazard, "", PhotoStage::Recheck);
    station.sync().await;

    let officer = Clerk::of(&world, world.person(Role::StationOfficer, 1));
    let (hazard, named) = (hazard.to_string(), case.to_string());
    let close = ["hazard", "major-closed", &hazard, "--case", &named];
    assert_eq!(officer.refused(&close), "linked_record_not_ripe");
    let people = ["大队经办", "大队审批", "大队同行"].map(|name| fire_officer(&world, name));
    let today = world.clock.now().china_date();
    let certificate = Credential {
        user: people[0],
        kind: Credential::ENFORCEMENT.to_owned(),
        number: "执119".to_owned(),
        issuer: "省司法厅".to_owned(),
        valid_from: today,
        valid_until: today + chrono::Days::new(90),
    };
    let issued = world.admin().issue_credential(certificate);
    issued.expect("a certificate");
    let first = world.desk(people[0]).await;
    let second = world.desk(people[1]).await;
    let say = |step: &str, fields: Value| json!({"step": step, "fields": fields});
    let propose = say("major_case.propose_filing", json!({"basis": "现场核实"}));
    first.step_ok(case, propose).await;
    let approve = say("major_case.approve_filing", json!({}));
    second.step_ok(case, approve).await;
    let brigade = Clerk::of(&world, people[0]);
    brigade.noticed(&hazard, "fire");
    brigade.run(&["sync"]);
    let passed = json!({
        "step": "major_case.recheck_passed", "fields": {"text": "已整改"},
        "with": [people[2].to_string()], "photos": [photo.to_string()],
    });
    first.step_ok(case, passed).await;
    let propose = say("major_case.propose_closing", json!({"summary": "隐患消除"}));
    first.step_ok(case, propose).await;
    second
        .step_ok(case, say("major_case.close", json!({})))
        .await;

    officer.run(&["sync"]);
    let closed = officer.run(&close);
    assert_eq!(closed["case"], named);
    assert_eq!(officer.status(&hazard), "closed");
    officer.run(&["sync"]);
    let shown = officer.run(&["show", &hazard]);
    assert_eq!(
        shown["state"]["close_out_number"],
        "青消销字〔2026〕第0001号"
    );
}
