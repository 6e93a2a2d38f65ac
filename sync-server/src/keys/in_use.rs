use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use wangge_domain::control::ControlState;
use wangge_protocol::{PublicKey, SecretKey};

use super::ServiceStock;

/// The service key that a relay signs with now（在用服务密钥）. Relays that share a store share it: when
/// one of them introduces a fresh one, the others find it in the control stream and in the stock.
pub(crate) struct KeyInUse {
    stock: ServiceStock,
    key: RwLock<SecretKey>,
    /// False while a fresh key is on its way into the control stream: the older one that still
    /// stands there must not be gone back to.
    is_introduced: AtomicBool,
    /// The control row up to which it was looked.
    seen: AtomicU64,
}

impl KeyInUse {
    pub(crate) fn new(stock: ServiceStock, key: SecretKey, is_introduced: bool) -> Self {
        Self {
            stock,
            key: RwLock::new(key),
            is_introduced: AtomicBool::new(is_introduced),
            seen: AtomicU64::new(0),
        }
    }

    pub(crate) fn get(&self) -> SecretKey {
        let key = self.key.read().unwrap_or_else(PoisonError::into_inner);
        key.clone()
    }

    /// It stands in the control stream now.
    pub(crate) fn introduced(&self) {
        self.is_introduced.store(true, Ordering::Release);
    }

    /// The key to sign with at this state of the control stream.
    pub(crate) fn follow(&self, control: &ControlState) -> SecretKey {
        let own = self.get();
        if !self.is_introduced.load(Ordering::Acquire)
            || self.seen.swap(control.seq, Ordering::AcqRel) == control.seq
        {
            return own;
        }
        let mut enrolled = control.devices.values().map(|held| &held.enrollment);
        let standing = enrolled
            .find(|enrollment| enrollment.relay_service)
            .and_then(|enrollment| PublicKey::from_hex(&enrollment.public_key));
        let newer = standing
            .filter(|key| *key != own.public())
            .and_then(|key| self.stock.secret_of(&key));
        let Some(newer) = newer else {
            return own;
        };
        tracing::info!("another relay of this store introduced a service key: it is taken over");
        *self.key.write().unwrap_or_else(PoisonError::into_inner) = newer.key.clone();
        newer.key
    }
}

#[cfg(test)]
mod tests {
    use wangge_domain::control::{ControlEvent, ControlRow, DeviceEnrollment};
    use wangge_domain::{DeviceId, Timestamp, UserId};

    use super::*;
    use crate::data_folder::DataFolder;

    fn with_key(control: &ControlState, key: &SecretKey) -> ControlState {
        let mut state = control.clone();
        let enrollment = DeviceEnrollment {
            device: DeviceId::from_bytes([1; 16]),
            user: UserId::from_bytes([2; 16]),
            algorithm: 1,
            public_key: key.public().to_hex(),
            short_id: "RELAY".to_owned(),
            label: "中继".to_owned(),
            relay_service: true,
        };
        let row = ControlRow {
            seq: state.seq + 1,
            received_at: Timestamp(0),
            event: ControlEvent::DeviceEnrolled(enrollment),
        };
        state.apply(&row).unwrap();
        state
    }

    #[test]
    fn a_key_that_another_relay_introduced_is_taken_over() {
        let folder = tempfile::TempDir::new().unwrap();
        let data = DataFolder::new(folder.path());
        data.create().unwrap();
        let mut stock = ServiceStock::read(&data).unwrap();
        stock
            .fill(&data, &SecretKey::from_seed([9; 32]), 2)
            .unwrap();
        let first = stock.fresh(|_| false).unwrap().key;
        let second = stock.fresh(|key| *key == first.public()).unwrap().key;
        let before = with_key(&ControlState::default(), &first);
        let after = with_key(&before, &second);

        let in_use = KeyInUse::new(ServiceStock::read(&data).unwrap(), first.clone(), true);
        assert_eq!(in_use.follow(&before).public(), first.public());
        assert_eq!(in_use.follow(&after).public(), second.public());
        assert_eq!(in_use.get().public(), second.public());

        // A fresh one on its way in is not given up for the one that still stands there.
        let fresh = KeyInUse::new(ServiceStock::read(&data).unwrap(), second.clone(), false);
        assert_eq!(fresh.follow(&before).public(), second.public());
        // A key of nobody's stock changes nothing.
        let stranger = with_key(&after, &SecretKey::from_seed([7; 32]));
        assert_eq!(in_use.follow(&stranger).public(), second.public());
    }
}
