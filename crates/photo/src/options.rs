//! How copies are made.

/// Size, quality and metadata of the copies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Long edge of the view copy in pixels; a smaller original is not enlarged.
    pub view_long_edge: u32,
    /// JPEG quality of the view copy, 1 to 100.
    pub view_quality: u8,
    /// Long edge of the thumbnail in pixels; a smaller original is not enlarged.
    pub thumbnail_long_edge: u32,
    /// JPEG quality of the thumbnail, 1 to 100.
    pub thumbnail_quality: u8,
    /// Whether the view copy keeps the time of the shot.
    pub keep_time: bool,
    /// Whether the view copy keeps the position of the shot. Off unless policy says so: a view
    /// copy is shown to more people than the original.
    pub keep_position: bool,
    /// Whether a truncated or damaged original is taken as far as it can be decoded. Off by
    /// default: such a photo is refused while it can still be shot again. On, the damage is
    /// reported in [`PhotoFacts::damage`](crate::PhotoFacts::damage).
    pub accept_damaged: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            view_long_edge: 1600,
            view_quality: 80,
            thumbnail_long_edge: 320,
            thumbnail_quality: 80,
            keep_time: true,
            keep_position: false,
            accept_damaged: false,
        }
    }
}
