//! A relay that shows what is left of a damaged database（只读启动）: it works on a copy, refuses every
//! change, and leaves the database itself as it lies.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use axum::http::StatusCode;

use crate::access::{Door, RouteRule};
use crate::data_folder::DataFolder;
use crate::error::RelayStartError;
use crate::http::ApiError;
use crate::platform::private_folder;

/// What ends a name of the files beside a database that belong to it.
const BESIDE: [&str; 3] = ["", "-wal", "-shm"];
/// Phones may ask again after so long.
const AGAIN_MS: u64 = 10 * 60_000;
/// What changes nothing though it is no reading: signing in and out happen in the copy, and a file of a
/// paper is looked at.
const HARMLESS: [&str; 3] = ["/api/v1/login", "/api/v1/logout", "/v"];
/// What of that writes into the database.
const SIGN_IN: [&str; 2] = ["/api/v1/login", "/api/v1/logout"];

const WORKS: u8 = 0;
const ON_A_COPY: u8 = 1;
const IN_PLACE: u8 = 2;

/// Whether a relay only shows what is left（只读）: from its start, on a copy, or since damage was found while it
/// served.
#[derive(Clone)]
pub(crate) struct ShowsOnly(Arc<AtomicU8>);

impl ShowsOnly {
    pub(crate) fn new(on_a_copy: bool) -> Self {
        let state = if on_a_copy { ON_A_COPY } else { WORKS };
        Self(Arc::new(AtomicU8::new(state)))
    }

    /// From now on nothing is changed any more.
    pub(crate) fn begin_in_place(&self) {
        self.0.store(IN_PLACE, Ordering::Release);
    }

    pub(crate) fn is_on(&self) -> bool {
        self.0.load(Ordering::Acquire) != WORKS
    }

    /// Whether a route is refused for that. In a copy people may sign in; in the damaged database nobody may.
    pub(crate) fn refuses(&self, rule: &RouteRule) -> bool {
        match self.0.load(Ordering::Acquire) {
            WORKS => false,
            ON_A_COPY => !is_shown(rule),
            _ => {
                let signs_in =
                    SIGN_IN.contains(&rule.route) || rule.route.starts_with("/api/v1/sign-on");
                signs_in || !is_shown(rule)
            }
        }
    }
}

/// The folder with a fresh copy of its database in the place of it.
pub(crate) fn on_a_copy(folder: DataFolder) -> Result<DataFolder, RelayStartError> {
    if folder.on_postgres().exists() {
        return Err(RelayStartError::invalid(
            "--read-only 仅用于 SQLite 文件；PostgreSQL 由数据库自己的工具检查和恢复\
             （--read-only is for a SQLite file: a database on a server has tools of its own）",
        ));
    }
    let within = folder.read_only();
    let copy = within.join("relay.sqlite");
    copy_database(&folder.database(), &within, &copy)
        .map_err(|error| RelayStartError::file(&within, error.to_string()))?;
    Ok(folder.with_database(copy))
}

fn copy_database(original: &Path, within: &Path, copy: &Path) -> io::Result<()> {
    std::fs::create_dir_all(within)?;
    private_folder(within)?;
    for suffix in BESIDE {
        match std::fs::remove_file(beside(copy, suffix)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    // The index beside a log is made anew from it.
    for suffix in ["", "-wal"] {
        let file = beside(original, suffix);
        if file.exists() {
            std::fs::copy(file, beside(copy, suffix))?;
        }
    }
    Ok(())
}

fn beside(file: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Whether a route is answered by a relay that only shows.
fn is_shown(rule: &RouteRule) -> bool {
    let is_reading = matches!(rule.method, "GET" | "OPTIONS");
    match rule.door {
        // A phone would take what is left for all there is.
        Door::Device => false,
        // Whoever watches has to know that nothing is taken here.
        _ if rule.route == "/readyz" => false,
        _ => is_reading || HARMLESS.contains(&rule.route),
    }
}

/// What everything else gets for an answer.
pub(crate) fn refusal() -> ApiError {
    ApiError::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "read_only",
        "中继以只读方式运行，只能查看，清单可能不全；请继续在手机上工作，恢复后自动同步",
        "the relay only shows what is left of a damaged database; phones keep their work",
    )
    .retry_after(AGAIN_MS)
}
