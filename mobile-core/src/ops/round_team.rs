use std::collections::BTreeSet;

use wangge_domain::inspection::signatures;
use wangge_domain::register::VillageTeam;
use wangge_domain::schedule::week_of;
use wangge_domain::{GridId, RecordId};

use crate::error::CoreError;
use crate::facade::Core;

/// Inspections looked at: more than one phone sees in a week.
const LOOKED_AT: usize = 20_000;
/// One alone is no team.
const TEAM: usize = 2;
/// As what the team signs.
const ROLE: &str = "inspector";

/// The team of a village's weekly round（检查组）, and which visits of this week it signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoundTeam {
    /// Names of the village's team: its head, its manager, its group.
    pub members: BTreeSet<String>,
    /// Visits of this week that two of them signed as inspectors at least.
    pub signed: Vec<RecordId>,
    /// The other visits of this week.
    pub unsigned: Vec<RecordId>,
}

impl Core {
    /// Who walks the weekly round of the village of a grid, and which visits of this week the team
    /// signed（检查组签名）of S4-09: the notices that follow are the team's. Works offline.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`]; [`CoreError::UnknownGrid`]: not one of this person's.
    pub fn round_team(&self, grid: GridId) -> Result<RoundTeam, CoreError> {
        let session = self.session()?;
        session.own(Some(grid))?;
        let today = self.now(&session).china_date();
        let control = &session.control;
        let mut found = RoundTeam::default();
        let Some(team) = VillageTeam::over(control, grid, today) else {
            return Ok(found);
        };
        found.members = team.members(control);
        let (from, until) = week_of(today);
        for row in self.inner.store.inspections(None, LOOKED_AT)? {
            let on = row.submitted_at.map(|at| at.china_date());
            if on.is_none_or(|on| on < from || until < on) {
                continue;
            }
            let premises = self.inner.store.premises_row(row.premises)?;
            let here = premises.is_some_and(|it| control.is_within(it.stream.grid(), team.village));
            let Some((_, _, content)) = self.inner.store.content(row.record)?.filter(|_| here)
            else {
                continue;
            };
            let signers: BTreeSet<String> = signatures(&content)
                .into_iter()
                .filter(|it| it.role == ROLE && found.members.contains(&it.signer))
                .map(|it| it.signer)
                .collect();
            if signers.len() < TEAM {
                found.unsigned.push(row.record);
            } else {
                found.signed.push(row.record);
            }
        }
        Ok(found)
    }
}
