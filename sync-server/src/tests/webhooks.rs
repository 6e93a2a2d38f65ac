//! Webhooks to a real receiver: what is told, how it is signed, and what becomes of it when nobody
//! takes it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;
use tempfile::TempDir;
use tokio::task::JoinHandle;
use wangge_tests::postgres_cluster::PostgresCluster;

use super::jobs::served_hazard;
use super::phone::record;
use super::world::World;
use crate::store_choice::StoreChoice;

const SECRET: &str = "a-secret-of-relay-and-receiver";
/// The first wait after a failure, and the second.
const WAITS_MS: [i64; 2] = [15_000, 30_000];

#[derive(Default)]
struct Desk {
    /// What is answered next; nothing left: 204.
    answers: Mutex<VecDeque<u16>>,
    heard: Mutex<Vec<(HeaderMap, String)>>,
}

/// A receiver on a free port of this machine.
struct Receiver {
    url: String,
    folder: TempDir,
    desk: Arc<Desk>,
    serving: JoinHandle<()>,
}

async fn take(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    body: String,
) -> (StatusCode, [(&'static str, &'static str); 1]) {
    let answer = desk.answers.lock().unwrap().pop_front().unwrap_or(204);
    desk.heard.lock().unwrap().push((headers, body));
    std::future::ready(()).await;
    (
        StatusCode::from_u16(answer).unwrap(),
        [("location", "/elsewhere")],
    )
}

