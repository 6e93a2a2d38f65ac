use serde::{Deserialize, Serialize};

use super::{PhotoPurpose, SameFileCause};
use crate::inspection::photo_keys;
use crate::record::Content;
use crate::{RecordId, Timestamp};

/// A photo that an act cites, whose file is that of an earlier photo（照片为同一文件）, byte by byte: it
/// was not taken for this act, whatever its record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameFile {
    /// The photo that the act cites.
    pub photo: RecordId,
    /// When it was attached, by the phone's clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<Timestamp>,
    /// The other photo of the file.
    pub twin: RecordId,
    /// Why the act may not rest on that file.
    pub cause: SameFileCause,
}

impl SameFile {
    /// What an earlier photo of the same file says against a photo of an act about these premises.
    /// One that was attached later says nothing: then it is the copy.
    #[must_use]
    pub fn of(
        photo: (RecordId, &Content),
        twin: (RecordId, &Content),
        premises: &[RecordId],
        purpose: PhotoPurpose,
    ) -> Option<Self> {
        let taken = |content: &Content| content.int(photo_keys::TAKEN_AT_MS).map(Timestamp);
        let taken_at = taken(photo.1);
        let later = taken(twin.1).zip(taken_at);
        if later.is_some_and(|(twin, own)| twin > own) {
            return None;
        }
        let cause = SameFileCause::of(twin.1, premises, purpose)?;
        Some(Self {
            photo: photo.0,
            taken_at,
            twin: twin.0,
            cause,
        })
    }

    /// Which photo it is and what its file shows, in words for people.
    #[must_use]
    pub fn text(&self) -> String {
        let which = self.taken_at.map_or_else(String::new, |at| {
            let at = at.china_datetime().format("%m-%d %H:%M");
            format!("{at} 所附，")
        });
        format!("{which}{}", self.cause.zh())
    }
}
