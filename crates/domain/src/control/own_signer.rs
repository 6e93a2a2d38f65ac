use super::ControlState;
use crate::UserId;
use crate::lifecycle::{Effect, Event, RecordState, ServiceProof};
use crate::record::letters;

impl ControlState {
    /// Whether a service rests on the name of somebody who serves the notice or issued it（签收人、
    /// 见证人即送达人、下发人）: whoever takes a paper in, or stands by when it is refused, is another
    /// person. Names are compared by their letters; somebody of the same name is told by nothing else,
    /// hence served by posting or by mail.
    #[must_use]
    pub fn is_own_signer(&self, server: UserId, state: &RecordState, event: &Event) -> bool {
        let signers = match event {
            Event::Served(ServiceProof::Signed(signature)) => std::slice::from_ref(signature),
            Event::Served(ServiceProof::Refused { witnesses, .. }) => witnesses.as_slice(),
            _ => return false,
        };
        let mut history = state.history.iter().rev();
        let issued = history.find(|it| it.event == "notice_issued" && it.effect == Effect::Applied);
        let own: Vec<String> = [Some(server), issued.map(|it| it.user)]
            .into_iter()
            .flatten()
            .filter_map(|user| self.people.get(&user))
            .map(|person| letters(&person.name))
            .filter(|name| !name.is_empty())
            .collect();
        signers
            .iter()
            .any(|signature| own.contains(&letters(&signature.signer)))
    }
}
