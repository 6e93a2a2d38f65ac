use super::Event;
use crate::numbering::ProvisionalNumber;

impl Event {
    /// The provisional number（临时编号）that the act states, if it states one that is written as such.
    #[must_use]
    pub fn provisional_number(&self) -> Option<ProvisionalNumber> {
        let stated = match self {
            Self::NoticeIssued {
                provisional_number, ..
            } => provisional_number.as_str(),
            Self::Step(step) => step.field("provisional_number"),
            _ => return None,
        };
        let number = stated.parse::<ProvisionalNumber>().ok();
        number.filter(ProvisionalNumber::is_plain)
    }
}
