use chrono::NaiveDate;
use wangge_domain::GridId;

/// How the scope of a snapshot（考核定稿范围）stands in a table: the bytes of the grid; none for the whole
/// tenant.
pub(super) fn scope_key(scope: Option<GridId>) -> Vec<u8> {
    scope
        .map(|grid| grid.as_bytes().to_vec())
        .unwrap_or_default()
}

/// The first day and the scope behind which a list goes on, as they stand in a table; before all of them
/// if there is none.
pub(super) fn snapshot_place(after: Option<(NaiveDate, Option<GridId>)>) -> (String, Vec<u8>) {
    after
        .map(|(first, scope)| (first.to_string(), scope_key(scope)))
        .unwrap_or_default()
}
