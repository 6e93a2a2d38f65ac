//! The first connections of a process, opened by many threads at once.

use std::process::Command;
use std::sync::Barrier;

use rusqlite::OpenFlags;

use super::super::connection;
use super::key;

/// Set for the process that opens, and for it alone.
const OPENS: &str = "WANGGE_TEST_OPENS_FIRST";
/// Without the wait of `cipher::await_start` about one process in 160 fails.
const PROCESSES: usize = 400;
const THREADS: usize = 8;

/// SQLCipher starts once a process, so each try is a process of its own: this test, called anew.
#[test]
fn many_threads_open_the_first_connections_of_a_process() {
    if std::env::var_os(OPENS).is_some() {
        let folder = tempfile::tempdir().unwrap();
        let together = Barrier::new(THREADS);
        std::thread::scope(|scope| {
            for number in 0..THREADS {
                let path = folder.path().join(number.to_string());
                let together = &together;
                scope.spawn(move || {
                    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
                    together.wait();
                    connection::open(&path, &key(), flags).unwrap();
                });
            }
        });
        return;
    }
    let name = "store::tests::first_open::many_threads_open_the_first_connections_of_a_process";
    for _ in 0..PROCESSES {
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name])
            .env(OPENS, "1")
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{told}");
        assert!(told.contains("1 passed"), "{told}");
    }
}
