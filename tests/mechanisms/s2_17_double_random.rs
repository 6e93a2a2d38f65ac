//! S2-17 双随机、一公开: announced before the public value is known, drawn once, published, and run
//! again by anybody to the same bytes.

use std::collections::BTreeSet;
use std::process::Command;

use reqwest::StatusCode;
use serde_json::Value;
use wangge_domain::RecordId;
use wangge_domain::draw::{DrawError, DrawRecord, Exclusion, Replaced};
use wangge_domain::people::Role;
use wangge_domain::premises::keys;
use wangge_sync_server::RelayStartError;
use wangge_sync_server::admin::{DrawRequest, verify_draw};

use crate::support::shop;
use crate::world::World;

const VALUE: &str = "03 08 15 21 27 33 + 09";

fn request(round: u32) -> DrawRequest {
    let json = serde_json::json!({
        "title": "青峰镇2026年第三季度消防安全双随机抽查 <b>",
        "authority": "青峰镇应急消防管理站",
        "round": round,
        "public_source": "中国福利彩票双色球第2026103期开奖号码",
        "public_value_on": "2026-09-05",
        "checked_since": "2026-09-01",
    });
    serde_json::from_value(json).expect("the request is of the right shape")
}

fn refused(error: RelayStartError) -> DrawError {
    match error {
        RelayStartError::Draw(error) => error,
        other => panic!("refused by a rule of S2-17, not {other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s2_17_double_random() {
    let world = World::start().await;
    let (worker, grid) = world.worker_phone(0).await;
    let station = world.officer_phone(0).await;
    let places: Vec<RecordId> = (0..24)
        .map(|n| {
            let door = [
                (keys::DOOR_NUMBER, format!("{n}号").into()),
                (keys::CREDIT_GRADE, ["A", "B", "D"][n % 3].into()),
            ];
            shop(&station, grid, &format!("第{n}店"), &door)
        })
        .collect();
    station.sync().await;
    worker.sync().await;
    let (visit, _) = worker.inspect(places[0], &[]);
    worker.sync().await;
    let desk = world.officer_desk(0).await;
    let card = desk.card(visit).await;
    let accepted = serde_json::json!({"accepted": {"version": card["version"]}});
    desk.act_ok(visit, accepted).await;

    let admin = world.admin();
    let officer = world.person(Role::StationOfficer, 0);
    // A name given at the keyboard opens no more than it does at a browser.
    let anybody = world.person(Role::GridWorker, 0);
    let not_allowed = Err(DrawError::NotAllowed { who: anybody });
    let by_anybody = admin.announce_draw(&request(1), anybody).map_err(refused);
    assert_eq!(by_anybody, not_allowed);
    let draw = admin
        .announce_draw(&request(1), officer)
        .expect("it may be announced");
    let page = world.public(&format!("/public/draws/{draw}")).await;
    assert!(
        page.1.contains("尚未抽取") && page.1.contains("本周期已检查"),
        "{}",
        page.1
    );
    assert!(
        page.1.contains("低风险高信用，无事不扰"),
        "S2-27: left out by itself, with the reason: {}",
        page.1
    );
    assert!(
        !page.1.contains("<b>"),
        "what people wrote is text: {}",
        page.1
    );

    // Nothing is drawn before the public value can be known, and an announcement is no draw.
    let by_anybody = admin.reveal_draw(draw, VALUE, anybody).map_err(refused);
    assert_eq!(by_anybody.map(|_| draw), not_allowed);
    let early = admin.reveal_draw(draw, VALUE, officer).map_err(refused);
    assert!(
        matches!(early, Err(DrawError::PublicValueTooEarly { .. })),
        "{early:?}"
    );
    let announced = world
        .public(&format!("/public/draws/{draw}/record.json"))
        .await
        .1;
    let unopened = verify_draw(announced.as_bytes()).map_err(refused);
    assert_eq!(
        unopened,
        Err(DrawError::NotRevealed),
        "no draw without a revealed seed"
    );
    let out = Replaced {
        target: places[1],
        inspector: None,
    };
    let none = admin.ask_in_draw(draw, out, "停业", officer);
    assert_eq!(none.map_err(refused), Err(DrawError::NotRevealed));

    // Of two for the same day over the same premises one could be chosen.
    let another = admin.announce_draw(&request(2), officer).map_err(refused);
    assert_eq!(another, Err(DrawError::AnnouncedAlready { draw }));

    // The county's weights may not overflow what a machine can draw from.
    let mut pack = worker.core.policy().expect("a pack").as_ref().clone();
    let mut own = pack.accounting().clone();
    own.draw.max_tickets = 10;
    pack.accounting = Some(Box::new(own));
    pack.revision += 1;
    admin
        .activate_policy(pack.to_json().as_bytes(), None)
        .expect("the pack is sound");
    let heavy = admin.announce_draw(&request(2), officer).map_err(refused);
    assert_eq!(
        heavy,
        Err(DrawError::WeightOverflow { max: 10 }),
        "not wrapped, not cut off"
    );
    let mut unnamed = request(2);
    unnamed.exclusions = vec![Exclusion {
        target: places[2],
        reason: "friend".to_owned(),
        note: String::new(),
    }];
    // Reasons are asked for before weights are added up: it is refused for the reason in any case.
    let favor = admin.announce_draw(&unnamed, officer).map_err(refused);
    assert_eq!(
        favor,
        Err(DrawError::Reason {
            code: "friend".to_owned()
        })
    );
    pack.accounting = None;
    pack.revision += 1;
    admin
        .activate_policy(pack.to_json().as_bytes(), None)
        .expect("the pack is sound");
    let favor = admin.announce_draw(&unnamed, officer).map_err(refused);
    assert_eq!(
        favor,
        Err(DrawError::Reason {
            code: "friend".to_owned()
        })
    );

    world.clock.advance_days(5);
    let drawn = world
        .admin()
        .reveal_draw(draw, VALUE, officer)
        .expect("the value is known");
    let lines = drawn.selection().expect("it was drawn");
    assert!(!lines.is_empty());
    for line in &lines {
        let team: BTreeSet<_> = line.team.iter().map(|it| it.inspector).collect();
        assert_eq!(team.len(), 2, "two different inspectors");
        assert_ne!(line.target, places[0], "checked in this period");
        let mut trusted = places.iter().step_by(3);
        assert!(
            trusted.all(|it| *it != line.target),
            "good credit and nothing due: left in peace"
        );
    }
    let again = world
        .admin()
        .reveal_draw(draw, "1 2 3", officer)
        .map_err(refused);
    assert_eq!(
        again,
        Err(DrawError::AlreadyDrawn),
        "nobody draws until it suits"
    );

    // The next by the keys steps in, and only when a second person approves it.
    let out = Replaced {
        target: lines[0].target,
        inspector: None,
    };
    let admin = world.admin();
    let by_anybody = admin.ask_in_draw(draw, out, "现场已停业", anybody);
    assert_eq!(by_anybody.map_err(refused).map(|_| draw), not_allowed);
    let asked = admin
        .ask_in_draw(draw, out, "现场已停业", officer)
        .expect("it may be asked for");
    let alone = admin.approve_in_draw(draw, asked, officer);
    assert_eq!(
        alone.map_err(refused),
        Err(DrawError::ReplacementNeedsApprover)
    );
    let waved_through = admin.approve_in_draw(draw, asked, anybody);
    assert_eq!(waved_through.map_err(refused).map(|_| draw), not_allowed);
    let second = world.person(Role::StationOfficer, 1);
    let longer = admin.approve_in_draw(draw, asked, second);
    let longer = longer.expect("asked and approved by two");

    // Anybody reads the file without an account, and runs it again to the same bytes.
    let (status, file) = world
        .public(&format!("/public/draws/{draw}/record.json"))
        .await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        file.as_bytes(),
        longer.to_bytes(),
        "published as it is kept"
    );
    verify_draw(file.as_bytes()).expect("it is what the rules give");
    let path = world.path("draw.json");
    std::fs::write(&path, &file).expect("a file can be written");
    let (agreed, words) = verifier(&path);
    assert!(agreed && words.starts_with("OK: "), "{words}");
    let relay = std::env::var("WANGGE_RELAY_BIN");
    let relay =
        relay.expect("WANGGE_RELAY_BIN names the relay's program, whose `draw verify` is asked");
    let run = Command::new(&relay)
        .args(["draw", "verify"])
        .arg(&path)
        .status();
    assert!(run.expect("the relay's program runs").success());
    // Whether its lists are those that were announced, what was noted then tells, and the page shows it.
    let noted = DrawRecord::parse(announced.as_bytes()).expect("a record");
    let inputs = noted.announcement().expect("it is one").inputs_hash;
    for (name, hash, holds) in [
        ("--inputs", inputs, true),
        ("--last", noted.last_hash(), true),
        ("--commit", inputs, false),
        ("--last", inputs, false),
    ] {
        let run = Command::new(&relay)
            .args(["draw", "verify"])
            .arg(&path)
            .args([name, &hash.to_string()])
            .status();
        let run = run.expect("the relay's program runs");
        assert_eq!(run.success(), holds, "{name} {hash}");
    }
    let (_, page) = world.public(&format!("/public/draws/{draw}")).await;
    let last = longer.last_hash().to_string();
    assert!(page.contains(&last) && page.contains(&inputs.to_string()));

    // A single changed weight is found, by both.
    let value: Value = serde_json::from_str(&file).expect("JSON");
    let weight = &value["entries"][0]["act"]["announced"]["inputs"]["targets"][3]["weight"];
    let forged = file.replacen(
        &format!("\"weight\":{weight}"),
        &format!("\"weight\":{}", weight.as_u64().unwrap_or_default() + 1),
        1,
    );
    assert_eq!(
        verify_draw(forged.as_bytes()).map_err(refused),
        Err(DrawError::Differs { entry: 0 }),
        "the announcement is not what its inputs give"
    );
    std::fs::write(&path, &forged).expect("a file can be written");
    let (agreed, words) = verifier(&path);
    assert!(!agreed, "{words}");

    // The record only grows, whoever opens the file of the database.
    let before: DrawRecord = DrawRecord::parse(announced.as_bytes()).expect("a record");
    assert_eq!(longer.entries[0], before.entries[0]);
    let database = rusqlite::Connection::open(world.data().join("relay.sqlite")).expect("it opens");
    for sql in ["DELETE FROM draw_entry", "UPDATE draw_entry SET at = 0"] {
        let tampered = database.execute(sql, []);
        assert!(tampered.is_err_and(|error| error.to_string().contains("append-only")));
    }
    let (status, _) = world.public("/public/draws/nothing").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(world.public("/public/draws").await.1.contains("已抽取"));
}

/// Runs the independent verifier in Python: whether it agrees, and what it said.
pub(crate) fn verifier(path: &std::path::Path) -> (bool, String) {
    let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("mechanisms/draw_verify.py");
    let run = Command::new("python3")
        .arg(script)
        .arg(path)
        .env("PYTHONIOENCODING", "utf-8")
        .output()
        .expect("the verifier needs python3");
    let words = [run.stdout, run.stderr].concat();
    (
        run.status.success(),
        String::from_utf8_lossy(&words).into_owned(),
    )
}
