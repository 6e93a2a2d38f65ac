use super::{ControlState, DeviceEnrollment, EnrolledDevice};
use crate::{DeviceId, StreamId, UserId};

/// Where the key of an envelope stands（设备密钥状态）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStanding {
    /// Never enrolled.
    Unknown,
    /// Enrolled, and not revoked for this place in its chain.
    Good,
    /// Revoked, and this place lies past the frontier: the envelope goes to quarantine.
    PastFrontier,
}

impl ControlState {
    /// The enrolment under which a person acts on a device. A relay's service key stands in for
    /// every person who has a password session on that relay.
    #[must_use]
    pub fn device(&self, device: DeviceId, user: UserId) -> Option<&EnrolledDevice> {
        self.devices.get(&(device, user)).or_else(|| {
            self.devices
                .iter()
                .find(|((held, _), one)| *held == device && one.enrollment.relay_service)
                .map(|(_, one)| one)
        })
    }

    /// The keys that may verify an act of this person on this device, the present one first.
    pub fn keys(&self, device: DeviceId, user: UserId) -> impl Iterator<Item = &DeviceEnrollment> {
        self.device(device, user).into_iter().flat_map(|enrolled| {
            let earlier = enrolled
                .earlier
                .iter()
                .rev()
                .map(|(enrollment, _)| enrollment);
            std::iter::once(&enrolled.enrollment).chain(earlier)
        })
    }

    /// Whether an envelope with this place in its chain may be accepted, as far as revocation
    /// goes. No trust is put in the time it claims.
    #[must_use]
    pub fn key_standing(
        &self,
        device: DeviceId,
        user: UserId,
        stream: StreamId,
        device_seq: u64,
    ) -> KeyStanding {
        let Some(enrolled) = self.device(device, user) else {
            return KeyStanding::Unknown;
        };
        match &enrolled.revoked {
            None => KeyStanding::Good,
            Some((_, frontier)) => {
                if frontier
                    .get(&stream)
                    .is_some_and(|last| device_seq <= *last)
                {
                    KeyStanding::Good
                } else {
                    KeyStanding::PastFrontier
                }
            }
        }
    }
}
