use chrono::NaiveDate;
use wangge_domain::campaign::{CampaignProgress, CampaignVisit, campaign_progress};
use wangge_domain::control::ControlState;
use wangge_domain::inspection::{Inspection, InspectionMode, keys};
use wangge_domain::lifecycle::{Reason, Status};
use wangge_domain::register::{Campaign, RegisterEntry, RegisterLine};
use wangge_domain::{GridId, RecordId};

use super::start_inspection::StartInspection;
use crate::error::CoreError;
use crate::facade::Core;
use crate::session::Session;

/// Visits to one premises looked at.
const VISITS: usize = 1_000;

/// A campaign as a worker sees it（专项行动）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignView {
    /// What inspections carry.
    pub key: String,
    /// What it is.
    pub campaign: Campaign,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: Option<NaiveDate>,
}

impl Core {
    /// The campaigns in force today for grids on this phone（专项行动）of S2-16. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn campaigns(&self) -> Result<Vec<CampaignView>, CoreError> {
        let session = self.session()?;
        let today = self.now(&session).china_date();
        let all = session.control.registers.all::<Campaign>(today);
        Ok(all
            .into_iter()
            .filter(|(_, campaign)| !grids_of(&session, campaign).is_empty())
            .map(|(line, campaign)| view(line, campaign))
            .collect())
    }

    /// How a campaign stands by grid（专项行动进度）: only accepted inspections count; of the grids on this
    /// phone. One that has ended is still shown.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`]; [`CoreError::InvalidInput`]: there is no such campaign.
    pub fn campaign_progress(&self, key: &str) -> Result<CampaignProgress, CoreError> {
        let session = self.session()?;
        let (_, mut campaign) = latest(&session.control, key)?;
        let grids = grids_of(&session, &campaign);
        campaign
            .targets
            .retain(|target| grids.contains(&target.grid));
        let (mut listed, mut visits) = (Vec::new(), Vec::new());
        for grid in grids {
            for row in self.active_premises(Some(grid))? {
                if campaign.covers_category(&row.category) {
                    listed.push((grid, row.record));
                    visits.extend(self.campaign_visits(key, grid, row.record)?);
                }
            }
        }
        Ok(campaign_progress(
            &campaign,
            &session.control,
            &listed,
            &visits,
        ))
    }

    /// Starts an inspection under a campaign（专项检查）: it carries the campaign's key and goes by the
    /// campaign's checklist.
    ///
    /// # Errors
    /// [`CoreError::NotAllowed`] under S2-16: the campaign is not in force today, or not for this
    /// premises. As [`Core::start_inspection`].
    pub fn start_campaign_inspection(
        &self,
        premises: RecordId,
        key: &str,
        input: &StartInspection,
    ) -> Result<RecordId, CoreError> {
        let session = self.session()?;
        let today = self.now(&session).china_date();
        let refuse = |code| Err(CoreError::NotAllowed(Reason::new(code, Campaign::RULE)));
        let Some(campaign) = session.control.registers.get::<Campaign>(key, today) else {
            latest(&session.control, key)?;
            return refuse("campaign_not_in_force");
        };
        let row = self.inner.store.premises_row(premises)?;
        let row = row.ok_or(CoreError::UnknownRecord)?;
        let lies_in = row.stream.grid();
        let home = session.control.home_of_record(Some(premises), lies_in);
        let in_scope =
            campaign.covers_grid(&session.control, home) && campaign.covers_category(&row.category);
        if !in_scope {
            return refuse("premises_out_of_scope");
        }
        let mut input = StartInspection {
            mode: InspectionMode::Campaign,
            ..input.clone()
        };
        if !campaign.checklist.is_empty() {
            let list = session.policy.checklists.by_code(&campaign.checklist);
            let list = list.ok_or_else(|| CoreError::WrongChecklist {
                wanted: campaign.checklist.clone(),
                in_force: String::new(),
            })?;
            input.checklist = Some((list.code.clone(), list.version.clone()));
        }
        self.begin_inspection(premises, &input, &[(keys::CAMPAIGN, key.to_owned())])
    }

    /// The submitted inspections of one premises made under a campaign.
    pub(super) fn campaign_visits(
        &self,
        key: &str,
        grid: GridId,
        premises: RecordId,
    ) -> Result<Vec<CampaignVisit>, CoreError> {
        let mut visits = Vec::new();
        for row in self.inner.store.inspections(Some(premises), VISITS)? {
            if row.submitted_at.is_none() || row.status == Status::Withdrawn {
                continue;
            }
            let content = self.inner.store.content(row.record)?;
            let under = content.is_some_and(|(_, _, content)| {
                let mode = Inspection::from_content(&content).mode;
                mode == Some(InspectionMode::Campaign) && content.text(keys::CAMPAIGN) == Some(key)
            });
            if under {
                visits.push(CampaignVisit {
                    grid,
                    premises,
                    accepted: row.status == Status::Accepted,
                });
            }
        }
        Ok(visits)
    }
}

fn view(line: &RegisterLine, campaign: Campaign) -> CampaignView {
    CampaignView {
        key: line.row.key.clone(),
        campaign,
        from: line.row.from,
        until: line.row.until,
    }
}

/// The last row of a campaign, whatever its days.
fn latest(control: &ControlState, key: &str) -> Result<(NaiveDate, Campaign), CoreError> {
    control
        .registers
        .latest::<Campaign>()
        .into_iter()
        .find(|(line, _)| line.row.key == key)
        .map(|(line, campaign)| (line.row.from, campaign))
        .ok_or_else(|| CoreError::InvalidInput(format!("campaign: {key}")))
}

/// The small grids of a campaign that are on this phone.
fn grids_of(session: &Session, campaign: &Campaign) -> Vec<GridId> {
    session
        .control
        .grids
        .values()
        .filter(|grid| grid.level == wangge_domain::control::GridLevel::Small)
        .map(|grid| grid.grid)
        .filter(|grid| session.holds(*grid) && campaign.covers_grid(&session.control, *grid))
        .collect()
}
