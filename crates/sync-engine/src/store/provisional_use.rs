use wangge_domain::{Digest, RecordId, Timestamp};
use wangge_protocol::Refusal;

/// What became of a provisional number that an envelope carried: the first act that states one
/// binds it to its paper, and no other paper bears it afterwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvisionalUse {
    /// As the paper prints it.
    pub text: String,
    /// The record whose paper bears it.
    pub record: RecordId,
    /// The envelope that carried it.
    pub envelope: Digest,
    /// When the relay took that in.
    pub received_at: Timestamp,
    /// Why it is void. `None`: its act took effect.
    pub void: Option<VoidCause>,
    /// Decided before by a relay that has lost it since: another use may stand already.
    pub attested: bool,
}

/// Why a provisional number is void.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VoidCause {
    /// The rules refused the act: the code of the reason.
    NoEffect(String),
    /// The envelope is in no log. It was judged by no rule, so it binds nothing.
    SetApart(Refusal),
}

impl ProvisionalUse {
    /// Whether the number belongs to this use from now on.
    #[must_use]
    pub fn binds(&self) -> bool {
        !matches!(self.void, Some(VoidCause::SetApart(_)))
    }

    /// Whether it takes the place of a use of the same number that is held already.
    #[must_use]
    pub fn replaces(&self, held: &Self) -> bool {
        let had_effect = self.attested && self.void.is_none() && held.void.is_some();
        self.binds() && (held.envelope == self.envelope || !held.binds() || had_effect)
    }

    /// Whether it rests on the number having been free: if another use is held, it is decided anew.
    #[must_use]
    pub fn must_be_kept(&self) -> bool {
        self.void.is_none() && !self.attested
    }
}
