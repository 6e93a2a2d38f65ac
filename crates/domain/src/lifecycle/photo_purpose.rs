use crate::Timestamp;

/// What the photos that an act cites are to show（照片用途）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoPurpose {
    /// What the act is about, at any time.
    Here,
    /// That it was put right（整改后）; since when a photo can show that, if it is known.
    Later(Option<Timestamp>),
}
