//! Campaigns（专项行动）: how far they have come.

mod progress;

pub use progress::{CampaignProgress, CampaignVisit, GridProgress, campaign_progress};

#[cfg(test)]
mod tests;
