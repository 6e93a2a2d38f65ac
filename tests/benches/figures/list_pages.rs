//! What every list page of the console asks for.

use wangge_domain::GridId;

use super::county::CAMPAIGN;

/// A request by its name.
type Named = (&'static str, String);

/// Pages of lists that are read by key, or hold what is entered at desks.
pub(crate) fn quick(township: &GridId) -> Vec<Named> {
    let mut all: Vec<Named> = [
        "call",
        "letter",
        "measure",
        "meeting",
        "order",
        "report",
        "sample",
        "stop_use",
        "major_case",
    ]
    .iter()
    .map(|kind| (*kind, format!("/api/v1/cases/{kind}?limit=50")))
    .collect();
    let plain = [
        ("cases", "/api/v1/cases"),
        ("registers", "/api/v1/registers"),
        ("register", "/api/v1/registers/campaign"),
        ("public_reports", "/api/v1/public-reports"),
        ("public_rewards", "/api/v1/public-rewards"),
        ("people", "/api/v1/people"),
        ("grids", "/api/v1/grids"),
        ("quarantine", "/api/v1/quarantine"),
        ("numbers", "/api/v1/numbers"),
        ("numbers_void", "/api/v1/numbers/void"),
        ("draws", "/api/v1/draws"),
        ("sheets", "/api/v1/sheets"),
        ("sheet", "/api/v1/sheets/drill"),
        ("organization", "/api/v1/organization"),
        ("quotas", "/api/v1/enforcement-quotas"),
        ("rollups", "/api/v1/weekly-rollups"),
        ("assets", "/api/v1/assets"),
        ("annulled", "/api/v1/annulled-escalations"),
        ("alerts", "/api/v1/deadline-alerts"),
    ];
    all.extend(plain.map(|(name, path)| (name, path.to_owned())));
    all.push(("staffing", format!("/api/v1/staffing?township={township}")));
    all.push((
        "training",
        "/api/v1/training/coverage?from=2026-01-01&until=2026-12-31".to_owned(),
    ));
    all
}

/// Pages whose answer rests on every premises or hazard that the caller sees.
pub(crate) fn of_all_premises(township: &GridId) -> Vec<Named> {
    vec![
        ("agency_plan", "/api/v1/plans/GRID".to_owned()),
        (
            "joint_visits",
            format!("/api/v1/joint-visits?grid={township}"),
        ),
        ("rewards", "/api/v1/rewards".to_owned()),
        ("campaign", format!("/api/v1/campaigns/{CAMPAIGN}/progress")),
        ("fittings", "/api/v1/fittings".to_owned()),
        ("unmapped", format!("/api/v1/map/unmapped?grid={township}")),
        ("candidates", "/api/v1/candidates/monthly".to_owned()),
    ]
}

/// Pages of what was frozen.
pub(crate) fn of_snapshots() -> [(&'static str, &'static str); 2] {
    [
        ("snapshots", "/api/v1/snapshots?kind=year"),
        ("ranking", "/api/v1/ranking?kind=year&on=2025-06-01"),
    ]
}
