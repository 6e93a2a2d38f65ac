//! S2-34 隐患随手拍、举报奖励: a page without an account, a receipt code, reports of the same thing together,
//! triage, dispatch to the grid, the worker verifies offline, the hazard is closed, the reporter sees
//! it by the code, and the first reporter's reward is claimed once. Who reported never reaches a log.

use std::path::Path;

use serde_json::{Value, json};
use wangge_domain::RecordId;
use wangge_domain::inspection::PhotoStage;
use wangge_domain::people::Role;
use wangge_domain::record::RecordKind;
use wangge_mobile_core::{CaseFilter, RecheckInput, StepInput};
use wangge_sync_server::{ClockChoice, Intake, IntakeConfig, RunningIntake};
use wangge_tests::photo_generator::small_jpeg;

use crate::officials::say;
use crate::quick_hazard::quick_hazard;
use crate::support::{feedback, reason, serve, shop};
use crate::world::{Desk, World, lies_plain};

const NAME: &str = "钱小鱼";
const PHONE: &str = "13911112222";
const CALLER: &str = "孙来电";
const NUMBERED_PLACE: &str = "桥头小卖部，找王某13700007777";
const TEXT: &str = "楼道堆满纸箱，安全出口锁闭";

/// Somebody with a telephone and no account.
pub(crate) struct Visitor<'a> {
    world: &'a World,
    page: RunningIntake,
    http: reqwest::Client,
}

/// What is taken home.
pub(crate) struct Codes {
    pub(crate) receipt: String,
    claim: String,
}

fn between(text: &str, before: &str, after: &str) -> String {
    let rest = text
        .split_once(before)
        .unwrap_or_else(|| panic!("{before}: {text}"));
    let found = rest.1.split_once(after).expect("its end");
    found.0.to_owned()
}

impl<'a> Visitor<'a> {
    /// The page of this world, and somebody who looks at it.
    pub(crate) async fn of(world: &'a World) -> Self {
        let page = Intake::start(IntakeConfig {
            folder: world.data().join("intake"),
            listen: "127.0.0.1:0".to_owned(),
            proxy: None,
            clock: ClockChoice::Given(world.clock.relay()),
        })
        .await
        .expect("the page starts");
        Self {
            world,
            page,
            http: reqwest::Client::new(),
        }
    }

    async fn get(&self) -> String {
        let reply = self.http.get(&self.page.address).send().await;
        reply.expect("the page answers").text().await.expect("text")
    }

