use std::sync::Arc;

use wangge_domain::tally::{MapFilter, RiskMap, risk_map};
use wangge_domain::{GridId, Timestamp};

use super::Standing;
use super::counted::{Asking, Counted};

impl Standing {
    /// The premises of a scope by grade（风险点一张图）, without one of the whole tenant, by the parts counted
    /// before: a grade is folded over all days of a premises.
    pub(crate) fn counted_map(
        &self,
        counted: &Counted,
        scope: Option<GridId>,
        filter: &MapFilter,
        now: Timestamp,
    ) -> Vec<Arc<RiskMap>> {
        let today = now.china_date();
        let asking = Asking {
            question: filter,
            scope,
            today,
            by_control: true,
        };
        self.counted(&counted.maps, &asking, |measures| {
            let visited = measures.all_visits().into_keys().collect();
            let registers = &self.control.registers;
            risk_map(measures, registers, &visited, &self.pack, filter, today)
        })
    }
}
