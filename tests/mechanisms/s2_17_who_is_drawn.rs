//! S2-17 双随机、一公开: the inspectors of a draw are those who work there and hold the certificate that
//! the policy demands, and the published record says so.

use reqwest::StatusCode;
use serde_json::{Value, json};
use wangge_domain::UserId;
use wangge_domain::control::GridLevel;
use wangge_domain::people::{Credential, Role, Scope};
use wangge_domain::premises::keys;
use wangge_sync_server::admin::{NewGrid, NewUser, verify_draw};

use crate::s2_17_double_random::verifier;
use crate::support::{api_refusal, shop};
use crate::world::World;

const ANNOUNCE: &str = "/api/v1/draws/announce";

fn request(more: &Value) -> Value {
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

/// Somebody with an enforcement certificate, in a role or in none.
fn certified(world: &World, name: &str, role: Option<(Role, Scope)>) -> UserId {
    let admin = world.admin();
    let new = NewUser {
        name: name.to_owned(),
        ..NewUser::default()
    };
    let user = admin.add_user(&new).expect("a person");
    if let Some((role, scope)) = role {
        admin.grant(user, role, scope, None, None).expect("a role");
    }
    let from = world.clock.now().china_date();
    let until = from.checked_add_days(chrono::Days::new(90));
    admin
        .issue_credential(Credential {
            user,
            kind: Credential::ENFORCEMENT.to_owned(),
            number: format!("执-{name}"),
            issuer: "省司法厅".to_owned(),
            valid_from: from,
            valid_until: until.expect("a day"),
        })
        .expect("a certificate");
    user
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_17_who_is_drawn_works_there() {
    let world = World::start().await;
    let (_, grid) = world.worker_phone(0).await;
    let officer = world.officer_phone(0).await;
    for n in 0..12 {
        let door = [(keys::DOOR_NUMBER, format!("{n}号").into())];
        shop(&officer, grid, &format!("第{n}店"), &door);
    }
    officer.sync().await;
    let town = world.township.grids[0].grid;
    let desk = world.officer_desk(0).await;
    let other_town = NewGrid {
        level: GridLevel::Large,
        parent: None,
        code: "410199".to_owned(),
        name: "白云镇".to_owned(),
    };
    let other_town = world.admin().add_grid(&other_town).expect("a township");
    let elsewhere = (Role::StationOfficer, Scope::Subtree(other_town));
    let elsewhere = certified(&world, "白云镇站长", Some(elsewhere));
    let nobody = certified(&world, "无职人员", None);
    let keeper = certified(&world, "管理员", Some((Role::CountyAdmin, Scope::Tenant)));
    let above = certified(&world, "大队人员", Some((Role::FireOfficer, Scope::Tenant)));

    // Which certificate is the policy's to say: grid workers are no inspectors of a draw by it.
    let other = request(&json!({"grid": town, "certificate": "inspection"}));
    let other = desk.post(ANNOUNCE, other).await;
    assert_eq!(api_refusal(other), "422 draw_certificate");
    assert_eq!(desk.read("/api/v1/draws").await, json!([]));
    let same = request(&json!({"grid": town, "certificate": "enforcement"}));
    let (status, announced) = desk.post(ANNOUNCE, same).await;
    assert_eq!(status, StatusCode::OK, "{announced}");
    let draw = announced["draw"].as_str().expect("an id").to_owned();

    let path = format!("/public/draws/{draw}/record.json");
    let (_, record) = world.public(&path).await;
    let record: Value = serde_json::from_str(&record).expect("a record");
    let inputs = &record["entries"][0]["act"]["announced"]["inputs"];
    let listed = inputs["inspectors"].as_array().expect("a list");
    let is_listed = |user: UserId| listed.iter().any(|it| it["id"] == user.to_string());
    for (who, is_in) in [
        (world.person(Role::StationOfficer, 0), true),
        (world.person(Role::StationOfficer, 1), true),
        (world.person(Role::Police, 0), true),
        (above, true),
        (elsewhere, false),
        (nobody, false),
        (keeper, false),
        (world.person(Role::GridWorker, 0), false),
    ] {
        assert_eq!(is_listed(who), is_in, "{who}: {listed:?}");
    }
    assert_eq!(inputs["pool"]["certificate"], "enforcement");
    let rule = inputs["pool"]["rule"].as_str().expect("a rule");
    assert!(rule.contains("任职") && rule.contains("证书"), "{rule}");
    let (_, page) = world.public(&format!("/public/draws/{draw}")).await;
    assert!(
        page.contains("证书：执法证") && page.contains(rule),
        "{page}"
    );

    // Anybody runs it again, by either program, and sees if the rule was struck out.
    world.clock.advance_days(5);
    let desk = world.officer_desk(0).await;
    let value = json!({"public_value": "03 08 15 21 27 33 + 09"});
    let (status, drawn) = desk
        .post(&format!("/api/v1/draws/{draw}/reveal"), &value)
        .await;
    assert_eq!(status, StatusCode::OK, "{drawn}");
    let (_, file) = world.public(&path).await;
    verify_draw(file.as_bytes()).expect("it is what the rules give");
    let copy = world.path("draw-who.json");
    std::fs::write(&copy, &file).expect("a file can be written");
    let (agreed, words) = verifier(&copy);
    assert!(agreed, "{words}");
    let (before, pool) = file.split_once("\"pool\":{").expect("it is there");
    let (_, after) = pool.split_once("},").expect("it ends");
    let struck = format!("{before}{after}");
    verify_draw(struck.as_bytes()).expect_err("the inputs were changed");
    std::fs::write(&copy, &struck).expect("a file can be written");
    let (agreed, words) = verifier(&copy);
    assert!(!agreed, "{words}");
}
