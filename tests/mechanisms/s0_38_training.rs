//! S0-38 网格员全覆盖培训: lesson and quiz offline, attendance, who is due, and the certificate that
//! lets a worker begin.

use serde_json::json;
use wangge_domain::people::Role;
use wangge_mobile_core::CoreError;

use crate::support::{api_refusal, reason, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_38_training() {
    let world = World::start().await;
    // The thirteenth worker's certificate ran out in the summer.
    let late = world
        .township
        .holders(Role::GridWorker)
        .last()
        .expect("a worker")
        .user;
    let mut phone = world.phone(late).await;
    let (_, grid) = world.worker(0);
    let premises = shop(&phone, grid, "小店", &[]);
    phone.sync().await;
    assert_eq!(
        reason(phone.start(premises).expect_err("no certificate")),
        "no_certificate"
    );

    let desk = world.officer_desk(0).await;
    let lesson = |pass_mark: u32| {
        json!({
            "key": "ebike",
            "entry": {
                "title": "电动自行车火灾防范", "text": "不进楼、不飞线、不过夜。",
                "questions": [
                    {"text": "可以在楼道充电吗", "options": ["可以", "不可以"], "answer": 1},
                    {"text": "飞线充电属于", "options": ["正常", "隐患"], "answer": 1},
                    {"text": "火警电话", "options": ["110", "119", "120"], "answer": 1},
                ],
                "pass_mark": pass_mark, "certificate_days": 365,
            },
        })
    };
    assert_eq!(
        desk.set_refused("lesson", lesson(4)).await,
        "pass_mark_invalid"
    );
    desk.set("lesson", lesson(3)).await;
    phone.sync().await;

    // Offline: read, answered, marked, saved.
    let lessons = phone.core.lessons().expect("enrolled");
    assert_eq!((lessons.len(), lessons[0].passed), (1, false));
    let short = phone.core.take_quiz("ebike", &[1, 1]);
    assert_eq!(
        short.err(),
        Some(CoreError::InvalidInput("answers".to_owned())),
        "an answer is missing"
    );
    let failed = phone.core.take_quiz("ebike", &[1, 0, 1]).expect("saved");
    assert_eq!((failed.score, failed.of, failed.passed), (2, 3, false));
    let again = phone.core.take_quiz("ebike", &[1, 1, 1]);
    assert_eq!(reason(again.expect_err("tomorrow")), "record_stands");
    world.clock.advance_days(1);
    let passed = phone.core.take_quiz("ebike", &[1, 1, 1]).expect("saved");
    assert!(passed.passed);
    phone.restart();
    assert!(
        phone.core.lessons().expect("enrolled")[0].passed,
        "it survives the app"
    );
    let before = reason(
        phone
            .start(premises)
            .expect_err("the relay gives certificates"),
    );
    assert_eq!(before, "no_certificate");

    // With the next sync the relay marks it again and the certificate is there.
    phone.sync().await;
    phone
        .start(premises)
        .expect("the certificate of the lesson");
    assert!(phone.core.lessons().expect("enrolled")[0].passed);
    let taken = phone
        .core
        .register_history("training_record")
        .expect("enrolled");
    assert_eq!(taken.len(), 2, "both attempts stand");
    phone.sync().await;
    let taken = phone
        .core
        .register_history("training_record")
        .expect("enrolled");
    assert_eq!(taken.len(), 2, "and are sent once");

    // Coverage: one of thirteen; attendance at a course counts too, once, and for people only.
    let desk = world.officer_desk(0).await;
    let range = "/api/v1/training/coverage?from=2026-09-01&until=2026-09-30";
    let seen = desk.read(range).await;
    assert_eq!(
        (&seen["workers"], &seen["trained"]),
        (&json!(13), &json!(1))
    );
    assert_eq!(seen["due"].as_array().expect("a list").len(), 12);
    // Asked later, a day that is over is answered as of then: that certificate began a day after it.
    let then = desk
        .read("/api/v1/training/coverage?from=2026-09-01&until=2026-09-01")
        .await;
    assert_eq!(
        (&then["workers"], &then["certified"]),
        (&json!(13), &json!(12))
    );
    assert_eq!(seen["certified"], json!(13));
    let backwards = "/api/v1/training/coverage?from=2026-09-30&until=2026-09-01";
    assert_eq!(api_refusal(desk.get(backwards).await), "400 bad_request");
    let (other, _) = world.worker(1);
    let course = json!({
        "key": format!("秋训/{other}/2026-09-02"), "from": "2026-09-02",
        "entry": {"user": other, "lesson": "秋训", "passed": true},
    });
    desk.set("training_record", course.clone()).await;
    assert_eq!(
        desk.set_refused("training_record", course).await,
        "record_stands"
    );
    let to_come = json!({
        "key": format!("秋训/{other}/2026-09-20"), "from": "2026-09-20",
        "entry": {"user": other, "lesson": "秋训", "passed": true},
    });
    assert_eq!(
        desk.set_refused("training_record", to_come).await,
        "day_to_come"
    );
    let made_up = json!({
        "key": format!("ebike/{other}/2026-09-02"), "from": "2026-09-02",
        "entry": {"user": other, "lesson": "ebike", "answers": [0, 0, 0], "score": 3, "passed": true},
    });
    assert_eq!(
        desk.set_refused("training_record", made_up).await,
        "score_does_not_hold"
    );
    // A result on paper is one that the lesson can have, and says who held the exam and where.
    let on_paper = |score: u32, passed: bool, place: &str| {
        json!({
            "key": format!("ebike/{other}/2026-09-02"), "from": "2026-09-02",
            "entry": {
                "user": other, "lesson": "ebike", "score": score, "passed": passed,
                "examiner": "王站长", "exam_place": place,
            },
        })
    };
    for (row, code) in [
        (on_paper(99, true, "镇政府二楼"), "score_out_of_range"),
        (on_paper(2, true, "镇政府二楼"), "pass_mark_not_kept"),
        (on_paper(3, true, ""), "exam_without_holder"),
    ] {
        assert_eq!(desk.set_refused("training_record", row).await, code);
    }
    desk.set("training_record", on_paper(3, true, "镇政府二楼"))
        .await;
    let seen = desk.read(range).await;
    assert_eq!((&seen["trained"], &seen["rate"]), (&json!(2), &json!(1538)));
}
