use super::photos::PhotoState;
use crate::webhooks::WebhookState;

/// What was found out about a relay and its machine（实况）; judging it needs nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    /// The machine's clock, milliseconds since 1970.
    pub(super) now: i64,
    /// A relay was made in the folder.
    pub(super) initialized: bool,
    /// This account may not look into the folder.
    pub(super) forbidden: bool,
    /// Version of the SQLite within the program, as one number: 3.51.3 is 3051003.
    pub(super) sqlite: i32,
    /// Why the database could not be opened, or reached, or is damaged.
    pub(super) damage: Option<String>,
    /// Every row and every photo was looked at byte by byte.
    pub(super) deep: bool,
    /// The photos in the folder; none if they lie elsewhere.
    pub(super) photos: Option<PhotoState>,
    /// The key that phones know the relay by is in its place.
    pub(super) tls_key_here: bool,
    /// The newest time that the log knows.
    pub(super) newest_row_at: Option<i64>,
    /// A demonstration, whose times may be those of a clock file.
    pub(super) demo: bool,
    /// Why deadline jobs stand still.
    pub(super) jobs_stopped: Option<String>,
    /// Phones are bringing back what a restore lost.
    pub(super) healing: bool,
    /// Space left on the disk.
    pub(super) disk_free: Option<u64>,
    /// When the certificate begins and ends, seconds since 1970.
    pub(super) certificate: Result<(i64, i64), String>,
    /// The data lie in PostgreSQL.
    pub(super) on_server: bool,
    /// When the newest backup was made.
    pub(super) last_backup_at: Option<i64>,
    /// When a whole restore was last tried, and what did not hold.
    pub(super) trial: Option<(i64, String)>,
    /// Certified service keys that are left.
    pub(super) service_keys_left: Option<usize>,
    /// The root key lies beside the data.
    pub(super) root_key_here: bool,
    /// Anybody may look into the folder.
    pub(super) open_to_others: Option<bool>,
    /// Its configuration can be read, or why not.
    pub(super) configuration: Result<(), String>,
    /// Where it listens; unknown without a configuration that can be read.
    pub(super) listen: Option<String>,
    /// A relay serves this folder now.
    pub(super) serving: bool,
    /// Why its port cannot be listened on.
    pub(super) port_taken: Option<String>,
    /// File handles a process may hold.
    pub(super) handle_limit: Option<u64>,
    /// How far the receivers of webhooks were told, in the order of the configuration.
    pub(super) webhooks: Vec<WebhookState>,
    /// Kinds of records that are kept for a time only, each with its months.
    pub(super) retention: Vec<(String, u32)>,
    /// Lines of the audit log, or why it does not hold.
    pub(super) audit: Result<u64, String>,
    /// Where the audit log is copied to.
    pub(super) second_place: SecondPlace,
}

/// Where the audit log has its second place（异地副本）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SecondPlace {
    /// None is set.
    Unset,
    /// On the disk of the data folder: both go with it.
    SameDisk,
    /// On another one, or that cannot be told.
    Elsewhere,
}
