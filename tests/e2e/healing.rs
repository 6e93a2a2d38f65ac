//! A relay that was restored, or put back to yesterday by hand: what any phone holds comes back.

use std::collections::BTreeMap;
use std::path::Path;

use wangge_domain::calendar::{DayKind, DeadlineSpec};
use wangge_domain::lifecycle::{Responsible, Status};
use wangge_domain::{GridId, RecordId};
use wangge_mobile_core::{NoticeInput, PaperKind, ServiceInput, SignatureInput, SyncEnd};
use wangge_sync_server::admin::{restore, verify_backup};
use wangge_sync_server::{ClockChoice, Relay, RelayConfig, RunningRelay};

use crate::world::{Phone, World};

/// The end of every grid's log: seq and chain hash, which covers every row with its time,
/// decision and number.
pub(super) fn heads(data: &Path) -> BTreeMap<String, (i64, String)> {
    let database = rusqlite::Connection::open(data.join("relay.sqlite")).expect("it opens");
    let mut statement = database
        .prepare("SELECT hex(stream), seq, hex(chain_hash) FROM stream")
        .expect("the table is there");
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))
        .expect("it reads");
    rows.map(|row| row.expect("it reads")).collect()
}

pub(super) async fn start(world: &World, address: &str) -> RunningRelay {
    let config = RelayConfig {
        listen: Some(address.to_owned()),
        clock: ClockChoice::Given(world.clock.relay()),
        ..RelayConfig::new(world.data())
    };
    Relay::start(config).await.expect("the relay comes back")
}

/// A case with a noticed hazard.
pub(super) fn case(world: &World, phone: &Phone, grid: GridId, nth: usize) -> RecordId {
    let listed = world.township.premises_of(grid).nth(nth);
    let premises = phone.put_on_file(listed.expect("the grid has premises"));
    let file = phone.core.get_premises(premises).expect("it is on file");
    let policy = phone.core.policy().expect("the phone is enrolled");
    let list = policy
        .checklist_for(&file.row.category)
        .expect("the category has a list");
    let typed = wangge_domain::premises::Premises::from_content(&file.content);
    let facts = typed.facts(&policy.categories, phone.clock.now().china_date());
    let item = wangge_domain::checklist::applicable_items(list, &facts)
        .into_iter()
        .find(|item| {
            !item.life_threat
                && item.severity_on_fail == wangge_domain::checklist::ItemSeverity::General
        })
        .expect("the list has such an item")
        .id
        .clone();
    let (_, submitted) = phone.inspect(premises, &[&item]);
    let hazard = *submitted.hazards.first().expect("it became a hazard");
    let notice = NoticeInput {
        issuer: "station".to_owned(),
        deadline: DeadlineSpec::Days {
            days: 7,
            calendar: DayKind::Natural,
        },
        responsible: Responsible {
            unit: "青峰小商店".to_owned(),
            leader: "李站长".to_owned(),
            person: "王老板".to_owned(),
            phone: String::new(),
        },
    };
    phone
        .core
        .issue_notice(hazard, &notice)
        .expect("the notice is complete");
    hazard
}

/// What the record of the visit bears at which a hazard was found.
fn record_number(phone: &Phone, hazard: RecordId) -> String {
    let record = phone.core.get_record(hazard).expect("it is here");
    let visit = wangge_domain::hazard::Hazard::from_content(&record.content).inspection;
    let visit = visit.expect("it was found at a visit");
    let made = phone.core.paper(visit, PaperKind::InspectionRecord);
    made.expect("the visit was handed in").number
}

pub(super) fn number(phone: &Phone, hazard: RecordId) -> Option<String> {
    let state = phone.core.get_record(hazard).expect("it is here").state;
    assert!(matches!(
        state.status,
        Status::NoticeIssued | Status::Served
    ));
    state.notice_number
}

