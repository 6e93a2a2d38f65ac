use serde::{Deserialize, Serialize};

use super::{PhotoPurpose, SameFileCause};
use crate::inspection::{PhotoStage, photo_keys};
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
        if is_later(twin.1, photo.1) {
            return None;
        }
        let cause = SameFileCause::of(twin.1, premises, purpose)?;
        Some(Self::because(cause, photo, twin.0))
    }

    /// What an earlier photo of the same file says against a photo of work that was done, for an act
    /// whose photos show this: it showed an act of another kind, or work of another day. One picture
    /// may show that several hazards were put right, for one kind of act on one day.
    #[must_use]
    pub fn of_use(
        photo: (RecordId, &Content),
        twin: (RecordId, &Content),
        shows: PhotoStage,
    ) -> Option<Self> {
        if is_later(twin.1, photo.1) {
            return None;
        }
        let stage = twin.1.text(photo_keys::STAGE);
        let stage = stage.and_then(PhotoStage::parse)?;
        let day = |content: &Content| taken(content).map(Timestamp::china_date);
        let is_one = stage == shows && day(photo.1) == day(twin.1);
        (!is_one).then(|| Self::because(SameFileCause::Used, photo, twin.0))
    }

    /// A photo whose file is that of another one, or which is that other one itself.
    #[must_use]
    pub fn because(cause: SameFileCause, photo: (RecordId, &Content), twin: RecordId) -> Self {
        Self {
            photo: photo.0,
            taken_at: taken(photo.1),
            twin,
            cause,
        }
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

/// When a photo was attached, by the phone's clock.
fn taken(photo: &Content) -> Option<Timestamp> {
    photo.int(photo_keys::TAKEN_AT_MS).map(Timestamp)
}

/// Whether the other photo of a file was attached later: then it is the copy.
fn is_later(twin: &Content, own: &Content) -> bool {
    let both = taken(twin).zip(taken(own));
    both.is_some_and(|(twin, own)| twin > own)
}
