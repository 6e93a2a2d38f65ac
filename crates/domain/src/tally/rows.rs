use super::{CoverageFilter, Measures};
use crate::evaluation::{CoverageRow, FoundRow};
use crate::policy::PolicyPack;

/// The rows of a coverage（覆盖率数据行）, in id order. What was never submitted is not on file yet;
/// duplicates that were merged into another file are no premises.
pub(super) fn coverage(
    measures: &Measures,
    pack: &PolicyPack,
    filter: &CoverageFilter,
) -> Vec<CoverageRow> {
    let mut visits = measures.accepted_visits();
    let rows = measures.premises.iter().filter_map(|(record, it)| {
        let on_file_since = it.on_file_since.filter(|_| filter.fits(it, pack))?;
        Some(CoverageRow {
            premises: *record,
            grid: it.grid,
            department: it.department(pack),
            on_file_since,
            active_until: it.ended_on.and_then(|day| day.pred_opt()),
            accepted_visits: visits.remove(record).unwrap_or_default(),
        })
    });
    rows.collect()
}

/// The rows of the repeat rate（重复率数据行）.
pub(super) fn found(measures: &Measures) -> Vec<FoundRow> {
    let real = measures.hazards.iter().filter(|(_, it)| it.is_real());
    real.filter_map(|(record, it)| {
        Some(FoundRow {
            hazard: *record,
            premises: it.premises?,
            common_key: it.common_key.clone(),
            found_on: it.found_on?,
        })
    })
    .collect()
}
