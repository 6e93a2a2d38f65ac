use serde_json::{Value, json};
use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::lifecycle::{Event, Responsible, ServiceProof, SignatureRef};
use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, Timestamp};
use wangge_sync_engine::client::{EventPlan, seal};

use super::phone::{Phone, record};
use super::world::{DAY_MS, WORKER, World, stream};

fn with_version(make: fn(wangge_domain::lifecycle::Version) -> Event) -> EventPlan {
    EventPlan::WithVersion(Box::new(make))
}

/// A hazard that was registered and not sent yet.
pub(super) async fn found_hazard(world: &World) -> Phone {
    let mut phone = Phone::enroll(world, WORKER).await;
    phone.sync(world).await;
    phone.premises(world, 1, stream(0), "桥头便民超市");
    let edits = [
        ("premises", record(1).to_string().into()),
        ("description", "=cmd|' /C calc'!A0".into()),
        ("item", "SP-01".into()),
        ("common_key", "EXIT".into()),
        ("category", "疏散".into()),
        ("severity", "general".into()),
        ("source", "grid_patrol".into()),
        ("part", "一楼".into()),
        (
            "found_at_ms",
            wangge_domain::record::Scalar::Int(world.now().0),
        ),
    ];
    phone.edit(
        world,
        record(2),
        &RecordKind::Rectification,
        stream(0),
        &edits,
    );
    let found = with_version(|version| Event::Found {
        version,
        suspected_major: false,
        life_threat: false,
    });
    seal(&phone.ctx(world), record(2), vec![found], Vec::new()).unwrap();
    phone
}

/// Issues a notice of seven days over it, and serves it.
pub(super) fn serve(world: &World, phone: &Phone) {
    let issued = with_version(|version| Event::NoticeIssued {
        version,
        provisional_number: "暂-TEST-1".to_owned(),
        issuer: "station".to_owned(),
        deadline: DeadlineSpec::Days {
            days: 7,
            calendar: DayKind::Natural,
        },
        responsible: Responsible {
            unit: "桥头便民超市".to_owned(),
            leader: "陈国强".to_owned(),
            person: "陈国强".to_owned(),
            phone: String::new(),
        },
    });
    let served = EventPlan::Ready(Event::Served(ServiceProof::Signed(SignatureRef {
        signer: "陈国强".to_owned(),
        role: "owner".to_owned(),
        strokes: Digest([1; 32]),
        statement: Digest([2; 32]),
    })));
    seal(&phone.ctx(world), record(2), vec![issued], Vec::new()).unwrap();
    seal(&phone.ctx(world), record(2), vec![served], Vec::new()).unwrap();
}

/// A hazard whose notice of seven days is served.
pub(super) async fn served_hazard(world: &World) -> Phone {
    let mut phone = found_hazard(world).await;
    serve(world, &phone);
    let sent = phone.sync(world).await;
    assert_eq!(sent.refused, []);
    phone
}

