use wangge_domain::control::GridLevel;
use wangge_domain::people::Role;
use wangge_domain::{GridId, StreamId};

use crate::error::CoreError;
use crate::facade::Core;

/// A small grid of this person（我的网格）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridView {
    /// Which.
    pub grid: GridId,
    /// Name as people say it.
    pub name: String,
    /// Code.
    pub code: String,
    /// Names of the grids above, nearest first: village, township.
    pub above: Vec<String>,
    /// Roles this person holds in it now.
    pub roles: Vec<Role>,
    /// True once its rows have begun to arrive, or a sync has told that there are none yet.
    pub synced: bool,
}

impl Core {
    /// The small grids that replicate to this phone（我的网格）, in the order of their codes.
    ///
    /// # Errors
    /// [`CoreError::NotEnrolled`].
    pub fn my_grids(&self) -> Result<Vec<GridView>, CoreError> {
        let session = self.session()?;
        let now = self.now(&session);
        let cursors = wangge_sync_engine::store::ClientStore::cursors(&self.inner.store)?;
        let asked = self.inner.store.synced_at()?.is_some();
        let control = &session.control;
        let mut grids = Vec::new();
        for grid in control
            .grids
            .values()
            .filter(|grid| grid.level == GridLevel::Small)
        {
            if !session.holds(grid.grid) {
                continue;
            }
            let path = control.path(grid.grid);
            let mut roles: Vec<Role> = control
                .grants_of(session.user, now)
                .filter(|grant| grant.covers(&path, None))
                .map(|grant| grant.role)
                .collect();
            roles.sort();
            roles.dedup();
            let stream = StreamId::of_grid(grid.grid);
            grids.push(GridView {
                grid: grid.grid,
                name: grid.name.clone(),
                code: grid.code.clone(),
                above: path
                    .iter()
                    .skip(1)
                    .filter_map(|id| control.grids.get(id).map(|above| above.name.clone()))
                    .collect(),
                roles,
                synced: asked || cursors.iter().any(|cursor| cursor.stream == stream),
            });
        }
        grids.sort_by(|one, other| one.code.cmp(&other.code));
        Ok(grids)
    }
}
