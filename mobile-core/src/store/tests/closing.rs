//! A pause in the middle of readings and changes: it keeps its time and tells the truth.

use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use super::open;
use crate::store::{Database, DbError};

/// What a pause has.
const LIMIT: Duration = Duration::from_secs(2);

/// Counts until it is interrupted.
const ENDLESS: &str =
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

fn pause(database: &Database) -> bool {
    let begun = Instant::now();
    let closed = database.pause();
    assert!(begun.elapsed() < LIMIT, "{:?}", begun.elapsed());
    closed
}

#[test]
fn a_reading_that_goes_on_is_told_and_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&folder);
    let (begin, begun) = channel();
    let (release, released) = channel::<()>();
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let released = released;
            database.read(|connection| {
                begin.send(()).unwrap();
                let waited = released.recv_timeout(Duration::from_secs(5));
                let one: i64 = connection.query_row("SELECT 1", [], |row| row.get(0))?;
                assert_eq!((waited, one), (Ok(()), 1));
                Ok(())
            })
        });
        begun.recv().unwrap();
        assert!(!pause(&database), "its handle is open");
        assert!(!pause(&database), "and still is");
        assert!(matches!(database.setting("x"), Err(DbError::Closed)));
        // Opened anew beside it: nothing is lost, and it still counts at the next pause.
        database.resume().unwrap();
        database.set_settings(vec![("x", b"1".to_vec())]).unwrap();
        assert!(!pause(&database));
        release.send(()).unwrap();
        reader.join().unwrap().unwrap();
        assert!(pause(&database), "now it is closed");
    });
}

#[test]
fn statements_without_an_end_are_interrupted() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&folder);
    let (begin, begun) = channel();
    let in_writer = begin.clone();
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let begin = begin;
            database.read(|connection| {
                begin.send(()).unwrap();
                Ok(connection.query_row(ENDLESS, [], |row| row.get::<_, i64>(0))?)
            })
        });
        let writer = scope.spawn(|| {
            let in_writer = in_writer;
            database.write(move |tx| {
                crate::store::settings::set(tx, "half", b"x")?;
                in_writer.send(()).unwrap();
                Ok(tx.query_row(ENDLESS, [], |row| row.get::<_, i64>(0))?)
            })
        });
        begun.recv().unwrap();
        begun.recv().unwrap();
        assert!(pause(&database));
        assert!(reader.join().unwrap().is_err());
        assert!(writer.join().unwrap().is_err());
    });
    database.resume().unwrap();
    assert_eq!(database.setting("half").unwrap(), None, "rolled back");
}

#[test]
fn a_change_that_goes_on_is_told_and_what_is_queued_behind_it_is_not_begun() {
    let folder = tempfile::tempdir().unwrap();
    let database = open(&folder);
    let (begin, begun) = channel();
    let (release, released) = channel::<()>();
    std::thread::scope(|scope| {
        let first = scope.spawn(|| {
            let (begin, released) = (begin, released);
            database.write(move |tx| {
                crate::store::settings::set(tx, "first", b"x")?;
                begin.send(()).unwrap();
                let _waited = released.recv_timeout(Duration::from_secs(5));
                Ok(())
            })
        });
        begun.recv().unwrap();
        let second = scope.spawn(|| database.set_settings(vec![("second", b"x".to_vec())]));
        // Time to queue up.
        std::thread::sleep(Duration::from_millis(100));
        assert!(!pause(&database), "its handle is open");
        release.send(()).unwrap();
        // What had begun ends as it would have: its caller is told that it is durable.
        first.join().unwrap().unwrap();
        assert!(matches!(second.join().unwrap(), Err(DbError::Closed)));
        assert!(pause(&database));
    });
    database.resume().unwrap();
    assert!(database.setting("first").unwrap().is_some());
    assert_eq!(database.setting("second").unwrap(), None);
}