impl Receiver {
    async fn start(answers: &[u16]) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let desk = Arc::new(Desk::default());
        desk.answers.lock().unwrap().extend(answers);
        let router = Router::new().fallback(take).with_state(Arc::clone(&desk));
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("secret"), format!("{SECRET}\n")).unwrap();
        Self {
            url,
            folder,
            desk,
            serving: tokio::spawn(async move { axum::serve(listener, router).await.unwrap() }),
        }
    }

    /// Its part of the relay's configuration, for this address.
    fn configuration(&self, url: &str, more: &str) -> String {
        let secret = self.folder.path().join("secret");
        let secret = serde_json::to_string(&secret).unwrap();
        format!("\n[[webhook]]\nurl = \"{url}\"\nsecret_file = {secret}\n{more}\n")
    }

    fn heard(&self) -> Vec<(HeaderMap, String)> {
        std::mem::take(&mut *self.desk.heard.lock().unwrap())
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Checks a message as a receiver does, and gives its body.
fn opened((headers, body): &(HeaderMap, String)) -> Value {
    let signature = headers["wangge-signature"].to_str().unwrap();
    let (time, sum) = signature.split_once(",v1=").unwrap();
    let time = time.strip_prefix("t=").unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{time}.{body}").as_bytes());
    mac.verify_slice(&hex::decode(sum).unwrap()).unwrap();
    let body: Value = serde_json::from_str(body).unwrap();
    assert_eq!(headers["wangge-delivery"], body["id"].as_str().unwrap());
    body
}

/// The names of events in these messages, in their order.
fn events(bodies: &[Value]) -> Vec<&str> {
    let lists = bodies.iter().map(|body| body["events"].as_array().unwrap());
    lists.flatten().map(|name| name.as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_is_told_of_hazards_signed_and_again_until_it_takes_them() {
    // It fails, then sends elsewhere: neither is an answer.
    let receiver = Receiver::start(&[500, 307]).await;
    let lines = receiver.configuration(&receiver.url, "allow_private = true");
    let mut world = World::start_configured(&lines).await;
    world.run_jobs().await;
    assert!(receiver.heard().is_empty(), "nothing has happened yet");
    served_hazard(&world).await;
    let mut first = Vec::new();
    for wait in WAITS_MS {
        world.run_jobs().await;
        let heard = receiver.heard();
        assert_eq!(heard.len(), 1, "one try, and none where it was sent on to");
        first.push(opened(&heard[0])["id"].clone());
        world.run_jobs().await;
        assert!(receiver.heard().is_empty(), "it is left alone for a while");
        // What waits and since when outlives the process.
        world.close().await;
        world.open().await;
        world.clock.advance_ms(wait - 1);
        world.run_jobs().await;
        assert!(receiver.heard().is_empty(), "{wait}");
        world.clock.advance_ms(1);
    }
    world.run_jobs().await;
    let heard = receiver.heard();
    let bodies: Vec<Value> = heard.iter().map(opened).collect();
    assert_eq!(events(&bodies), ["found", "notice_issued", "served"]);
    first.push(bodies[0]["id"].clone());
    first.dedup();
    assert_eq!(first.len(), 1, "the same message each time: {first:?}");
    for (body, (_, text)) in bodies.iter().zip(&heard) {
        assert_eq!(body["kind"], "rectification");
        assert_eq!(body["record"], record(2).to_string());
        assert!(body["status"].is_string() && body["at"].is_i64(), "{body}");
        let keys: Vec<&String> = body.as_object().unwrap().keys().collect();
        assert_eq!(keys.len(), 9, "{keys:?}");
        for words in ["陈国强", "桥头", "cmd", "暂-"] {
            assert!(!text.contains(words), "{words}: {text}");
        }
    }
    world.run_jobs().await;
    assert!(receiver.heard().is_empty(), "each is taken once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_refused_holds_up_the_others_for_a_while_only() {
    let receiver = Receiver::start(&[422; 5]).await;
    let lines = receiver.configuration(&receiver.url, "allow_private = true");
    let world = World::start_configured(&lines).await;
    served_hazard(&world).await;
    let mut told = Vec::new();
    for _ in 0..6 {
        world.run_jobs().await;
        told.extend(receiver.heard());
        world.clock.advance_ms(3_600_000);
    }
    let bodies: Vec<Value> = told.iter().map(opened).collect();
    let expected = [["found"; 5].as_slice(), &["notice_issued", "served"]].concat();
    assert_eq!(events(&bodies), expected);
    assert!(doctor(&world).contains("被拒 1 条"), "{}", doctor(&world));
}

/// What the doctor says of webhooks, wherever the data lie.
fn doctor(world: &World) -> String {
    let data = world.folder.path().join("relay");
    let report = crate::examine(&data, false);
    let mut findings = report.findings.into_iter();
    let found = findings.find(|finding| finding.check == "webhooks");
    found.unwrap().found
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_sees_failures_in_a_database_on_a_server() {
    let Some(cluster) = PostgresCluster::shared() else {
        return;
    };
    let receiver = Receiver::start(&[500]).await;
    let lines = receiver.configuration(&receiver.url, "allow_private = true");
    let store = StoreChoice::Postgres(cluster.database());
    let world = World::start_configured_on(&lines, store).await;
    assert!(doctor(&world).contains("无失败"), "{}", doctor(&world));
    served_hazard(&world).await;
    world.run_jobs().await;
    assert_eq!(receiver.heard().len(), 1);
    let said = doctor(&world);
    assert!(said.contains("500") && said.contains("（1次）"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn neg_089_nothing_is_sent_to_an_internal_address() {
    let inside = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    inside.set_nonblocking(true).unwrap();
    let port = inside.local_addr().unwrap().port();
    // The last is where clouds tell a machine its secrets.
    for host in [
        "localhost",
        "127.0.0.1",
        "[::ffff:127.0.0.1]",
        "169.254.169.254",
    ] {
        let receiver = Receiver::start(&[]).await;
        let url = format!("https://{host}:{port}/hook");
        let world = World::start_configured(&receiver.configuration(&url, "")).await;
        served_hazard(&world).await;
        world.run_jobs().await;
        let met = inside.accept().map(drop).unwrap_err();
        assert_eq!(met.kind(), std::io::ErrorKind::WouldBlock, "{host}");
        let said = doctor(&world);
        assert!(said.contains("internal_address"), "{host}: {said}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_a_receiver_asked_for_is_told() {
    let receiver = Receiver::start(&[]).await;
    let more = "allow_private = true\nevents = [\"major_case\"]";
    let lines = receiver.configuration(&receiver.url, more);
    let world = World::start_configured(&lines).await;
    served_hazard(&world).await;
    world.run_jobs().await;
    assert!(receiver.heard().is_empty(), "a hazard is no major case");
}

/// An honest address that points inside: what was checked is where it goes, and nowhere else.
#[tokio::test(flavor = "multi_thread")]
async fn neg_089_a_redirect_of_a_receiver_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let receiver = Receiver::start(&[status]).await;
        let lines = receiver.configuration(&receiver.url, "allow_private = true");
        let world = World::start_configured(&lines).await;
        served_hazard(&world).await;
        world.run_jobs().await;
        // The receiver would hear of a second request, whatever its path.
        assert_eq!(receiver.heard().len(), 1, "{status}");
        assert!(doctor(&world).contains(&status.to_string()), "{status}");
    }
}