async fn card(world: &World, cookie: &str) -> Value {
    world
        .get(cookie, &format!("/api/v1/records/{}", record(2)))
        .await
        .1
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_passes_a_person_urges_and_the_case_goes_to_the_police() {
    let world = World::start().await;
    served_hazard(&world).await;
    let cookie = world.cookie("officer").await;
    let hazard = card(&world, &cookie).await;
    assert_eq!(hazard["status"], "served", "{hazard}");
    let number = hazard["number"].as_str().unwrap();
    assert!(
        number.contains("2026") && !number.starts_with('暂'),
        "{number}"
    );
    let due = Timestamp(hazard["due"].as_i64().unwrap());
    world.clock.advance_ms(due.0 - world.now().0);
    assert_eq!(world.run_jobs().await, 0, "the last millisecond is in time");
    world.clock.advance_ms(60_000);
    assert_eq!(world.run_jobs().await, 1);
    let cookie = world.cookie("officer").await;
    let hazard = card(&world, &cookie).await;
    assert_eq!(
        (&hazard["status"], &hazard["overdue"]),
        (&json!("overdue"), &json!(true))
    );
    world.clock.advance_ms(60_000);
    assert_eq!(world.run_jobs().await, 0, "an urge is a person's act");
    let path = format!("/api/v1/records/{}/events", record(2));
    let (_, urged) = world
        .post(&cookie, &path, &json!({"urged": {"days": 3}}))
        .await;
    assert_eq!(urged["applied"], json!(true), "{urged}");
    // Three days end on a Saturday: the deadline moves to Monday.
    world.clock.advance_ms(6 * DAY_MS);
    assert_eq!(world.run_jobs().await, 1);
    let cookie = world.cookie("officer").await;
    let hazard = card(&world, &cookie).await;
    assert_eq!(hazard["status"], "escalated");
    assert_eq!(hazard["department"], "PSB");
    // From now on that department sees it.
    let department = world.cookie("department").await;
    let (_, list) = world.get(&department, "/api/v1/hazards").await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_eq!(card(&world, &department).await["status"], "escalated");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feedback_made_in_time_that_arrives_late_annuls_the_mark() {
    let world = World::start().await;
    let mut phone = served_hazard(&world).await;
    world.clock.advance_ms(2 * DAY_MS);
    let feedback = EventPlan::Ready(Event::Feedback {
        note: "已整改".to_owned(),
        photos: Vec::new(),
        on_behalf: true,
    });
    phone.sync(&world).await;
    phone.seal(&world, record(2), feedback);
    world.clock.advance_ms(8 * DAY_MS);
    assert_eq!(world.run_jobs().await, 1, "marked overdue");
    let token = Phone::enroll_device(&world, WORKER, 8).await;
    drop(token);
    phone.token = fresh_token(&world, &phone).await;
    let sent = phone.sync(&world).await;
    assert_eq!(sent.accepted, 1, "{sent:?}");
    world.clock.advance_ms(60_000);
    world.run_jobs().await;
    let cookie = world.cookie("officer").await;
    let hazard = card(&world, &cookie).await;
    assert_eq!(hazard["overdue"], json!(false), "{hazard}");
    let events: Vec<_> = hazard["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["event"].clone())
        .collect();
    assert!(events.contains(&json!("overdue_annulled")), "{events:?}");
}

pub(super) async fn fresh_token(world: &World, phone: &Phone) -> String {
    use wangge_protocol::{SessionRequest, SessionResponse, decode, encode};
    let refused = world
        .http
        .get(world.url("/api/v1/wake"))
        .send()
        .await
        .unwrap();
    let (_, body) = super::world::answer(refused).await;
    let challenge = body["challenge"].as_str().unwrap().to_owned();
    let request = SessionRequest {
        device: phone.device,
        user: phone.user,
        proof: phone.key.sign(&SessionRequest::proof_message(&challenge)),
        challenge,
    };
    let url = world.url("/api/v1/session");
    let answer = world
        .http
        .post(url)
        .body(encode(&request))
        .send()
        .await
        .unwrap();
    decode::<SessionResponse>(&answer.bytes().await.unwrap())
        .unwrap()
        .token
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_stops_deadline_jobs_until_a_person_confirms() {
    let world = World::start().await;
    served_hazard(&world).await;
    world.run_jobs().await;
    world.clock.jump_to(world.now().plus_ms(30 * DAY_MS));
    assert_eq!(
        world.run_jobs().await,
        0,
        "nobody is marked by a clock that jumped"
    );
    assert!(
        world
            .admin()
            .status()
            .unwrap()
            .deadline_jobs_stopped
            .is_some()
    );
    world.clock.advance_ms(120_000);
    assert_eq!(world.run_jobs().await, 0);
    assert!(world.admin().confirm_clock().unwrap().is_some());
    world.clock.advance_ms(120_000);
    assert_eq!(world.run_jobs().await, 1);
}
