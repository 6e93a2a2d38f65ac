use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use wangge_domain::{DeviceId, UserId};
use wangge_sync_engine::relay::Hearing;

/// So many devices are remembered; of more the oldest are forgotten.
const MOST: usize = 1_024;

/// Devices that hold rows which this relay does not know（欠回灌设备）, since they were heard of and until
/// they stand level. What one of them sends gets no number meanwhile that a row of its own may
/// bear. Others do not wait for it: anybody can invent a place. Forgotten when the process ends.
#[derive(Debug, Default)]
pub(crate) struct Owing(Mutex<VecDeque<(DeviceId, UserId)>>);

impl Owing {
    fn lock(&self) -> MutexGuard<'_, VecDeque<(DeviceId, UserId)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether this device still has to give something back.
    pub(crate) fn holds(&self, device: DeviceId, user: UserId) -> bool {
        self.lock().contains(&(device, user))
    }

    /// Remembers what an answer told of a device.
    pub(crate) fn hear(&self, device: DeviceId, user: UserId, heard: Hearing) {
        let mut held = self.lock();
        match heard {
            Hearing::Owes => {
                if !held.contains(&(device, user)) {
                    if held.len() >= MOST {
                        held.pop_front();
                    }
                    held.push_back((device, user));
                }
            }
            Hearing::Level => held.retain(|one| *one != (device, user)),
            Hearing::Unclear | Hearing::Follows => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(number: u16) -> DeviceId {
        let mut bytes = [0; 16];
        bytes[..2].copy_from_slice(&number.to_be_bytes());
        DeviceId::from_bytes(bytes)
    }

    #[test]
    fn a_device_owes_until_it_stands_level() {
        let (owing, user) = (Owing::default(), UserId::from_bytes([1; 16]));
        owing.hear(device(1), user, Hearing::Owes);
        for heard in [Hearing::Follows, Hearing::Unclear, Hearing::Owes] {
            owing.hear(device(1), user, heard);
            assert!(owing.holds(device(1), user), "{heard:?}");
        }
        assert!(!owing.holds(device(2), user), "nobody else waits");
        owing.hear(device(1), user, Hearing::Level);
        assert!(!owing.holds(device(1), user));
    }

    #[test]
    fn no_crowd_of_devices_fills_the_memory() {
        let (owing, user) = (Owing::default(), UserId::from_bytes([1; 16]));
        for number in 0..1_100 {
            owing.hear(device(number), user, Hearing::Owes);
        }
        assert_eq!(owing.lock().len(), MOST);
        assert!(owing.holds(device(1_099), user) && !owing.holds(device(0), user));
    }
}
