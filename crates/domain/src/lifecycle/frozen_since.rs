/// From when a field stands fast（固定时点）: what is written into it later is out of the way, and whoever
/// supervises is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FrozenSince {
    /// Since the record was registered.
    Registration,
    /// Since the notice in force was issued.
    Notice,
    /// Since the record was closed or declared void.
    End,
}

impl FrozenSince {
    /// The code of an edit that came later; its words stand in the group `late_edit` of the labels.
    #[must_use]
    pub fn late_code(self) -> &'static str {
        match self {
            Self::Registration => "after_registration",
            Self::Notice => "after_notice",
            Self::End => "after_end",
        }
    }
}
