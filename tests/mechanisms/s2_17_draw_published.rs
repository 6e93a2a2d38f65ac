//! S2-17 双随机、一公开: what is published for good is readable, short and so, and says who was replaced by whom
//! on whose word.

use reqwest::StatusCode;
use serde_json::{Value, json};
use wangge_domain::premises::keys;

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
        "checked_since": "2026-09-01",
    });
    for (key, value) in more.as_object().expect("an object") {
        request[key] = value.clone();
    }
    request
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_17_what_is_published_is_so() {
    let world = World::start().await;
    let (_, grid) = world.worker_phone(0).await;
    let officer = world.officer_phone(0).await;
    let places: Vec<String> = (0..12)
        .map(|n| {
            let door = [(keys::DOOR_NUMBER, format!("{n}号").into())];
            shop(&officer, grid, &format!("第{n}店"), &door).to_string()
        })
        .collect();
    officer.sync().await;
    let town = world.township.grids[0].grid;
    let desk = world.officer_desk(0).await;
    let left_out = |reason: &str| json!([{"target": places[0], "reason": reason, "note": ""}]);
    let long = "长".repeat(201);
    for (field, value, refusal) in [
        ("title", json!("抽查\u{ad}"), "422 draw_text"),
        ("authority", json!("管理\u{2060}站"), "422 draw_text"),
        ("public_source", json!("双色球\u{200b}"), "422 draw_text"),
        ("title", json!(long), "422 draw_text_too_long"),
        ("authority", json!(long), "422 draw_text_too_long"),
        ("public_source", json!(long), "422 draw_text_too_long"),
        (
            "exclusions",
            json!([{"target": places[0], "reason": "other", "note": long}]),
            "422 draw_text_too_long",
        ),
        // It is in use, and nobody has inspected it since.
        (
            "exclusions",
            left_out("closed"),
            "422 draw_exclusion_not_so",
        ),
        (
            "exclusions",
            left_out("checked_this_period"),
            "422 draw_exclusion_not_so",
        ),
        // Nor is its credit so good that nobody is to come.
        (
            "exclusions",
            left_out("left_in_peace"),
            "422 draw_exclusion_not_so",
        ),
    ] {
        let answer = desk
            .post(ANNOUNCE, request(&json!({"grid": town, field: value})))
            .await;
        assert_eq!(api_refusal(answer), refusal, "{field}");
    }
    let spoken = json!([{"target": places[0], "reason": "other", "note": "屋主来电称已停业"}]);
    let more = json!({"grid": town, "exclusions": spoken});
    let (status, announced) = desk.post(ANNOUNCE, request(&more)).await;
    assert_eq!(status, StatusCode::OK, "{announced}");
    let draw = announced["draw"].as_str().expect("an id").to_owned();

    world.clock.advance_days(5);
    let desk = world.officer_desk(0).await;
    let reveal = format!("/api/v1/draws/{draw}/reveal");
    for (value, refusal) in [
        ("03 08\u{200b}15", "422 draw_text"),
        ("03 08\u{a0}15", "422 draw_text"),
        ("03 08\u{1f525}15", "422 draw_text"),
        (&*"7".repeat(201), "422 draw_text_too_long"),
        (" 03 08 15", "422 draw_value_blanks"),
        ("03 08 15 ", "422 draw_value_blanks"),
    ] {
        let answer = desk.post(&reveal, json!({"public_value": value})).await;
        assert_eq!(api_refusal(answer), refusal, "{value:?}");
    }
    let value = json!({"public_value": "03 08 15 21 27 33 + 09"});
    let (status, drawn) = desk.post(&reveal, &value).await;
    assert_eq!(status, StatusCode::OK, "{drawn}");

    // The page says what fell out, what stepped in, why, who asked and who approved.
    let line = &drawn["drawn"]["lines"][0];
    let replace = format!("/api/v1/draws/{draw}/replace");
    let ask = json!({"target": line["target"], "reason": "现场已停业"});
    let (status, asked) = desk.post(&replace, &ask).await;
    assert_eq!(status, StatusCode::OK, "{asked}");
    let old = line["name"].as_str().expect("a name");
    let page = world.public(&format!("/public/draws/{draw}")).await.1;
    let waits = format!("申请更换，待批准：对象{old}。理由：现场已停业。申请：");
    assert!(page.contains(&waits), "{page}");
    let second = world.officer_desk(1).await;
    let entry = json!({"entry": asked["drawn"]["requests"][0]["entry"]});
    let (status, longer) = second
        .post(&format!("/api/v1/draws/{draw}/approve"), &entry)
        .await;
    assert_eq!(status, StatusCode::OK, "{longer}");
    let lines = longer["drawn"]["lines"].as_array().expect("lines");
    let stepped_in = lines
        .iter()
        .find(|it| it["stratum"] == line["stratum"] && it["rank"] == line["rank"]);
    let new = stepped_in.and_then(|it| it["name"].as_str());
    let new = new.expect("somebody stepped in");
    assert_ne!(new, old);
    let page = world.public(&format!("/public/draws/{draw}")).await.1;
    let told = format!("更换：对象{old} → 对象{new}，检查人员");
    assert!(page.contains(&told), "{told}: {page}");
    assert!(page.contains("应急消防管理站人员"), "{page}");
    assert!(page.contains("；批准："), "{page}");
    assert!(!page.contains("待批准"), "{page}");
}
