//! What watches a relay and helps with it: figures, audit log, doctor, support bundle.

use std::collections::BTreeSet;
use std::io::Read as _;

use serde_json::json;
use wangge_protocol::PublicKey;

use super::phone::{Phone, record};
use super::world::{OFFICER, WORKER, World, answer, stream, user};
use crate::metrics::METRIC_NAMES;
use crate::{examine, support_bundle, verify_audit};

async fn metrics(world: &World) -> String {
    let path = world.folder.path().join("relay/keys/metrics.token");
    let token = std::fs::read_to_string(path).unwrap();
    let request = world
        .http
        .get(world.url("/metrics"))
        .bearer_auth(token.trim());
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    let kind = response.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(kind.starts_with("application/openmetrics-text"), "{kind}");
    response.text().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn figures_are_served_to_the_token_as_they_are_documented() {
    let world = World::start().await;
    assert_eq!(
        world
            .http
            .get(world.url("/metrics"))
            .send()
            .await
            .unwrap()
            .status(),
        404
    );
    let wrong = world
        .http
        .get(world.url("/metrics"))
        .bearer_auth("x")
        .send();
    assert_eq!(wrong.await.unwrap().status(), 404);
    world.cookie("officer").await;
    let text = metrics(&world).await;
    assert!(text.ends_with("# EOF\n"));
    let served: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE "))
        .filter_map(|line| line.split(' ').next())
        .collect();
    let known: BTreeSet<&str> = METRIC_NAMES.iter().map(|(name, ..)| *name).collect();
    assert_eq!(served, known);
    let page = include_str!("../../../docs/OPERATIONS.md");
    let documented: BTreeSet<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| `wangge_"))
        .filter_map(|line| line.split('`').next())
        .collect();
    let served: BTreeSet<&str> = known
        .iter()
        .filter_map(|name| name.strip_prefix("wangge_"))
        .collect();
    assert_eq!(
        documented, served,
        "docs/OPERATIONS.md lists what is served"
    );
    let board = include_str!("../../packaging/grafana-dashboard.json");
    let board: serde_json::Value = serde_json::from_str(board).unwrap();
    let panels = board["panels"].as_array().unwrap();
    assert!(panels.len() > 5);
    for panel in panels {
        let query = panel["targets"][0]["expr"].as_str().unwrap();
        let named = known.iter().any(|name| query.contains(*name));
        assert!(named, "{query}");
    }
    let login =
        "wangge_http_requests_total{method=\"POST\",route=\"/api/v1/login\",status=\"200\"} 1";
    assert!(text.contains(login), "{text}");
    // No label tells of anybody.
    assert!(!text.contains("officer") && !text.contains("青峰"));
}

#[tokio::test(flavor = "multi_thread")]
async fn looks_and_acts_are_in_the_audit_log_and_the_log_can_be_checked() {
    let world = World::start().await;
    let mut worker = Phone::enroll(&world, WORKER).await;
    let edits = [
        ("name", "张记小吃".into()),
        ("address", "正街8号".into()),
        ("category", "small_shop".into()),
        ("owner_phone", "13900000001".into()),
    ];
    let kind = wangge_domain::record::RecordKind::Premises;
    worker.edit(&world, record(1), &kind, stream(0), &edits);
    worker.submit(&world, record(1));
    worker.sync(&world).await;
    let officer = world.cookie("officer").await;
    let path = format!("/api/v1/records/{}", record(1));
    let (_, shown) = world.get(&officer, &path).await;
    assert_eq!(shown["content"]["owner_phone"], "139****0001");
    let reveal = format!("{path}/contacts");
    let (status, _) = world.post(&officer, &reveal, &json!({"reason": " "})).await;
    assert_eq!(status, 400);
    let asked = json!({"reason": "通知复查"});
    let (status, contacts) = world.post(&officer, &reveal, &asked).await;
    assert_eq!(
        (status, &contacts["phones"]["owner_phone"]),
        (200, &"13900000001".into())
    );
    let elsewhere = world.cookie("village2").await;
    assert_eq!(world.post(&elsewhere, &reveal, &asked).await.0, 404);
    assert_eq!(world.get(&elsewhere, "/api/v1/people").await.0, 403);
    world.run_jobs().await;
    let folder = world.folder.path().join("relay/audit");
    let root = std::fs::read_to_string(world.folder.path().join("relay/root-key.txt")).unwrap();
    let root = root
        .lines()
        .find_map(|line| line.strip_prefix("root-public: "));
    let mut key = [0; 32];
    hex::decode_to_slice(root.unwrap().trim(), &mut key).unwrap();
    let report = verify_audit(&folder, None, Some(&PublicKey(key))).unwrap();
    assert!(report.lines >= 5 && report.checkpoints == 1, "{report:?}");
    let month = "/api/v1/audit?month=2026-09";
    let request = world.http.get(world.url(month)).header("cookie", &officer);
    let log = request.send().await.unwrap().text().await.unwrap();
    let who = user(OFFICER).to_string();
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let has = |deed: &str, outcome: &str| {
        let found = lines
            .iter()
            .find(|line| line["entry"]["deed"] == deed && line["entry"]["outcome"] == outcome);
        found
            .cloned()
            .unwrap_or_else(|| panic!("{deed} {outcome}: {log}"))
    };
    let look = has("POST /api/v1/records/{record}/contacts", "200");
    assert_eq!(look["entry"]["reason"], "通知复查");
    assert_eq!(look["entry"]["actor"], who);
    assert_eq!(look["entry"]["subject"], record(1).to_string());
    has("GET /api/v1/records/{record}", "200");
    has("POST /api/v1/login", "200");
    has("GET /api/v1/people", "403");
    assert!(
        !log.contains("13900000001") && !log.contains("张记"),
        "{log}"
    );
    // Who may not read logs, may not read this one.
    assert_eq!(world.get(&elsewhere, month).await.0, 403);
    assert_eq!(world.get(&officer, "/api/v1/audit?month=..").await.0, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_written_down_is_not_shown() {
    let world = World::start().await;
    let officer = world.cookie("officer").await;
    let folder = world.folder.path().join("relay/audit");
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, b"in the way").unwrap();
    let (status, refused) = world.get(&officer, "/api/v1/people").await;
    assert_eq!(
        (status, refused["code"].as_str()),
        (503, Some("audit_unavailable"))
    );
    assert_eq!(world.get(&officer, "/api/v1/summary").await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_of_a_person_can_be_ended() {
    let world = World::start().await;
    let (officer, village) = (
        world.cookie("officer").await,
        world.cookie("village1").await,
    );
    let end = |cookie: String, whose: u8| {
        let path = format!("/api/v1/sessions/{}", user(whose));
        let request = world.http.delete(world.url(&path)).header("cookie", cookie);
        request.header("wangge-csrf", "1").send()
    };
    let refused = end(village.clone(), OFFICER).await.unwrap();
    assert_eq!(answer(refused).await.0, 403);
    let ended = end(officer.clone(), super::world::VILLAGE_ONE)
        .await
        .unwrap();
    assert_eq!(ended.status(), 204);
    assert_eq!(world.get(&village, "/api/v1/me").await.0, 401);
    assert_eq!(world.get(&officer, "/api/v1/me").await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_support_bundle_names_nobody() {
    let world = World::start().await;
    let data = world.folder.path().join("relay");
    let import = include_bytes!("../../../fixtures/townships/qingfeng-import.json");
    let import: crate::admin::ImportFile = serde_json::from_slice(import).unwrap();
    let mut personal: Vec<String> = Vec::new();
    for one in &import.people {
        personal.extend([one.person.name.clone(), one.person.phone.clone()]);
    }
    personal.extend(["周大山", "王志勇", "青峰镇"].map(str::to_owned));
    world.admin().import(&import).unwrap();
    let admin = world.admin();
    let bundle = support_bundle(&data, &examine(&data, true), Some(&admin)).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bundle)).unwrap();
    let mut all = String::new();
    for index in 0..zip.len() {
        zip.by_index(index)
            .unwrap()
            .read_to_string(&mut all)
            .unwrap();
    }
    assert!(all.contains("\"people\"") && all.contains("deadline_jobs"));
    assert!(personal.iter().filter(|text| !text.is_empty()).count() > 40);
    for text in personal.iter().filter(|text| !text.is_empty()) {
        assert!(!all.contains(text.as_str()), "{text}");
    }
    for secret in ["service-keys.json", "token.key", "root-key.txt"] {
        let paths = [data.join("keys").join(secret), data.join(secret)];
        for path in paths.iter().filter(|path| path.exists()) {
            let text = std::fs::read_to_string(path).unwrap();
            assert!(!all.contains(text.trim()), "{secret}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_sees_a_relay_as_it_is() {
    let world = World::start().await;
    let data = world.folder.path().join("relay");
    let found = |check: &str| {
        let report = examine(&data, true);
        let finding = report.findings.into_iter().find(|one| one.check == check);
        format!("{:?}", finding.unwrap().level)
    };
    assert_eq!(found("integrity"), "Well");
    assert_eq!(found("certificate"), "Well");
    assert_eq!(found("service_keys"), "Well");
    // A database on a server may be backed up by its own means, of which the relay knows nothing.
    let on_server = crate::data_folder::DataFolder::new(&data)
        .on_postgres()
        .exists();
    let backup = if on_server { "Warning" } else { "Problem" };
    assert_eq!(found("backup"), backup);
    assert_eq!(found("root_key"), "Warning");
    assert_eq!(found("audit_copy"), "Warning", "none is set");
}
