use std::collections::BTreeMap;

use wangge_domain::GridId;
use wangge_domain::campaign::CampaignVisit;

use super::confirmed_hazards::Confirmed;
use super::fittings::GridFittings;
use super::owed_jointly::OwedJointly;
use super::owed_visits::OwedVisit;
use crate::figures::PartCache;

/// Agencies and campaigns whose lists are kept: those that were asked for last.
const QUESTIONS: usize = 8;

/// Lists over many records（清单）, kept township by township for as long as nothing that they rest on changes,
/// as figures are. They hold nothing of value.
pub(crate) struct Lists {
    /// By agency.
    pub(super) owed: PartCache<String, Vec<OwedVisit>>,
    pub(super) owed_jointly: PartCache<(), Vec<OwedJointly>>,
    /// By campaign.
    pub(super) campaigns: PartCache<String, Vec<CampaignVisit>>,
    pub(super) fittings: PartCache<(), BTreeMap<GridId, GridFittings>>,
    pub(super) confirmed: PartCache<(), Vec<Confirmed>>,
}

impl Default for Lists {
    fn default() -> Self {
        Self {
            owed: PartCache::keeping(QUESTIONS),
            owed_jointly: PartCache::keeping(1),
            campaigns: PartCache::keeping(QUESTIONS),
            fittings: PartCache::keeping(1),
            confirmed: PartCache::keeping(1),
        }
    }
}
