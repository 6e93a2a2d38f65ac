use wangge_domain::policy::Visitor;
use wangge_domain::tally::{NextVisit, next_visits, sort_visits};
use wangge_domain::{GridId, Timestamp};

use super::Standing;
use super::counted::{Asking, Counted};

impl Standing {
    /// The premises to visit next（建议走访）of a scope, without one of the whole tenant, the first
    /// `most` of them, from the parts counted before.
    pub(crate) fn counted_visits(
        &self,
        counted: &Counted,
        scope: Option<GridId>,
        most: usize,
        now: Timestamp,
    ) -> Vec<NextVisit> {
        let today = now.china_date();
        let asking = Asking {
            question: &most,
            scope,
            today,
            by_control: true,
        };
        let parts = self.counted(&counted.visits, &asking, |measures| {
            let (control, pack) = (&self.control, &self.pack);
            let mut list = next_visits(measures, control, pack, Visitor::Grid, today);
            list.truncate(most);
            list.shrink_to_fit();
            list
        });
        let mut list: Vec<NextVisit> = parts.iter().flat_map(|part| part.iter()).cloned().collect();
        sort_visits(&mut list, &self.pack);
        list.truncate(most);
        list
    }
}
