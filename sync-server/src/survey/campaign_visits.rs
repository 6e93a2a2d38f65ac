use std::sync::Arc;

use chrono::NaiveDate;
use wangge_domain::campaign::CampaignVisit;
use wangge_domain::inspection::{InspectionMode, keys};
use wangge_domain::lifecycle::Status;
use wangge_sync_engine::store::StoreError;

use super::content;
use crate::figures::{Asking, Standing};
use crate::tenant::Tenant;

impl Tenant {
    /// The visits that were made under a campaign since it began（专项检查）, by township.
    pub(crate) fn campaign_visits(
        &self,
        standing: &Standing,
        campaign: &str,
        from: NaiveDate,
    ) -> Result<Vec<Arc<Vec<CampaignVisit>>>, StoreError> {
        let asking = Asking {
            question: &campaign.to_owned(),
            scope: None,
            today: self.now().china_date(),
            by_control: true,
        };
        standing.read(&self.lists.campaigns, &asking, |measures| {
            // Whoever waits for a part holds nothing of the store meanwhile.
            let store = self.database.turn(self.id())?;
            let mut visits = Vec::new();
            for (record, visit) in &measures.inspections {
                let counts = visit.mode == InspectionMode::Campaign.as_str()
                    && visit.visited_on.is_some_and(|on| on >= from)
                    && matches!(
                        visit.status,
                        Status::Submitted | Status::Accepted | Status::Returned
                    );
                let Some(premises) = visit.premises.filter(|_| counts) else {
                    continue;
                };
                if content(store.as_ref(), *record)?.text(keys::CAMPAIGN) == Some(campaign) {
                    visits.push(CampaignVisit {
                        grid: visit.grid,
                        premises,
                        accepted: visit.status == Status::Accepted,
                    });
                }
            }
            Ok(visits)
        })
    }
}
