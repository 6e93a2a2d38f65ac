//! Words that two people blanked are nowhere in the file of SQLite, nor in the log beside it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rusqlite::Connection;
use tempfile::TempDir;
use wangge_domain::lifecycle::Event;
use wangge_domain::record::{RecordKind, Scalar};
use wangge_sync_engine::client::{self, EventPlan, SealRequest};

use super::NOW;
use super::awaited_photos::{record, world};
use crate::store::{RelayDatabase, SqliteDatabase};

/// What nobody shall read any more.
const SECRET: &str = "张三家三楼";
const FIELD: &str = "road";
/// What a relay of before let go of without a word of `secure_delete`.
const LET_GO: &str = "李四家四楼";
const STAYS: &str = "面馆";

/// Whether a word stands anywhere in the bytes of the file or of the log beside it.
fn holds(path: &Path, word: &str) -> bool {
    let log = path.with_extension("sqlite-wal");
    [path, &log].into_iter().any(|file| {
        let bytes = std::fs::read(file).unwrap_or_default();
        bytes
            .windows(word.len())
            .any(|part| part == word.as_bytes())
    })
}

/// A word that was written and deleted by a program that overwrites nothing.
fn let_go_of(path: &Path, word: &str) {
    let connection = Connection::open(path).unwrap();
    connection
        .pragma_update(None, "secure_delete", false)
        .unwrap();
    let kept = "INSERT INTO setting (tenant, key, value) VALUES (1, 'before', ?1)";
    connection.execute(kept, [word]).unwrap();
    let gone = "DELETE FROM setting WHERE key = 'before'";
    connection.execute(gone, []).unwrap();
}

#[test]
fn a_word_that_was_blanked_is_in_no_byte_of_the_file_or_its_log() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("relay.sqlite");
    let made = SqliteDatabase::open(&path, NOW).unwrap();
    let database: Arc<dyn RelayDatabase> = Arc::new(made);
    let (world, tenant) = world(&database);
    let mut rng = StdRng::seed_from_u64(7);
    let (mut worker, stream) = (world.worker(0), world.stream(0));
    let written = [("name", Scalar::from(STAYS)), (FIELD, Scalar::from(SECRET))];
    worker
        .edit(record(1), &RecordKind::Premises, stream, &written)
        .unwrap();
    let written = worker.submit(record(1)).unwrap();
    // The log goes on before and behind it: pages are divided.
    for number in 2..40 {
        worker.premises(record(number), stream, STAYS);
        worker.submit(record(number)).unwrap();
    }
    worker.sync(&world, &mut rng);
    let (mut one, mut two) = (world.officer(), world.officer());
    one.sync(&world, &mut rng);
    let asks = Event::RedactionRequested {
        envelopes: vec![written],
        fields: vec![FIELD.to_owned()],
        reason: "误录他人住址".to_owned(),
    };
    let plan = vec![EventPlan::Ready(asks)];
    let request = client::seal(&one.ctx(), record(1), plan, Vec::new()).unwrap();
    one.sync(&world, &mut rng);
    two.sync(&world, &mut rng);
    assert!(!database.overwrite_blanked(tenant).unwrap(), "nothing yet");
    assert!(holds(&path, SECRET), "as long as nobody blanked it");

    let confirmed = move |version| Event::RedactionConfirmed { request, version };
    let plan = vec![EventPlan::WithVersion(Box::new(confirmed))];
    let sealed = SealRequest {
        anew_without: Some(BTreeSet::from([FIELD.to_owned()])),
        ..SealRequest::new(record(1), plan)
    };
    client::seal_many(&two.ctx(), vec![sealed]).unwrap();
    assert_eq!(two.sync(&world, &mut rng).without_effect, []);
    let_go_of(&path, LET_GO);
    assert!(holds(&path, SECRET), "the log beside the file has it still");
    assert!(holds(&path, LET_GO));

    // Whoever reads an earlier moment keeps the log as it is, and nobody waits for that.
    drop(world);
    let reader = Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    let count = "SELECT count(*) FROM log";
    let rows: i64 = reader.query_row(count, [], |row| row.get(0)).unwrap();
    assert!(!database.overwrite_blanked(tenant).unwrap());
    assert!(holds(&path, SECRET), "it is tried again");
    drop(reader);
    assert!(database.overwrite_blanked(tenant).unwrap());
    assert!(!holds(&path, SECRET) && !holds(&path, LET_GO));
    assert!(holds(&path, STAYS), "all else is there");
    assert!(!database.overwrite_blanked(tenant).unwrap(), "once");

    let after = Connection::open(&path).unwrap();
    let left: i64 = after.query_row(count, [], |row| row.get(0)).unwrap();
    assert_eq!(left, rows);
    let sound: String = after
        .query_row("PRAGMA integrity_check", [], |row| row.get(0))
        .unwrap();
    assert_eq!(sound, "ok");
}
