//! S2-34 隐患随手拍: what is said on a complaint is told to everybody who reported the same, and goes to phones. It
//! names none of them: refused at the desk, and not told where a phone sent it.

use serde_json::json;
use wangge_mobile_core::StepInput;

use crate::quick_hazard::quick_hazard;
use crate::s2_34_reports_by_the_public::{Visitor, id};
use crate::support::shop;
use crate::world::World;

const NAME: &str = "钱小鱼";
const PHONE: &str = "13911112222";
const OTHER: &str = "孙二娘";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_34_answers_name_nobody() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "便民超市", &[]);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let visitor = Visitor::of(&world).await;
    let first = visitor.report(&[("name", NAME), ("phone", PHONE)]).await;
    let second = visitor.report(&[("name", OTHER)]).await;
    world.run_jobs().await;
    let groups = desk.read("/api/v1/public-reports").await;
    let (one, two) = (id(&groups[0][0]["report"]), id(&groups[0][1]["report"]));
    let settle = |report| format!("/api/v1/public-reports/{report}/settle");
    let take = json!({"take": {"severity": "urgent", "premises": premises.to_string()}});
    let (status, taken) = desk.post(&settle(one), take).await;
    assert_eq!(status.as_u16(), 200, "{taken}");
    let case = id(&taken["record"]);
    let join = json!({"join": {"record": case.to_string()}});
    let (status, joined) = desk.post(&settle(two), join).await;
    assert_eq!(status.as_u16(), 200, "{joined}");
    worker.sync().await;
    let hazard = quick_hazard(&worker, premises, "安全出口锁闭");
    let found = StepInput::saying(&[("hazard", &hazard.to_string())]);
    let matched = worker.core.step(case, "report.match", &found);
    matched.expect("it is true");
    worker.sync().await;

    // At the desk neither of them is named, by name or by number.
    let steps = format!("/api/v1/records/{case}/steps");
    for reply in [
        format!("感谢{NAME}的举报"),
        format!("感谢{OTHER}的举报"),
        "已打139-1111-2222告知".to_owned(),
    ] {
        let said = json!({"step": "report.reply_verified",
                          "fields": {"reply": reply, "channel": "platform"}});
        let (status, answer) = desk.post(&steps, said).await;
        let code = (status.as_u16(), &answer["code"]);
        assert_eq!(code, (422, &json!("reporter_named")), "{reply}");
        assert!(!answer.to_string().contains(&reply), "{answer}");
    }
    let told = visitor.ask(&second.receipt).await;
    assert!(!told.contains("感谢"), "nothing was written: {told}");

    // A phone does not know who reported: its answer stands in the log, and is told with marks.
    let officer = world.officer_phone(0).await;
    officer.sync().await;
    let reply = format!("出口已打开，感谢{NAME}、{OTHER}的举报，已电话{PHONE}告知");
    let said = StepInput::saying(&[("reply", &reply), ("channel", "platform")]);
    let answered = officer.core.step(case, "report.reply_verified", &said);
    answered.expect("a phone cannot compare");
    officer.sync().await;
    for codes in [&first, &second] {
        let told = visitor.ask(&codes.receipt).await;
        let marked = "感谢〔来电人〕、〔来电人〕的举报，已电话〔电话〕告知";
        assert!(told.contains(marked), "{told}");
        for secret in [NAME, OTHER, PHONE] {
            assert!(!told.contains(secret), "{secret}: {told}");
        }
    }

    // Nobody looked: the program compared.
    for report in [one, two] {
        let looks = format!("/api/v1/reporter-identities/{report}");
        assert_eq!(desk.read(&looks).await, json!([]));
    }
}
