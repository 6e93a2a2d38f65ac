use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// So many at the same time for each key（并发名额）: what one caller holds open is taken from that caller alone.
pub(crate) struct Seats {
    most: usize,
    taken: Mutex<HashMap<String, usize>>,
}

/// One of them, free again when it is dropped.
pub(crate) struct Seat {
    seats: Arc<Seats>,
    key: String,
}

impl Seats {
    pub(crate) fn new(most: usize) -> Arc<Self> {
        Arc::new(Self {
            most,
            taken: Mutex::default(),
        })
    }

    /// Takes one, if one is left for this key.
    pub(crate) fn take(self: &Arc<Self>, key: String) -> Option<Seat> {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let held = taken.entry(key.clone()).or_default();
        if *held >= self.most {
            return None;
        }
        *held += 1;
        Some(Seat {
            seats: Arc::clone(self),
            key,
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self
            .seats
            .taken
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = taken.get_mut(&self.key) {
            *held -= 1;
            if *held == 0 {
                taken.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_takes_no_more_than_its_share_and_nothing_of_others() {
        let seats = Seats::new(2);
        let take = |key: &str| seats.take(key.to_owned());
        let (first, _second) = (take("a").unwrap(), take("a").unwrap());
        assert!(take("a").is_none());
        assert!(take("b").is_some());
        drop(first);
        assert!(take("a").is_some());
        // Nobody is remembered who holds none.
        assert_eq!(seats.taken.lock().unwrap().len(), 1);
    }
}
