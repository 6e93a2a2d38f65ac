use serde::{Deserialize, Serialize};
use wangge_domain::Digest;
use wangge_protocol::sha256;

/// What is to be written down（审计事项）. No name, no telephone, no address of anybody: ids, routes, codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuditEntry {
    /// When, by the relay's clock, milliseconds since 1970.
    pub(crate) at: i64,
    /// Id of the person; `command` for the command line; empty if nobody is known.
    pub(crate) actor: String,
    /// What was done: method and route, or the words of a command.
    pub(crate) deed: String,
    /// To what: ids of the route, with blanks between.
    pub(crate) subject: String,
    /// What came of it: the status of the answer, `done` or `failed`.
    pub(crate) outcome: String,
    /// Reason given by the person, if one is asked for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) reason: String,
}

/// A line of the log, in its place of the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AuditLine {
    /// From 1, without holes.
    pub(crate) seq: u64,
    /// What happened.
    pub(crate) entry: AuditEntry,
    /// Hash of the line before; zeros before the first.
    pub(crate) prev: String,
    /// SHA-256 over seq, the entry as JSON and `prev`.
    pub(crate) hash: String,
}

impl AuditLine {
    /// The line that follows on `seq` and `prev`.
    pub(crate) fn after(seq: u64, prev: &str, entry: AuditEntry) -> Self {
        let seq = seq + 1;
        let hash = hash_of(seq, &entry, prev);
        Self {
            seq,
            entry,
            prev: prev.to_owned(),
            hash,
        }
    }

    /// Whether its hash is that of what it says.
    pub(crate) fn holds(&self) -> bool {
        hash_of(self.seq, &self.entry, &self.prev) == self.hash
    }

    /// What stands before the first line.
    pub(crate) fn beginning() -> String {
        Digest([0; 32]).to_string()
    }
}

fn hash_of(seq: u64, entry: &AuditEntry, prev: &str) -> String {
    let text = serde_json::to_string(entry).unwrap_or_default();
    sha256(format!("wangge/audit/1\n{seq}\n{prev}\n{text}").as_bytes()).to_string()
}
