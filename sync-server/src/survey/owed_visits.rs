use std::sync::Arc;

use wangge_domain::schedule::NextDue;
use wangge_domain::{GridId, RecordId};
use wangge_sync_engine::store::StoreError;

use super::{Plans, active, visits_to};
use crate::figures::{Asking, Standing};
use crate::tenant::Tenant;

/// A visit that an agency owes to a premises（部门应检场所）.
pub(crate) struct OwedVisit {
    pub(crate) premises: RecordId,
    /// The small grid that it lives in.
    pub(crate) grid: GridId,
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) category: String,
    pub(crate) grade: String,
    pub(crate) due: NextDue,
}

impl Tenant {
    /// All visits that an agency owes, counted from its own last one, by township.
    pub(crate) fn owed_visits(
        &self,
        standing: &Standing,
        agency: &str,
    ) -> Result<Vec<Arc<Vec<OwedVisit>>>, StoreError> {
        let today = self.now().china_date();
        let (control, pack) = (&standing.control, &standing.pack);
        let plans = Plans::of(control, pack, today);
        let calendar = pack.working_calendar();
        let asking = Asking {
            question: &agency.to_owned(),
            scope: None,
            today,
            by_control: true,
        };
        standing.read(&self.lists.owed, &asking, |measures| {
            // Whoever waits for a part holds nothing of the store meanwhile.
            let store = self.database.turn(self.id())?;
            let mut owed = Vec::new();
            for (record, premises) in active(measures) {
                let planned = plans.planned(record, premises, measures);
                if !planned.is_owed_by(agency, control, pack, &calendar) {
                    continue;
                }
                let visits = visits_to(self, store.as_ref(), control, record)?;
                let due = planned.due_of(agency, &visits, control, pack, &calendar);
                owed.extend(due.map(|due| OwedVisit {
                    premises: record,
                    grid: premises.grid,
                    name: premises.name.clone(),
                    address: premises.address.clone(),
                    category: planned.category,
                    grade: planned.grade,
                    due,
                }));
            }
            Ok(owed)
        })
    }
}
