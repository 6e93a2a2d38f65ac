use chrono::NaiveDate;
use wangge_domain::census::{CensusProgress, CensusVisit, census_progress};
use wangge_domain::lifecycle::Status;
use wangge_domain::{GridId, StreamId};

use crate::error::CoreError;
use crate::facade::Core;

/// Premises read at once.
const PAGE: usize = 500;
/// The outcome of a visit that went through the checklist.
const CHECKED: &str = "checked";

impl Core {
    /// How the census sweep stands since a day（普查排摸进度）of S0-23: the list with the latest outcome
    /// of each premises, who was never visited, and the percentage with both its numbers.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn census_progress(
        &self,
        grid: Option<GridId>,
        since: NaiveDate,
    ) -> Result<CensusProgress, CoreError> {
        let session = self.session()?;
        session.own(grid)?;
        let stream = grid.map(StreamId::of_grid);
        let (mut listed, mut visits, mut after) = (Vec::new(), Vec::new(), None);
        loop {
            let page = self.inner.store.premises_page(stream, after, PAGE)?;
            after = page.last().map(|row| row.record);
            let complete = page.len() < PAGE;
            for row in page
                .into_iter()
                .filter(|row| row.status != Status::Withdrawn)
            {
                listed.push(row.record);
                let checked = row.last_visit.map(|at| (CHECKED.to_owned(), at));
                visits.extend(row.census.into_iter().chain(checked).map(|(outcome, at)| {
                    CensusVisit {
                        premises: row.record,
                        on: at.china_date(),
                        outcome,
                    }
                }));
            }
            if complete {
                break;
            }
        }
        visits.sort_by_key(|visit| visit.on);
        Ok(census_progress(
            &session.policy.census,
            &listed,
            &visits,
            since,
        ))
    }
}
