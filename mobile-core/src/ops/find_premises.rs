use std::collections::BTreeMap;

use wangge_domain::premises::{NearDuplicate, Premises, near_duplicates};
use wangge_domain::record::{Content, Scalar};
use wangge_domain::{GridId, RecordId};

use crate::store::PremisesRow;
use crate::{Core, CoreError};

/// Microdegrees of latitude within which a premises may be the same as another: about 550 meters.
const NEAR: i64 = 5_000;
/// Candidates compared at most.
const CANDIDATES: usize = 2_000;

/// A premises found by a search（查找结果）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPremises {
    /// Its line in the list.
    pub premises: PremisesRow,
    /// The better the greater.
    pub rank: u32,
}

impl Core {
    /// Searches names, addresses, people, telephones and numbers: any word from one character
    /// on, part of a telephone number, or the initials of the pinyin.
    ///
    /// # Errors
    /// [`CoreError::Paused`], [`CoreError::Damaged`].
    pub fn search_premises(
        &self,
        query: &str,
        limit: usize,
    ) -> Result<Vec<FoundPremises>, CoreError> {
        self.with(|work| {
            let mut found = Vec::new();
            for hit in work.db.search(query, limit)? {
                if let Some(premises) = work.db.premises_row(hit.record)? {
                    found.push(FoundPremises { premises, rank: hit.rank });
                }
            }
            Ok(found)
        })
    }

    /// Premises of a grid that may be the one about to be put on file, likeliest first.
    ///
    /// # Errors
    /// [`CoreError::UnknownGrid`].
    pub fn near_duplicates(
        &self,
        grid: GridId,
        fields: BTreeMap<String, Scalar>,
    ) -> Result<Vec<NearDuplicate>, CoreError> {
        self.with(|work| {
            let stream = work.stream_of(grid)?;
            let content = Content { fields, conflicts: BTreeMap::new() };
            let candidate = Premises::from_content(&content);
            let latitude = content.int(wangge_domain::premises::keys::LATITUDE_MICRODEGREES);
            let rows = work.db.premises_near(stream, latitude, NEAR, CANDIDATES)?;
            let others: Vec<(RecordId, Premises)> = rows
                .iter()
                .filter_map(|row| {
                    let view = work.view(row.record).ok()?;
                    Some((row.record, Premises::from_content(&view.content)))
                })
                .collect();
            let others = others.iter().map(|(record, premises)| (*record, premises));
            Ok(near_duplicates(&candidate, others, &work.ctx.policy.duplicates))
        })
    }
}
