//! S0-41 严肃追责问责: who did and knew what and when, exported with its chain, checked without the relay;
//! any changed byte is found.

use reqwest::StatusCode;
use wangge_domain::people::Role;
use wangge_protocol::evidence::{EvidenceError, verify_evidence};
use wangge_protocol::{PublicKey, SecretKey, encode};

use crate::support::{api_refusal, feedback, found_hazard, invalid, serve, shop};
use crate::world::World;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s0_41_who_knew_what_when() {
    let mut world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let premises = shop(&worker, grid, "青峰小商店", &[]);
    let other = shop(&worker, grid, "隔壁五金店", &[]);
    let hazard = found_hazard(&worker, premises);
    serve(&worker, hazard, 15);
    feedback(&worker, hazard);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    desk.act_ok(
        hazard,
        serde_json::json!({"recheck_failed": {"reason": "仍未清理", "photos": []}}),
    )
    .await;
    let (status, _, file) = desk.file(&format!("/api/v1/evidence/{premises}")).await;
    assert_eq!(status, StatusCode::OK);
    let police = world.desk(world.person(Role::Police, 0)).await;
    let taken = police.get(&format!("/api/v1/evidence/{premises}")).await;
    assert_eq!(
        api_refusal(taken),
        "403 forbidden",
        "not everybody takes it away"
    );

    // From here on there is no relay.
    world.stop().await;
    let (bundle, report) = verify_evidence(&file, None).expect("it is as it was exported");
    let root = bundle.root_key;
    assert!(verify_evidence(&file, Some(root)).is_ok());
    let stranger: PublicKey = SecretKey::from_seed([9; 32]).public();
    assert_eq!(
        verify_evidence(&file, Some(stranger)).unwrap_err(),
        EvidenceError::OtherRoot
    );
    assert_eq!(report.premises, premises);
    let done: Vec<&str> = report
        .lines
        .iter()
        .filter(|line| line.record == hazard)
        .map(|line| line.what.as_str())
        .collect();
    for what in [
        "found",
        "notice_issued",
        "served",
        "feedback",
        "recheck_failed",
    ] {
        assert!(done.contains(&what), "{what}: {done:?}");
    }
    let name = &world
        .township
        .people
        .iter()
        .find(|it| it.user == worker.user);
    let name = &name.expect("the worker is entered").name;
    let found = report
        .lines
        .iter()
        .find(|line| line.what == "found")
        .expect("it was found");
    assert_eq!(&found.name, name, "who");
    assert!(
        found.made_at <= found.received_at,
        "when it was done, and when it was known"
    );
    assert!(
        report.lines.iter().any(|line| line.attested_by_relay),
        "a password session says so"
    );
    assert!(
        report.lines.iter().all(|line| line.record != other),
        "nothing of the neighbors"
    );
    assert!(report.blobs > 0, "photos are in it");
    assert_eq!(report.papers.len(), 1, "the dossier is in it");

    // Any changed byte, a missing end, one byte more.
    let body = encode(&bundle);
    let mut parts = file.windows(body.len());
    let start = parts.position(|part| part == body);
    let start = start.expect("the body stands in the file as it was signed");
    let within = start..start + body.len();
    let step = (file.len() / 400).max(1);
    let places = (0..file.len())
        .step_by(step)
        .chain(file.len() - 200..file.len());
    for place in places {
        let mut forged = file.clone();
        forged[place] ^= 1;
        let found = verify_evidence(&forged, None).expect_err("a byte was changed");
        // The frame around the body may lose its form before its signature is looked at.
        let in_frame = !within.contains(&place) && matches!(found, EvidenceError::Malformed(_));
        assert!(
            in_frame || found == EvidenceError::FileSignature,
            "byte {place}: {found}"
        );
    }
    for misshapen in [
        file[..file.len() - 1].to_vec(),
        [file.as_slice(), &[0]].concat(),
    ] {
        let found = verify_evidence(&misshapen, None);
        let found = found.expect_err("it ends elsewhere");
        assert!(matches!(found, EvidenceError::Malformed(_)), "{found}");
    }

    // A forger who makes keys of his own stands under another root.
    let forger = SecretKey::from_seed([7; 32]);
    let mut forged = bundle.clone();
    forged.logs[1].rows.pop();
    assert_eq!(
        verify_evidence(&forged.to_file(&forger), Some(root)).unwrap_err(),
        EvidenceError::Uncertified
    );

    // The program on the same folder says the same as the API.
    let again = world
        .admin()
        .evidence(premises)
        .await
        .expect("it is on file");
    let path = world.path("evidence.wge");
    std::fs::write(&path, &again).expect("room");
    let (_, told) = wangge_sync_server::admin::verify(&path, Some(root)).expect("it holds");
    assert_eq!(told.lines, report.lines);
    let none = world.admin().evidence(hazard).await;
    let said = invalid(none.expect_err("a hazard is no premises"));
    assert!(said.contains("there is no such premises"), "{said}");
}
