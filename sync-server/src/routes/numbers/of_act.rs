use wangge_domain::lifecycle::LifecycleTables;
use wangge_domain::numbering::ProvisionalNumber;
use wangge_domain::record::RecordKind;
use wangge_sync_engine::store::StoreError;

use crate::store::GivenNumber;
use crate::tenant::Tenant;

/// Numbers looked through at once.
const PAGE: u32 = 10_000;

/// Kinds of records of which acts have papers of their own, or earn a number.
const KINDS: [RecordKind; 2] = [RecordKind::Inspection, RecordKind::Rectification];

/// The final numbers of the papers whose provisional number, which follows from the act that made them,
/// is this one（检查记录、复查意见书、移送函、督办单临时编号）, each with its type of paper: one, unless two acts happen to have
/// the same. No table holds these numbers: the envelopes of the series are looked through.
pub(super) fn of_act(
    tenant: &Tenant,
    text: &str,
) -> Result<Vec<(String, GivenNumber)>, StoreError> {
    let Ok(asked) = text.parse::<ProvisionalNumber>() else {
        return Ok(Vec::new());
    };
    let control = tenant.control()?;
    let policy = tenant.policy(&control)?;
    let documents = &policy.numbering.documents;
    let is_asked = |document: &str| {
        let known = documents.get(document);
        has_own_number(document) && known.is_some_and(|it| it.word == asked.short_id)
    };
    let (database, id) = (&tenant.database, tenant.id());
    let mut found = Vec::new();
    for (series, _, _) in database.number_series(id)? {
        if !is_asked(&series.document) {
            continue;
        }
        let mut after = 0;
        loop {
            let page = database.envelopes_numbered(id, &series, after, PAGE)?;
            let Some((last, _)) = page.last() else {
                break;
            };
            after = *last;
            for (number, envelope) in &page {
                if ProvisionalNumber::of_act(&asked.short_id, envelope) == asked {
                    let before = number.saturating_sub(1);
                    let given = database.numbers_after(id, &series, before, 1)?;
                    let given = given.into_iter().map(|it| (series.document.clone(), it));
                    found.extend(given);
                }
            }
        }
    }
    Ok(found)
}

/// Types whose acts have no room for a provisional number: it follows from the act all the same.
const EARNED: [&str; 2] = ["transfer", "supervision"];

/// Whether the provisional number of a paper of this type follows from its act.
fn has_own_number(document: &str) -> bool {
    if EARNED.contains(&document) {
        return true;
    }
    let tables = LifecycleTables::standard();
    let tables = KINDS.iter().filter_map(|kind| tables.of(kind));
    let mut rows = tables.flat_map(|table| &table.rows);
    rows.any(|row| row.paper.as_deref() == Some(document))
}