/// The owner signs for the notice: its deadline counts from here.
fn serve(phone: &Phone, hazard: RecordId) {
    let statement = phone.core.get_record(hazard).expect("it is here").statement;
    let signature = SignatureInput {
        strokes: wangge_tests::STROKES.to_vec(),
        signer: "王老板".to_owned(),
        role: "owner".to_owned(),
        statement,
    };
    phone
        .core
        .serve_notice(hazard, &ServiceInput::Signed(signature))
        .expect("it is signed");
}

pub(super) fn photos_held(data: &Path) -> i64 {
    let database = rusqlite::Connection::open(data.join("relay.sqlite")).expect("it opens");
    database
        .query_row("SELECT count(*) FROM blob", [], |row| row.get(0))
        .expect("it reads")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_restored_from_a_backup_gets_everything_back() {
    let mut world = World::start().await;
    let (one, grid) = world.worker_phone(0).await;
    let (two, other_grid) = world.worker_phone(1).await;
    let officer = world.officer_phone(0).await;
    let first = case(&world, &one, grid, 0);
    serve(&one, first);
    one.sync().await;
    let backup = world.path("backup");
    world.admin().backup(&backup).expect("there is room");
    verify_backup(&backup).expect("it is whole");

    // More work, by everybody, with numbers and photos; a device joins.
    world.clock.advance_hours(1);
    let second = case(&world, &one, grid, 1);
    one.sync().await;
    let third = case(&world, &two, other_grid, 0);
    two.sync().await;
    let (late, late_grid) = world.worker_phone(2).await;
    let fourth = case(&world, &late, late_grid, 0);
    late.sync().await;
    for phone in [&one, &two, &officer] {
        phone.sync().await;
    }
    let numbers = [
        (&one, first),
        (&one, second),
        (&two, third),
        (&late, fourth),
    ]
    .map(|(phone, hazard)| number(phone, hazard));
    assert!(numbers.iter().all(Option::is_some), "{numbers:?}");
    let visits = [(&one, first), (&one, second), (&two, third)].map(|(phone, hazard)| {
        let number = record_number(phone, hazard);
        assert!(number.starts_with("青消检字"), "{number}");
        number
    });
    let before = heads(&world.data());
    let photos = photos_held(&world.data());

    // The PC burns down.
    let address = world.relay().address.replace("https://", "");
    world.stop().await;
    std::fs::remove_dir_all(world.data()).expect("it is gone");
    let clock = ClockChoice::Given(world.clock.relay());
    let report = restore(&backup, &world.data(), false, clock).expect("the backup is good");
    assert!(report.waiting >= 3);
    let relay = start(&world, &address).await;
    world.clock.advance_days(9);

    // No deadline is looked at and no number given before the phones were heard.
    assert_eq!(relay.run_jobs().await.expect("they run"), 0);
    let waiting = case(&world, &one, grid, 2);
    let report = one.try_sync().await.expect("it runs");
    assert_eq!(report.end, SyncEnd::Waiting, "the number waits: {report:?}");
    assert_eq!(number(&one, waiting), None);
    // The officer's phone holds the rows of everybody: the others find them there.
    officer.sync().await;
    let healing = world
        .admin()
        .healing()
        .expect("it reads")
        .expect("it heals");
    assert!(
        healing.restored > 0 && healing.decided_anew == 0,
        "{healing:?}"
    );
    two.sync().await;
    late.sync().await;
    let after = heads(&world.data());
    for (stream, (seq, chain)) in &before {
        let (now, held) = &after[stream];
        assert!(now >= seq, "{stream}");
        if now == seq {
            assert_eq!(held, chain, "the same log to the last bit");
        }
    }
    assert_eq!(
        world.admin().healing().expect("it reads"),
        None,
        "all were heard"
    );

    // Healed: the waiting number comes, and none of the old ones changed.
    let report = one.sync().await;
    assert!(report.refused.is_empty());
    officer.sync().await;
    let again = [
        (&one, first),
        (&one, second),
        (&two, third),
        (&late, fourth),
    ]
    .map(|(phone, hazard)| number(phone, hazard));
    assert_eq!(again, numbers);
    let new = number(&one, waiting).expect("it has its number now");
    assert!(!numbers.contains(&Some(new)), "no number is given twice");
    // Papers of visits have the numbers that they had. A visit waits for none: one that was handed
    // in meanwhile keeps its provisional number.
    let again = [(&one, first), (&one, second), (&two, third)];
    assert_eq!(
        again.map(|(phone, hazard)| record_number(phone, hazard)),
        visits
    );
    let number = record_number(&one, waiting);
    assert!(number.starts_with("暂-检-"), "{number}");
    for phone in [&one, &two, &late] {
        phone.sync().await;
    }
    assert!(photos_held(&world.data()) >= photos, "photos came again");
    world.clock.advance_hours(1);
    assert!(
        relay.run_jobs().await.expect("they run") > 0,
        "deadlines go on"
    );
    relay.shutdown().await;
}

pub(super) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("it lists") {
        let path = entry.expect("an entry").path();
        let into = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &into);
        } else {
            std::fs::copy(&path, &into).expect("it copies");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_lost_its_last_hour_notices_and_heals() {
    let mut world = World::start().await;
    let (one, grid) = world.worker_phone(0).await;
    let officer = world.officer_phone(0).await;
    let first = case(&world, &one, grid, 0);
    one.sync().await;
    let address = world.relay().address.replace("https://", "");
    world.stop().await;
    // Somebody copies the folder, and puts it back an hour later without telling anybody.
    let copied = world.path("copied");
    copy(&world.data(), &copied);
    let relay = start(&world, &address).await;
    world.clock.advance_hours(1);
    let second = case(&world, &one, grid, 1);
    one.sync().await;
    officer.sync().await;
    let numbers = [number(&one, first), number(&one, second)];
    relay.shutdown().await;
    std::fs::remove_dir_all(world.data()).expect("it is gone");
    copy(&copied, &world.data());
    let relay = start(&world, &address).await;
    world.clock.advance_hours(1);
    for phone in [&officer, &one, &officer] {
        phone.sync().await;
    }
    let healing = world.admin().healing().expect("it reads");
    assert_eq!(healing, None, "both were heard, so it is over");
    assert_eq!([number(&one, first), number(&one, second)], numbers);
    assert_eq!(number(&officer, second), numbers[1]);
    let third = case(&world, &one, grid, 2);
    one.sync().await;
    let new = number(&one, third);
    assert!(new.is_some() && !numbers.contains(&new));
    relay.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_enrolled_after_the_backup_signs_in_by_what_it_holds() {
    let mut world = World::start().await;
    let (one, grid) = world.worker_phone(0).await;
    case(&world, &one, grid, 0);
    one.sync().await;
    let backup = world.path("backup");
    world.admin().backup(&backup).expect("there is room");
    world.clock.advance_hours(1);
    let (late, late_grid) = world.worker_phone(2).await;
    let hazard = case(&world, &late, late_grid, 0);
    late.sync().await;
    let given = number(&late, hazard);
    assert!(given.is_some());
    let address = world.relay().address.replace("https://", "");
    world.stop().await;
    std::fs::remove_dir_all(world.data()).expect("it is gone");
    let clock = ClockChoice::Given(world.clock.relay());
    restore(&backup, &world.data(), false, clock).expect("the backup is good");
    let relay = start(&world, &address).await;
    // Longer than a token lives: it must ask for a session of a relay that never heard of it.
    world.clock.advance_days(2);
    late.sync().await;
    assert_eq!(number(&late, hazard), given, "the number stays");
    let more = case(&world, &late, late_grid, 1);
    one.sync().await;
    late.sync().await;
    late.sync().await;
    assert!(number(&late, more).is_some(), "and it works on");
    relay.shutdown().await;
}
