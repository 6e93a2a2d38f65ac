//! S2-17 双随机、一公开: announced, drawn and changed at a browser by those who may, with the same rules
//! and the same public file as by the command line.

use reqwest::StatusCode;
use serde_json::{Value, json};
use wangge_domain::control::GridLevel;
use wangge_domain::people::{Role, Scope};
use wangge_domain::premises::keys;
use wangge_sync_server::admin::{NewGrid, verify_draw};

use crate::officials::{desk_of, official, seated};
use crate::s2_17_double_random::verifier;
use crate::support::{api_refusal, shop};
use crate::world::World;

const ANNOUNCE: &str = "/api/v1/draws/announce";

fn request(more: Value) -> Value {
    let mut request = json!({
        "title": "青峰镇2026年第三季度消防安全双随机抽查",
        "authority": "青峰镇应急消防管理站",
        "round": 1,
        "public_source": "中国福利彩票双色球第2026103期开奖号码",
        "public_value_on": "2026-09-05",
    });
    for (key, value) in more.as_object().expect("an object") {
        request[key] = value.clone();
    }
    request
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_17_draw_over_the_api() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let officer = world.officer_phone(0).await;
    for n in 0..24 {
        let door = [
            (keys::DOOR_NUMBER, format!("{n}号").into()),
            (keys::CREDIT_GRADE, ["A", "B", "D"][n % 3].into()),
        ];
        shop(&officer, grid, &format!("第{n}店"), &door);
    }
    officer.sync().await;
    let town = world.township.grids[0].grid;
    let desk = world.officer_desk(0).await;

    // A desk is told the reasons that the policy knows.
    let reference = desk.read("/api/v1/reference").await;
    for (list, code) in [
        ("exclusion_reasons", "under_case"),
        ("recusal_reasons", "relative"),
    ] {
        let reasons = reference["draw"][list].as_array();
        let known = reasons.is_some_and(|all| all.iter().any(|it| it["code"] == code));
        assert!(known, "{list}: {}", reference["draw"]);
    }

    // What breaks a rule is refused with its name, and leaves nothing behind.
    let today = desk.post(ANNOUNCE, request(json!({"public_value_on": "2026-09-01"})));
    assert_eq!(
        api_refusal(today.await),
        "422 draw_public_value_too_early",
        "what may be known already is no public value"
    );
    let nowhere = desk.post(ANNOUNCE, request(json!({"grid": "没有这个网格"})));
    assert_eq!(api_refusal(nowhere.await), "422 draw_grid");
    let hidden = desk.post(ANNOUNCE, request(json!({"title": "抽查\u{202e}"})));
    assert_eq!(api_refusal(hidden.await), "422 draw_text");
    let unnamed = desk.post(ANNOUNCE, request(json!({"title": " "})));
    assert_eq!(api_refusal(unnamed.await), "422 draw_text");
    let mut pack = worker.core.policy().expect("a pack").as_ref().clone();
    let mut own = pack.accounting().clone();
    own.draw.max_tickets = 10;
    pack.accounting = Some(Box::new(own));
    pack.revision += 1;
    let admin = world.admin();
    admin
        .activate_policy(pack.to_json().as_bytes(), None)
        .expect("the pack is sound");
    let heavy = desk.post(ANNOUNCE, request(json!({}))).await;
    assert_eq!(api_refusal(heavy), "422 draw_weight_overflow");
    pack.accounting = None;
    pack.revision += 1;
    admin
        .activate_policy(pack.to_json().as_bytes(), None)
        .expect("the pack is sound");
    assert_eq!(desk.read("/api/v1/draws").await, json!([]));

    // Not by those who are inspected with, nor by an officer over more than his own town.
    let inspector = world.desk(world.worker(0).0).await;
    let own_draw = inspector.post(ANNOUNCE, request(json!({}))).await;
    assert_eq!(api_refusal(own_draw), "403 forbidden");
    let other_town = NewGrid {
        level: GridLevel::Large,
        parent: None,
        code: "410199".to_owned(),
        name: "白云镇".to_owned(),
    };
    let other_town = admin.add_grid(&other_town).expect("a township");
    let whole = desk.post(ANNOUNCE, request(json!({}))).await;
    assert_eq!(api_refusal(whole), "403 forbidden");

    let (status, announced) = desk.post(ANNOUNCE, request(json!({"grid": town}))).await;
    assert_eq!(status, StatusCode::OK, "{announced}");
    assert_eq!(announced["is_drawn"], false);
    assert!(announced.get("drawn").is_none(), "{announced}");
    assert_eq!(announced["targets"], 24);
    let draw = announced["draw"].as_str().expect("an id").to_owned();
    let reveal = format!("/api/v1/draws/{draw}/reveal");
    let replace = format!("/api/v1/draws/{draw}/replace");
    let value = json!({"public_value": "03 08 15 21 27 33 + 09"});
    let early = desk.post(&reveal, &value).await;
    assert_eq!(
        api_refusal(early),
        "422 draw_public_value_too_early",
        "nobody draws before the value is out"
    );
    let approve = format!("/api/v1/draws/{draw}/approve");
    let any = json!({"target": draw, "reason": "停业"});
    let unopened = desk.post(&replace, &any).await;
    assert_eq!(
        api_refusal(unopened),
        "409 draw_not_revealed",
        "no draw without a revealed seed"
    );

    // Another one for the same day over the same premises waits until this one is withdrawn, which
    // is told to everybody, and is never drawn.
    let twice = desk.post(ANNOUNCE, request(json!({"grid": town, "round": 2})));
    assert_eq!(api_refusal(twice.await), "409 draw_announced_already");
    let same_number = json!({"grid": town, "public_value_on": "2026-09-04"});
    let same_number = desk.post(ANNOUNCE, request(same_number)).await;
    assert_eq!(
        api_refusal(same_number),
        "409 draw_round_taken",
        "another day under the number of the first"
    );
    let to_come = json!({"grid": town, "round": 3, "checked_since": "2026-09-02"});
    let to_come = desk.post(ANNOUNCE, request(to_come)).await;
    assert_eq!(api_refusal(to_come), "422 draw_checked_since_to_come");
    let other_day = json!({"grid": town, "round": 3, "public_value_on": "2026-09-04"});
    let (status, spare) = desk.post(ANNOUNCE, request(other_day)).await;
    assert_eq!(status, StatusCode::OK, "{spare}");
    let spare_id = spare["draw"].as_str().expect("an id").to_owned();
    let withdraw = format!("/api/v1/draws/{spare_id}/withdraw");
    let unsaid = desk.post(&withdraw, json!({"reason": " "})).await;
    assert_eq!(api_refusal(unsaid), "422 draw_withdrawal_needs_reason");
    let by_inspector = inspector.post(&withdraw, json!({"reason": "不合意"}));
    assert_eq!(api_refusal(by_inspector.await), "403 forbidden");
    let reason = json!({"reason": "名单有误"});
    let (status, gone) = desk.post(&withdraw, &reason).await;
    assert_eq!(status, StatusCode::OK, "{gone}");
    assert_eq!(gone["withdrawn"], "名单有误");
    let again = desk.post(&withdraw, &reason).await;
    assert_eq!(api_refusal(again), "409 draw_already_withdrawn");
    let page = world.public(&format!("/public/draws/{spare_id}")).await.1;
    assert!(
        page.contains("公告已撤回") && page.contains("名单有误"),
        "{page}"
    );
    let (_, file) = world
        .public(&format!("/public/draws/{spare_id}/record.json"))
        .await;
    verify_draw(file.as_bytes()).expect("it stays published");
    let path = world.path("draw-withdrawn.json");
    std::fs::write(&path, &file).expect("a file can be written");
    let (agreed, words) = verifier(&path);
    assert!(agreed && words.contains("withdrawn"), "{words}");

    // An officer of another town does not open it; the county's administrator may.
    world.clock.advance_days(5);
    let admin = world.admin();
    let stranger = official(&world, "白云镇站长", Role::Auditor, None);
    admin
        .grant(
            stranger,
            Role::StationOfficer,
            Scope::Subtree(other_town),
            None,
            None,
        )
        .expect("a grant");
    let elsewhere = desk_of(&world, "白云镇站长").await;
    let foreign = elsewhere.post(&reveal, &value).await;
    assert_eq!(api_refusal(foreign), "403 forbidden");
    let (_, county) = seated(&world, "县治理中心", Role::CountyAdmin, None).await;
    let empty = county.post(&reveal, json!({"public_value": " "})).await;
    assert_eq!(api_refusal(empty), "422 draw_public_value_missing");
    let (status, drawn) = county.post(&reveal, &value).await;
    assert_eq!(status, StatusCode::OK, "{drawn}");
    let lines = drawn["drawn"]["lines"].as_array().expect("lines").clone();
    assert!(!lines.is_empty(), "{drawn}");
    assert!(
        lines
            .iter()
            .all(|line| line["team"].as_array().is_some_and(|team| team.len() == 2)),
        "{drawn}"
    );
    let late = format!("/api/v1/draws/{spare_id}/reveal");
    let late = county.post(&late, &value).await;
    assert_eq!(api_refusal(late), "409 draw_already_withdrawn");
    let again = county.post(&reveal, json!({"public_value": "1 2 3"})).await;
    assert_eq!(
        api_refusal(again),
        "409 draw_already_drawn",
        "nobody draws until it suits"
    );

    // The next by the keys steps in, approved by somebody else who may draw here, at a desk of their own.
    let desk = world.officer_desk(0).await;
    let out = lines[0]["target"].clone();
    let ask = |more: Value| {
        let mut body = json!({"target": out, "reason": "现场已停业"});
        for (key, value) in more.as_object().expect("an object") {
            body[key] = value.clone();
        }
        body
    };
    let unsaid = desk.post(&replace, ask(json!({"reason": " "}))).await;
    assert_eq!(api_refusal(unsaid), "422 draw_replacement_needs_reason");
    let named = desk
        .post(&replace, ask(json!({"approver": stranger})))
        .await;
    assert_eq!(api_refusal(named), "400 bad_request", "nobody is named");
    let not_there = desk.post(&replace, ask(json!({"target": draw}))).await;
    assert_eq!(api_refusal(not_there), "422 draw_not_selected");
    let foreign = elsewhere.post(&replace, ask(json!({}))).await;
    assert_eq!(api_refusal(foreign), "403 forbidden");
    let (status, asked) = desk.post(&replace, ask(json!({}))).await;
    assert_eq!(status, StatusCode::OK, "{asked}");
    assert_eq!(asked["drawn"]["lines"], drawn["drawn"]["lines"], "not yet");
    let waits = &asked["drawn"]["requests"][0];
    assert_eq!(waits["target"], out);
    let entry = json!({"entry": waits["entry"]});
    let alone = desk.post(&approve, &entry).await;
    assert_eq!(api_refusal(alone), "422 draw_replacement_needs_approver");
    for who in [&elsewhere, &world.desk(world.worker(0).0).await] {
        let foreign = who.post(&approve, &entry).await;
        assert_eq!(api_refusal(foreign), "403 forbidden");
    }
    let second = world.officer_desk(1).await;
    let nothing = second.post(&approve, json!({"entry": 0})).await;
    assert_eq!(api_refusal(nothing), "422 draw_not_asked");
    let (status, longer) = second.post(&approve, &entry).await;
    assert_eq!(status, StatusCode::OK, "{longer}");
    let twice = second.post(&approve, &entry).await;
    assert_eq!(api_refusal(twice), "422 draw_not_asked");
    assert_eq!(longer["drawn"]["requests"], json!([]));
    let approver = world.person(Role::StationOfficer, 1).to_string();
    assert_eq!(longer["drawn"]["replacements"][0]["approver"], approver);
    let now = longer["drawn"]["lines"].as_array().expect("lines");
    assert!(now.iter().all(|line| line["target"] != out), "{longer}");
    assert_eq!(longer["drawn"]["replacements"][0]["target"], out);

    // The same file for everybody, and anybody runs it again.
    assert_eq!(desk.read(&format!("/api/v1/draws/{draw}")).await, longer);
    let listed = desk.read("/api/v1/draws").await;
    let listed = listed.as_array().expect("a list");
    assert_eq!(listed.len(), 2, "{listed:?}");
    let of = |id: &str| listed.iter().find(|it| it["draw"] == id);
    assert_eq!(of(&draw).expect("its line")["is_drawn"], true);
    let gone = of(&spare_id).expect("the withdrawn one stays");
    assert_eq!(gone["withdrawn"], "名单有误");
    let nothing = desk.get("/api/v1/draws/nothing").await;
    assert_eq!(api_refusal(nothing), "404 not_found");
    let file = longer["file"].as_str().expect("a path");
    let (status, file) = world.public(file).await;
    assert_eq!(status, StatusCode::OK);
    verify_draw(file.as_bytes()).expect("it is what the rules give");
    let path = world.path("draw-over-the-api.json");
    std::fs::write(&path, &file).expect("a file can be written");
    let (agreed, words) = verifier(&path);
    assert!(agreed, "{words}");
}