    /// Fills the form in: status and page.
    pub(crate) async fn send(&self, fields: &[(&str, &str)], photos: usize) -> (u16, String) {
        let token = between(&self.get().await, "name=\"form\" value=\"", "\"");
        self.world.clock.relay().advance_ms(10_000);
        let mut body = Vec::new();
        for (name, value) in [("form", token.as_str())].iter().chain(fields) {
            let part = format!(
                "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.into_bytes());
        }
        for shot in 0..photos {
            let head =
                "--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"p\"\r\n\r\n";
            body.extend(head.bytes());
            body.extend(small_jpeg(900 + shot as u64, 320, 240));
            body.extend(b"\r\n");
        }
        body.extend(b"--b--\r\n");
        let request = self.http.post(format!("{}/report", self.page.address));
        let request = request.header("content-type", "multipart/form-data; boundary=b");
        let reply = request.body(body).send().await.expect("the page answers");
        let status = reply.status().as_u16();
        (status, reply.text().await.expect("text"))
    }

    /// Reports what is wrong at one place, as whoever this is.
    pub(crate) async fn report(&self, who: &[(&str, &str)]) -> Codes {
        let mut fields = vec![
            ("category", "exit"),
            ("place", "青峰路1号楼道"),
            ("text", TEXT),
        ];
        fields.extend(who);
        let (status, page) = self.send(&fields, 1).await;
        assert_eq!(status, 200, "{page}");
        Codes {
            receipt: between(&page, "id=\"receipt\">", "<"),
            claim: between(&page, "id=\"claim\">", "<"),
        }
    }

    /// What the page tells of a code, after the relay has done its jobs.
    pub(crate) async fn ask(&self, code: &str) -> String {
        self.world.run_jobs().await;
        let request = self.http.post(format!("{}/status", self.page.address));
        let reply = request.body(format!("code={code}")).send().await;
        reply.expect("the page answers").text().await.expect("text")
    }
}

async fn post(desk: &Desk, path: &str, body: Value) -> (u16, Value) {
    let (status, answer) = desk.post(path, body).await;
    (status.as_u16(), answer)
}

async fn refused(desk: &Desk, path: &str, body: Value) -> String {
    let (status, answer) = post(desk, path, body).await;
    assert!(status >= 400, "{path}: {answer}");
    answer["code"].as_str().unwrap_or_default().to_owned()
}

pub(crate) fn id(value: &Value) -> RecordId {
    let id = value.as_str().and_then(|id| id.parse().ok());
    id.unwrap_or_else(|| panic!("an id: {value}"))
}

/// Whether any sealed envelope in the relay's log holds this text.
fn in_an_envelope(data: &Path, text: &str) -> bool {
    let log = rusqlite::Connection::open(data.join("relay.sqlite")).expect("it opens");
    let mut bodies = log.prepare("SELECT body FROM log").expect("the log");
    let bodies = bodies
        .query_map([], |row| row.get::<_, Vec<u8>>(0))
        .expect("rows");
    bodies.filter_map(Result::ok).any(|body| {
        let mut windows = body.windows(text.len());
        windows.any(|window| window == text.as_bytes())
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_34_reports_by_the_public() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "便民超市", &[]);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let visitor = Visitor::of(&world).await;

    // Two people see the same thing; a third one sends nonsense.
    let many = [("category", "exit"), ("place", "某处"), ("text", TEXT)];
    let (status, page) = visitor.send(&many, 20).await;
    assert_eq!(status, 422, "{page}");
    assert!(page.contains("照片过多") && page.contains(TEXT), "{page}");
    let first = visitor.report(&[("name", NAME), ("phone", PHONE)]).await;
    let second = visitor.report(&[]).await;
    assert!(visitor.ask(&first.receipt).await.contains("已收到"));
    assert!(visitor.ask(&first.claim).await.contains("没有查到"));

    // The desk sees one group, without a name, and sorts it once.
    let groups = desk.read("/api/v1/public-reports").await;
    assert_eq!(groups.as_array().map(Vec::len), Some(1), "{groups}");
    assert_eq!(groups[0][0]["text"], TEXT);
    assert_eq!(groups[0][0]["phone_in"], json!([]));
    assert!(!groups.to_string().contains(NAME) && !groups.to_string().contains(PHONE));
    let (one, two) = (id(&groups[0][0]["report"]), id(&groups[0][1]["report"]));
    let stranger = Desk::stranger(&world.relay().address);
    assert_eq!(stranger.get("/api/v1/public-reports").await.0.as_u16(), 401);
    let settle = |report: RecordId| format!("/api/v1/public-reports/{report}/settle");
    let take =
        |severity: &str| json!({"take": {"severity": severity, "premises": premises.to_string()}});
    assert_eq!(
        refused(&desk, &settle(one), take("dreadful")).await,
        "severity_unknown"
    );
    let said = |field: &str, words: &str| {
        let mut body = take("urgent");
        body["take"][field] = json!(words);
        body
    };
    for bad in [
        said("text", "楼\u{200b}道堆物"),
        said("text", "<script>alert(1)</script>"),
        said("place", "正街\u{3164}8号"),
        said("text", &"长".repeat(2_001)),
        json!({"set_aside": {"reason": "查无\u{202e}此事"}}),
    ] {
        let answer = refused(&desk, &settle(one), bad.clone()).await;
        assert_eq!(answer, "text_refused", "{bad}");
    }
    // Who reported stands in no complaint, however the desk comes by it.
    for told in [
        said("text", &format!("{NAME}说楼道堆物")),
        said("text", "楼道堆物，请回139-1111-2222"),
        said("place", &format!("青峰路1号{NAME}家")),
    ] {
        let (status, answer) = post(&desk, &settle(one), told).await;
        assert_eq!((status, &answer["code"]), (422, &json!("reporter_named")));
        assert!(!answer.to_string().contains(NAME), "{answer}");
    }
    let looked = desk
        .read(&format!("/api/v1/reporter-identities/{one}"))
        .await;
    assert_eq!(
        looked,
        json!([]),
        "it was compared, and looked at by nobody"
    );
    let (status, taken) = post(&desk, &settle(one), take("urgent")).await;
    assert_eq!(status, 200, "{taken}");
    let case = id(&taken["record"]);
    assert_eq!(
        refused(&desk, &settle(one), take("urgent")).await,
        "report_settled"
    );
    let join = json!({"join": {"record": case.to_string()}});
    assert_eq!(post(&desk, &settle(two), join).await.0, 200);
    desk.step_ok(case, say("report.dispatch", json!({"person": "网格员"})))
        .await;
    assert!(visitor.ask(&second.receipt).await.contains("已派网格核查"));

    // The worker has it with its photo, and verifies without a network.
    worker.sync().await;
    let mine = worker
        .core
        .list_cases(&RecordKind::Report, &CaseFilter::default(), 10);
    assert_eq!(mine.expect("the list can be read")[0].record, case);
    let shown = worker.core.get_record(case).expect("it is here");
    assert_eq!(shown.photos.len(), 1, "the photo of the public");
    assert_eq!(shown.state.case.field("source"), "snap_report");
    let hazard = quick_hazard(&worker, premises, "安全出口锁闭");
    let found = StepInput::saying(&[("hazard", &hazard.to_string())]);
    worker
        .core
        .step(case, "report.match", &found)
        .expect("it is true");
    let mut told = found.clone();
    told.fields.insert("reporter".to_owned(), NAME.to_owned());
    let told = worker.core.step(case, "report.match", &told);
    assert_eq!(
        reason(told.expect_err("names stay at the relay")),
        "kept_apart"
    );
    serve(&worker, hazard, 7);
    feedback(&worker, hazard);
    worker.sync().await;
    // Linked, and not answered to be true yet: the page of the public says no more than the desk.
    let told = visitor.ask(&first.receipt).await;
    assert!(
        told.contains("已派网格核查") && !told.contains("已查实"),
        "{told}"
    );
    let reward = |report: RecordId| format!("/api/v1/public-rewards/{report}");
    let approve = json!({"approve": true});
    assert_eq!(
        refused(&desk, &reward(one), approve.clone()).await,
        "report_earns_nothing"
    );

    // Closed and answered: the reporter sees it by the code.
    let officer = world.officer_phone(0).await;
    let passed = RecheckInput::Passed {
        with: vec![world.person(Role::StationOfficer, 1)],
        photos: vec![officer.photo(hazard, "", PhotoStage::Recheck)],
    };
    officer.core.recheck(hazard, passed).expect("passed");
    officer.sync().await;
    let reply = json!({"reply": "出口已打开，杂物已清", "channel": "platform"});
    desk.step_ok(case, say("report.reply_verified", reply))
        .await;
    let told = visitor.ask(&first.receipt).await;
    assert!(
        told.contains("隐患已整改销号") && told.contains("出口已打开"),
        "{told}"
    );

    // One hazard, one reward: the worker was sent there by the report.
    let rewards = desk.read("/api/v1/rewards").await;
    let mut rows = rewards.as_array().into_iter().flatten();
    let own = rows.find(|row| row["hazard"] == json!(hazard));
    let own = own.expect("it stands in the ledger, with its refusal");
    assert_eq!(
        (&own["state"], &own["reason"]),
        (
            &json!("refused"),
            &json!("系接群众举报派单查实，一处隐患不重复奖励")
        )
    );

    // The first reporter's reward, once.
    let ledger = desk.read("/api/v1/public-rewards").await;
    assert_eq!(
        (&ledger[0]["report"], &ledger[0]["state"]),
        (&json!(one), &json!("proposed"))
    );
    assert_eq!(ledger[1]["reason"], "只奖励第一举报人");
    assert_eq!(
        refused(&desk, &reward(two), approve.clone()).await,
        "report_earns_nothing"
    );
    let claim = "/api/v1/public-rewards/claim";
    let code = |code: &str| json!({"code": code});
    assert_eq!(
        refused(&desk, claim, code(&first.claim)).await,
        "claim_code_unknown"
    );
    assert_eq!(post(&desk, &reward(one), approve.clone()).await.0, 200);
    assert_eq!(
        refused(&desk, &reward(one), approve).await,
        "reward_not_proposed"
    );
    assert_eq!(
        refused(&desk, claim, code(&first.receipt)).await,
        "claim_code_unknown"
    );
    assert_eq!(
        refused(&desk, claim, code(&second.claim)).await,
        "claim_code_unknown"
    );
    let (status, paid) = post(&desk, claim, code(&first.claim)).await;
    assert_eq!((status, &paid["fen"]), (200, &json!(5000)), "{paid}");
    assert_eq!(
        refused(&desk, claim, code(&first.claim)).await,
        "reward_already_claimed"
    );
    assert_eq!(
        refused(&desk, claim, code(&first.claim)).await,
        "reward_already_claimed"
    );
    assert!(visitor.ask(&first.receipt).await.contains("已领取"));

    // A complaint of the hotline names its caller, who lies apart as well.
    let town = world.township.grids[0].grid;
    let path = format!("/api/v1/complaints/import?grid={town}&source=hotline_12345");
    let file = format!("编号,内容,来电人\nZ9,电动车进电梯,{CALLER}\n");
    let (status, entered) = desk.send(&path, "text/csv", file).await;
    assert_eq!(status.as_u16(), 200, "{entered}");
    let hotline = id(&entered["entered"][0]["record"]);

    // Who it was: for a reason, by whoever may, and every look is on record.
    let identity = |subject: RecordId| format!("/api/v1/reporter-identities/{subject}");
    assert_eq!(
        refused(&desk, &identity(one), json!({"reason": " "})).await,
        "reason_missing"
    );
    let county = world.county_desk().await;
    let why = json!({"reason": "电话回访"});
    assert_eq!(
        refused(&county, &identity(one), why.clone()).await,
        "forbidden"
    );
    let (_, who) = post(&desk, &identity(one), why.clone()).await;
    assert_eq!((&who["name"], &who["phone"]), (&json!(NAME), &json!(PHONE)));
    let (_, who) = post(&desk, &identity(hotline), why.clone()).await;
    assert_eq!(who["name"], CALLER);
    assert_eq!(
        refused(&desk, &identity(two), why).await,
        "not_found",
        "nobody said"
    );
    let looks = desk.read(&identity(one)).await;
    assert_eq!(looks.as_array().map(Vec::len), Some(1), "{looks}");
    assert_eq!(looks[0]["reason"], "电话回访");

    // A number in the place is pointed out, and whoever takes the report takes it out.
    let told = [
        ("category", "exit"),
        ("place", NUMBERED_PLACE),
        ("text", "楼梯间停放电动车"),
    ];
    let (status, page) = visitor.send(&told, 0).await;
    assert_eq!(status, 200, "{page}");
    world.run_jobs().await;
    let groups = desk.read("/api/v1/public-reports").await;
    assert_eq!(groups[0][0]["phone_in"], json!(["place"]), "{groups}");
    let third = id(&groups[0][0]["report"]);
    let reworded = json!({"take": {
        "severity": "general", "premises": premises.to_string(), "place": "桥头小卖部后门",
    }});
    let (status, taken) = post(&desk, &settle(third), reworded).await;
    assert_eq!(status, 200, "{taken}");
    // Who says that it is true does not grant the money for it.
    let again = id(&taken["record"]);
    let named = json!({"hazard": hazard.to_string()});
    desk.step_ok(again, say("report.match", named)).await;
    assert_eq!(
        refused(&desk, &reward(third), json!({"approve": true})).await,
        "reward_own_match"
    );
    let another = world.officer_desk(1).await;
    assert_eq!(
        refused(&another, &reward(third), json!({"approve": true})).await,
        "report_earns_nothing"
    );
    worker.sync().await;
    let shown = worker.core.get_record(again);
    let shown = shown.expect("it is here");
    assert_eq!(shown.state.case.field("place"), "桥头小卖部后门");
    assert_eq!(shown.state.case.field("text"), "楼梯间停放电动车");
    assert!(!in_an_envelope(&world.data(), NUMBERED_PLACE));

    // What was granted for a hazard that is none after all is not paid out.
    let mistaken = [
        ("category", "exit"),
        ("place", "城南巷3号"),
        ("text", "疏散门上锁"),
        ("phone", "13922223333"),
    ];
    let (status, page) = visitor.send(&mistaken, 0).await;
    assert_eq!(status, 200, "{page}");
    let its_code = between(&page, "id=\"claim\">", "<");
    let its_receipt = between(&page, "id=\"receipt\">", "<");
    world.run_jobs().await;
    let groups = desk.read("/api/v1/public-reports").await;
    let fourth = id(&groups[0][0]["report"]);
    let (status, taken) = post(&desk, &settle(fourth), take("general")).await;
    assert_eq!(status, 200, "{taken}");
    let its_case = id(&taken["record"]);
    worker.sync().await;
    let none = quick_hazard(&worker, premises, "看错了");
    let found = StepInput::saying(&[("hazard", &none.to_string())]);
    worker
        .core
        .step(its_case, "report.match", &found)
        .expect("it seems to be true");
    worker.sync().await;
    let reply = json!({"reply": "已核实", "channel": "platform"});
    desk.step_ok(its_case, say("report.reply_verified", reply))
        .await;
    let told = visitor.ask(&its_receipt).await;
    assert!(told.contains("已查实，正在整改"), "{told}");
    let granted = post(&desk, &reward(fourth), json!({"approve": true})).await;
    assert_eq!(granted.0, 200, "{}", granted.1);
    officer.sync().await;
    officer
        .core
        .void(none, "现场无此隐患")
        .expect("an officer may");
    officer.sync().await;
    assert_eq!(
        refused(&desk, claim, code(&its_code)).await,
        "reward_lapsed"
    );
    let ledger = desk.read("/api/v1/public-rewards").await;
    let mut rows = ledger.as_array().into_iter().flatten();
    let row = rows.find(|row| row["report"] == json!(fourth));
    assert_eq!(row.map(|row| row["state"] == "lapsed"), Some(true));
    let told = visitor.ask(&its_receipt).await;
    assert!(
        told.contains("已答复") && !told.contains("已查实"),
        "{told}"
    );

    // Nowhere else: not in an envelope, not on the phone, not plain on the relay's disk.
    worker.sync().await;
    assert!(
        in_an_envelope(&world.data(), TEXT),
        "the search finds what is there"
    );
    for secret in [NAME, PHONE, CALLER, &first.receipt, &first.claim] {
        assert!(
            !in_an_envelope(&world.data(), secret),
            "{secret} is in an envelope"
        );
        assert!(
            !lies_plain(&world.data(), secret),
            "{secret} lies plain at the relay"
        );
        assert!(
            !lies_plain(worker.folder(), secret),
            "{secret} lies on the phone"
        );
    }
    for record in [case, hazard] {
        let shown = format!("{:?}", worker.core.get_record(record).expect("it is here"));
        assert!(!shown.contains(NAME) && !shown.contains(PHONE), "{shown}");
        let card = desk.card(record).await.to_string();
        assert!(!card.contains(NAME) && !card.contains(PHONE), "{card}");
    }
    visitor.page.shutdown().await;
}
