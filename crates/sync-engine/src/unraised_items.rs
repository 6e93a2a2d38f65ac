//! What a visit answered as failed and nobody registered as a hazard.

use std::collections::BTreeSet;

use wangge_domain::checklist::AnswerResult;
use wangge_domain::hazard::Hazard;
use wangge_domain::inspection::Inspection;
use wangge_domain::lifecycle::{Reason, Status};
use wangge_domain::record::RecordKind;

use crate::step_facts::{Own, Surroundings};

/// What bars the acceptance of a visit with items that failed and have no hazard（不合格项未登记隐患）: what
/// a worker saw is not dropped by nobody's word. A hazard that was declared void, or a draft that was
/// withdrawn, bears its reason; a draft that waits bears none.
pub(crate) fn unraised_items<S: Surroundings>(
    around: &mut S,
    own: &Own<'_>,
) -> Result<Option<Reason>, S::Error> {
    let visit = Inspection::from_content(own.content);
    let failed = visit.answers.iter();
    let failed = failed.filter(|(_, answer)| answer.result == Some(AnswerResult::Fail));
    let mut failed: BTreeSet<&str> = failed.map(|(item, _)| item.as_str()).collect();
    let Some(premises) = visit.premises.filter(|_| !failed.is_empty()) else {
        return Ok(None);
    };
    for hazard in around.on(premises, &RecordKind::Rectification)? {
        if let Some((state, content)) = around.look(hazard)? {
            let said = Hazard::from_content(&content);
            let is_of_visit = said.inspection == Some(own.record);
            if let Some(item) = said.item.filter(|_| is_of_visit)
                && state.status != Status::Draft
            {
                failed.remove(item.as_str());
            }
        }
    }
    if failed.is_empty() {
        return Ok(None);
    }
    let items: Vec<&str> = failed.into_iter().collect();
    let reason = Reason::new("failed_item_unraised", "S0-21");
    Ok(Some(reason.about(&items.join("、"))))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::convert::Infallible;

    use wangge_domain::RecordId;
    use wangge_domain::hazard::keys as hazard_keys;
    use wangge_domain::inspection::keys;
    use wangge_domain::lifecycle::{CaseState, RecordState};
    use wangge_domain::record::Content;

    use super::*;

    /// The hazards of one premises.
    struct Shelf(BTreeMap<RecordId, (RecordState, Content)>);

    impl Surroundings for Shelf {
        type Error = Infallible;

        fn look(&mut self, record: RecordId) -> Result<Option<(RecordState, Content)>, Infallible> {
            Ok(self.0.get(&record).cloned())
        }

        fn on(&mut self, _: RecordId, _: &RecordKind) -> Result<Vec<RecordId>, Infallible> {
            Ok(self.0.keys().copied().collect())
        }

        fn standing(&mut self, _: &RecordKind, _: &Status) -> Result<Vec<RecordId>, Infallible> {
            Ok(Vec::new())
        }

        fn twins(&mut self, _: RecordId, _: &Content) -> Result<Vec<RecordId>, Infallible> {
            Ok(Vec::new())
        }
    }

    fn record(number: u8) -> RecordId {
        RecordId::from_bytes([number; 16])
    }

    /// A hazard of an item that a visit found, in a state.
    fn hazard(visit: u8, item: &str, status: Status) -> (RecordState, Content) {
        let mut state = RecordState::new(RecordKind::Rectification);
        state.status = status;
        let mut content = Content::default();
        content.set(hazard_keys::INSPECTION, record(visit).to_string());
        content.set(hazard_keys::ITEM, item);
        (state, content)
    }

    /// What bars a visit in which RH-01 passed, and RH-02 and RH-03 failed.
    fn barred(hazards: &[(RecordState, Content)]) -> Option<Reason> {
        let mut content = Content::default();
        content.set(keys::PREMISES, record(1).to_string());
        for (item, result) in [("RH-01", "pass"), ("RH-02", "fail"), ("RH-03", "fail")] {
            content.set(keys::answer_result(item), result);
        }
        let case = CaseState::default();
        let own = Own {
            record: record(2),
            kind: &RecordKind::Inspection,
            content: &content,
            case: &case,
            shown_from: None,
            reported_at: None,
        };
        let shelf = (10..).zip(hazards.iter().cloned());
        let mut shelf = Shelf(shelf.map(|(number, it)| (record(number), it)).collect());
        let Ok(reason) = unraised_items(&mut shelf, &own);
        reason
    }

    #[test]
    fn each_item_that_failed_has_a_hazard_of_this_visit() {
        let first = hazard(2, "RH-02", Status::Found);
        let why = barred(std::slice::from_ref(&first)).unwrap();
        assert_eq!(
            (why.code.as_str(), why.detail.as_str()),
            ("failed_item_unraised", "RH-03")
        );
        // One of another visit, and one that is only a draft, are none of it.
        for none in [
            hazard(3, "RH-03", Status::Found),
            hazard(2, "RH-03", Status::Draft),
        ] {
            assert!(barred(&[first.clone(), none]).is_some());
        }
        for named in [Status::Closed, Status::Voided, Status::Withdrawn] {
            assert_eq!(barred(&[first.clone(), hazard(2, "RH-03", named)]), None);
        }
    }
}
