//! S2-13 挂牌督办和公布制度: the county government lists a filed case with leader, deadline, level and a public
//! text; anybody may read the board; it comes off only after a recheck.

use serde_json::{Value, json};
use wangge_domain::people::Role;

use crate::officials::{desk_of, file, photo_sent, reported_case, say, say_with, seated};
use crate::world::World;

fn listing(days: u32) -> Value {
    json!({
        "step": "major_case.list",
        "fields": {
            "leader": "分管副县长",
            "person": "王老板",
            "level": "county",
            "public_text": "小旅馆安全出口不足，限期整改。",
        },
        "due": {"kind": "days", "days": days, "calendar": "natural"},
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_13_listed_supervision() {
    let world = World::start().await;
    let (officer, _, case) = reported_case(&world, "CULT").await;
    let (mate, government) = seated(&world, "县政府", Role::CountyGovernment, None).await;
    assert_eq!(
        government.step_refused(case, listing(60)).await,
        "not_in_this_state",
        "what is not filed is not listed"
    );
    let (brigade, _) = file(&world, case).await;
    assert_eq!(
        brigade.step_refused(case, listing(60)).await,
        "no_permission"
    );
    assert_eq!(
        government.step_refused(case, listing(400)).await,
        "deadline_out_of_limits"
    );
    for number in ["13800000001", "一三八〇〇〇〇〇〇〇一", "138.0000.0001"] {
        let mut called = listing(60);
        called["fields"]["public_text"] = json!(format!("小旅馆限期整改，联系{number}。"));
        assert_eq!(
            government.step_refused(case, called).await,
            "phone_published",
            "anybody reads it"
        );
    }
    let mut carded = listing(60);
    carded["fields"]["public_text"] = json!("责任人李某（11010519491231002X）限期整改。");
    assert_eq!(
        government.step_refused(case, carded).await,
        "identity_published",
        "anybody reads it"
    );
    // S0-03: the board says what the government orders, and threatens with nothing else.
    for threat in ["逾期罚款五万元", "逾期查封", "三日内缴纳五万元"] {
        let mut threatening = listing(60);
        threatening["fields"]["public_text"] = json!(format!("小旅馆限期整改，{threat}。"));
        assert_eq!(
            government.step_refused(case, threatening).await,
            "word_of_compulsion",
            "{threat}"
        );
    }
    let listed = government.step_ok(case, listing(60)).await;
    assert_eq!(listed["number"], "县消挂字〔2026〕第0001号");

    // Anybody reads the board; nothing else of the case is on it.
    let anybody = board(&world).await;
    assert_eq!(anybody.as_array().map(Vec::len), Some(1));
    assert_eq!(anybody[0]["premises"], "小旅馆");
    assert_eq!(anybody[0]["leader"], "分管副县长");
    assert_eq!(anybody[0]["text"], "小旅馆安全出口不足，限期整改。");
    assert!(anybody[0].get("hazard").is_none());

    // Overdue shows; delisting waits for the recheck.
    world.clock.advance_days(64);
    world.run_jobs().await;
    let government = desk_of(&world, "县政府").await;
    let brigade = desk_of(&world, "大队经办").await;
    assert_eq!(government.card(case).await["overdue"], true);
    assert_eq!(board(&world).await[0]["overdue"], true);
    let delist = say(
        "major_case.delist",
        json!({"public_text": "责令的事项已整改，摘牌。"}),
    );
    assert_eq!(
        government.step_refused(case, delist.clone()).await,
        "not_in_this_state"
    );
    officer.sync().await;
    let photo = photo_sent(&officer, case).await;
    let helper = crate::officials::official(&world, "大队同行", Role::FireOfficer, None);
    assert_ne!(helper, mate);
    let passed = say_with(
        "major_case.recheck_passed",
        json!({"text": "已整改"}),
        &[helper],
        &[photo],
    );
    brigade.step_ok(case, passed).await;
    assert_eq!(
        brigade.step_refused(case, delist.clone()).await,
        "no_permission"
    );
    government.step_ok(case, delist).await;
    assert_eq!(board(&world).await, json!([]));
}

/// The board as somebody without any account sees it.
async fn board(world: &World) -> Value {
    crate::world::Desk::stranger(&world.relay().address)
        .read("/api/v1/public/listings")
        .await
}
