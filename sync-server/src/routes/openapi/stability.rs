/// How far a program of one's own may rely on an operation（接口稳定性）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stability {
    /// Fields are only added; what is to go is announced a release ahead.
    Stable,
    /// It may change with a release, which the change log then says.
    Evolving,
    /// It is there for the console that comes with the relay, and changes with it.
    Console,
}

impl Stability {
    /// As the description names it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::Evolving => "evolving",
            Self::Console => "console",
        }
    }
}

use Stability::{Console, Evolving, Stable};

/// What begins like this, to the end of a part of the path; of several rows the longest counts.
#[rustfmt::skip]
pub(crate) const STABILITY: &[(&str, Stability)] = &[
    ("/api/v1/login", Stable),
    ("/api/v1/logout", Stable),
    ("/api/v1/me", Stable),
    ("/api/v1/me/totp", Console),
    ("/api/v1/sign-on", Stable),
    ("/api/v1/sessions", Evolving),
    ("/api/v1/audit", Evolving),
    ("/api/v1/premises", Stable),
    ("/api/v1/premises.csv", Stable),
    ("/api/v1/premises-imports", Evolving),
    ("/api/v1/inspections", Stable),
    ("/api/v1/hazards", Stable),
    ("/api/v1/records", Stable),
    ("/api/v1/records/{record}/envelopes", Console),
    ("/api/v1/records/{record}/contacts", Evolving),
    ("/api/v1/records/{record}/companions", Evolving),
    ("/api/v1/records/{record}/steps", Evolving),
    ("/api/v1/records/{record}/truth", Evolving),
    ("/api/v1/own-keys", Console),
    ("/api/v1/cases", Evolving),
    ("/api/v1/candidates", Console),
    ("/api/v1/deadline-alerts", Evolving),
    ("/api/v1/annulled-escalations", Evolving),
    ("/api/v1/to-confirm", Evolving),
    ("/api/v1/weekly-rollups", Evolving),
    ("/api/v1/letters", Evolving),
    ("/api/v1/complaints", Evolving),
    ("/api/v1/public", Stable),
    ("/api/v1/public-reports", Evolving),
    ("/api/v1/public-rewards", Evolving),
    ("/api/v1/reporter-identities", Evolving),
    ("/api/v1/quarantine", Evolving),
    ("/api/v1/grids", Stable),
    ("/api/v1/registers", Stable),
    ("/api/v1/personal-requests", Evolving),
    ("/api/v1/sheets", Stable),
    ("/api/v1/assets", Evolving),
    ("/api/v1/transfers", Evolving),
    ("/api/v1/warnings", Evolving),
    ("/api/v1/alarms", Stable),
    ("/api/v1/exchange", Stable),
    ("/api/v1/fittings", Evolving),
    ("/api/v1/self-checks", Evolving),
    ("/api/v1/may-issue", Console),
    ("/api/v1/campaigns", Evolving),
    ("/api/v1/plans", Evolving),
    ("/api/v1/numbers", Evolving),
    ("/api/v1/joint-visits", Evolving),
    ("/api/v1/draws", Evolving),
    ("/api/v1/staffing", Evolving),
    ("/api/v1/training", Evolving),
    ("/api/v1/enforcement-quotas", Evolving),
    ("/api/v1/organization", Evolving),
    ("/api/v1/accounts", Evolving),
    ("/api/v1/rewards", Evolving),
    ("/api/v1/rewards.csv", Evolving),
    ("/api/v1/summary", Stable),
    ("/api/v1/ledger.csv", Stable),
    ("/api/v1/ledger.xlsx", Stable),
    ("/api/v1/feed", Stable),
    ("/api/v1/retention", Evolving),
    ("/api/v1/census", Evolving),
    ("/api/v1/coverage", Evolving),
    ("/api/v1/cut", Evolving),
    ("/api/v1/figures", Evolving),
    ("/api/v1/gaps", Evolving),
    ("/api/v1/on-time", Evolving),
    ("/api/v1/scores", Evolving),
    ("/api/v1/scores.csv", Evolving),
    ("/api/v1/snapshots", Evolving),
    ("/api/v1/ranking", Evolving),
    ("/api/v1/analysis", Evolving),
    ("/api/v1/honors", Evolving),
    ("/api/v1/map", Evolving),
    ("/api/v1/map.geojson", Stable),
    ("/api/v1/next-visits", Evolving),
    ("/api/v1/dictionary", Stable),
    ("/api/v1/papers", Stable),
    ("/api/v1/evidence", Stable),
    ("/api/v1/news", Console),
    ("/api/v1/reference", Console),
    ("/api/v1/people", Evolving),
    ("/api/v1/enrollment-codes", Evolving),
    ("/api/v1/policy-packs", Evolving),
    ("/api/v1/basemap", Console),
    ("/api/v1/basemap.pmtiles", Console),
    ("/public/draws", Stable),
];

/// The row that counts for a path.
pub(crate) fn stability(path: &str) -> Option<(&'static str, Stability)> {
    let rows = STABILITY.iter().filter(|(begin, _)| {
        path.strip_prefix(begin)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    rows.max_by_key(|(begin, _)| begin.len()).copied()
}
