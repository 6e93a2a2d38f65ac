use chrono::NaiveDate;
use wangge_domain::census::{CensusProgress, CensusVisit, census_progress};
use wangge_domain::lifecycle::{Event, Status};
use wangge_domain::record::RecordKind;
use wangge_domain::{GridId, RecordId, StreamId};

use crate::{Core, CoreError};

/// Premises of one sweep.
const LISTED: usize = 100_000;

/// How the census sweep stands（普查排摸进度）.
pub type CensusState = CensusProgress;

impl Core {
    /// Records how a visit of the census ended: 锁门, 搬迁, 停业… (S0-23), so that every visit
    /// can be closed. A status that follows from the outcome (closed, demolished) is set with it.
    ///
    /// # Errors
    /// [`CoreError::Incomplete`] with what the outcome needs (a remark, a photo of the premises'
    /// record); [`CoreError::NotAllowed`].
    pub fn visit_for_census(
        &self,
        premises: RecordId,
        outcome: &str,
        note: &str,
    ) -> Result<(), CoreError> {
        let (outcome, note) = (outcome.to_owned(), note.to_owned());
        self.with(|work| {
            let view = work.view_of(premises, &RecordKind::Premises)?;
            let photos = work.db.photos_of(premises)?.len();
            let rules = &work.ctx.policy.census;
            let findings =
                wangge_domain::census::check_visit(rules, &outcome, &note, photos);
            if !findings.is_empty() {
                return Err(CoreError::Incomplete(findings));
            }
            work.permit("census_visit", view.stream, Some(premises))?;
            work.act(&view, move |_| Event::CensusVisited {
                outcome: outcome.clone(),
                note: note.clone(),
            })?;
            Ok(())
        })
    }

    /// The sweep of a grid, or of all that this phone holds, since a day: the list with the
    /// latest outcome of each, what was never visited, the percentage with both its numbers.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn census_state(
        &self,
        grid: Option<GridId>,
        since: NaiveDate,
    ) -> Result<CensusState, CoreError> {
        self.with(|work| {
            let stream = grid.map(StreamId::of_grid);
            let rows = work.db.premises_page(stream, None, LISTED)?;
            let mut listed = Vec::new();
            let mut visits = Vec::new();
            for row in rows.iter().filter(|row| row.status != Status::Withdrawn) {
                listed.push(row.record);
                if let Some((outcome, at)) = &row.census {
                    visits.push(CensusVisit {
                        premises: row.record,
                        on: at.china_date(),
                        outcome: outcome.clone(),
                    });
                }
                if let Some(at) = row.last_visit {
                    visits.push(CensusVisit {
                        premises: row.record,
                        on: at.china_date(),
                        outcome: "checked".to_owned(),
                    });
                }
            }
            visits.sort_by_key(|visit| visit.on);
            Ok(census_progress(&work.ctx.policy.census, &listed, &visits, since))
        })
    }
}
