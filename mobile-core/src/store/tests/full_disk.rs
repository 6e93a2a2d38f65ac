use super::{key, open, options};
use crate::store::{Database, DatabaseOptions, DbError};

#[test]
fn a_full_disk_keeps_old_data_readable_and_takes_small_writes_from_the_reserve() {
    let folder = tempfile::tempdir().unwrap();
    // The schema alone takes some 200 KB.
    let limits = DatabaseOptions {
        max_bytes: Some(1024 * 1024),
        ..options(&folder)
    };
    let database = Database::open(limits, key()).unwrap();
    database
        .set_settings(vec![("kept", b"yes".to_vec())])
        .unwrap();
    assert!(database.has_reserve());
    let big = |database: &Database, name: &'static str, bytes: usize| {
        database.set_settings(vec![(name, vec![7; bytes])])
    };
    // More than the quota and the reserve together: refused, whole.
    let error = big(&database, "huge", 8 * 1024 * 1024).unwrap_err();
    assert!(error.is_full(), "{error}");
    assert_eq!(database.setting("huge").unwrap(), None, "all or nothing");
    assert_eq!(
        database.setting("kept").unwrap().as_deref(),
        Some(b"yes".as_slice())
    );
    assert!(!database.has_reserve(), "the reserve was given back");
    // Small writes go on in the room of the reserve.
    big(&database, "small", 512 * 1024).unwrap();
    big(&database, "small too", 512 * 1024).unwrap();
    // Until that is used up as well.
    let mut refused = false;
    for name in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"] {
        refused |= matches!(big(&database, name, 512 * 1024), Err(error) if error.is_full());
    }
    assert!(refused);
    assert_eq!(
        database.setting("small").unwrap().map(|it| it.len()),
        Some(512 * 1024)
    );
    drop(database);
    // With room again, everything goes on and the reserve is taken up anew.
    let database = open(&folder);
    assert!(database.has_reserve());
    big(&database, "after", 512 * 1024).unwrap();
}

#[test]
fn a_closed_database_is_no_full_disk() {
    assert!(!DbError::Closed.is_full() && !DbError::Closed.is_corrupt());
}
