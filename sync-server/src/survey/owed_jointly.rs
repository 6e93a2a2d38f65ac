use std::sync::Arc;

use wangge_domain::register::{VisitRule, planning_agencies};
use wangge_domain::schedule::{AgencyDue, RecentVisit, recent_visit};
use wangge_domain::{GridId, RecordId};
use wangge_sync_engine::store::StoreError;

use super::{Plans, active, visits_to};
use crate::figures::{Asking, Standing};
use crate::tenant::Tenant;

/// A premises to which several agencies owe visits（多部门应检场所）.
pub(crate) struct OwedJointly {
    pub(crate) premises: RecordId,
    /// The small grid that it lives in.
    pub(crate) grid: GridId,
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) grade: String,
    /// What each of them owes.
    pub(crate) due: Vec<AgencyDue>,
    /// The last visit, if it was lately.
    pub(crate) recent: Option<RecentVisit>,
}

impl Tenant {
    /// All premises to which two agencies or more owe visits, by township.
    pub(crate) fn owed_jointly(
        &self,
        standing: &Standing,
    ) -> Result<Vec<Arc<Vec<OwedJointly>>>, StoreError> {
        let today = self.now().china_date();
        let (control, pack) = (&standing.control, &standing.pack);
        let rule = VisitRule::on(&control.registers, today);
        let agencies = planning_agencies(&control.registers, today);
        let plans = Plans::of(control, pack, today);
        let calendar = pack.working_calendar();
        let asking = Asking {
            question: &(),
            scope: None,
            today,
            by_control: true,
        };
        standing.read(&self.lists.owed_jointly, &asking, |measures| {
            // Whoever waits for a part holds nothing of the store meanwhile.
            let store = self.database.turn(self.id())?;
            let mut owed = Vec::new();
            for (record, premises) in active(measures) {
                let planned = plans.planned(record, premises, measures);
                let agencies: Vec<&String> = agencies
                    .iter()
                    .filter(|agency| planned.is_owed_by(agency, control, pack, &calendar))
                    .collect();
                if agencies.len() < 2 {
                    // There is nothing to merge.
                    continue;
                }
                let visits = visits_to(self, store.as_ref(), control, record)?;
                let due = agencies.into_iter().filter_map(|agency| {
                    let next = planned.due_of(agency, &visits, control, pack, &calendar)?;
                    Some(AgencyDue {
                        premises: record,
                        agency: agency.clone(),
                        date: next.date,
                    })
                });
                owed.push(OwedJointly {
                    premises: record,
                    grid: premises.grid,
                    name: premises.name.clone(),
                    address: premises.address.clone(),
                    due: due.collect(),
                    recent: recent_visit(&visits, &rule, today),
                    grade: planned.grade,
                });
            }
            Ok(owed)
        })
    }
}
