use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Bounds of what a premises file may say（档案填写界限）: beyond them it is a slip of the finger. What is
/// not named has no bound; packs from before there were any have none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PremisesLimits {
    /// Largest value of a count, by its key in [`crate::premises::keys`].
    pub most: BTreeMap<String, i64>,
    /// Characters of any text at most; 0: no bound.
    pub text_characters: u32,
    /// Meters beyond its grid's boundary from which a position is doubted; 0: never.
    pub outside_grid_meters: u32,
}
