use std::collections::BTreeMap;

use wangge_domain::premises::{NearDuplicate, Premises, keys, near_duplicates};
use wangge_domain::record::{Content, Scalar};
use wangge_domain::{GridId, RecordId, StreamId};

use crate::error::CoreError;
use crate::facade::Core;

/// Candidates to compare with at most: a stream has a few hundred premises.
const MOST_CANDIDATES: usize = 5_000;
/// Microdegrees of latitude that hold the policy's far distance (1 km) many times over.
const LATITUDE_BAND: i64 = 20_000;

impl Core {
    /// Premises that may be the one about to be put on file（疑似重复建档）: by address, position, name
    /// and telephone, the likeliest first.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn near_duplicates(
        &self,
        grid: GridId,
        fields: &BTreeMap<String, Scalar>,
        except: Option<RecordId>,
    ) -> Result<Vec<NearDuplicate>, CoreError> {
        let session = self.session()?;
        let store = &self.inner.store;
        let mine = Premises::from_content(&Content {
            fields: fields.clone(),
            ..Content::default()
        });
        let latitude = fields
            .get(keys::LATITUDE_MICRODEGREES)
            .and_then(Scalar::as_int);
        let stream = StreamId::of_grid(grid);
        let rows = store.premises_near(stream, latitude, LATITUDE_BAND, MOST_CANDIDATES)?;
        let mut others = Vec::with_capacity(rows.len());
        for row in rows {
            if except != Some(row.record)
                && let Some((_, _, content)) = store.content(row.record)?
            {
                others.push((row.record, Premises::from_content(&content)));
            }
        }
        let candidates = others.iter().map(|(record, premises)| (*record, premises));
        Ok(near_duplicates(
            &mine,
            candidates,
            &session.policy.duplicates,
        ))
    }
}
