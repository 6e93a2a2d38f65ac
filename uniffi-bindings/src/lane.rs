use std::sync::mpsc::{SyncSender, sync_channel};

/// What waits for somebody outside（回调通道）: taken one by one on a thread of its own, so that a
/// callback that blocks, for good even, holds up nobody else and no thread that others need.
pub(crate) struct Lane<T>(SyncSender<T>);

impl<T: Send + 'static> Lane<T> {
    /// Newest values a slow callback may lag behind.
    pub(crate) const LAG: usize = 64;

    /// `take` is given each value, `end` is called when nobody gives any more.
    pub(crate) fn open(
        mut take: impl FnMut(T) + Send + 'static,
        end: impl FnOnce() + Send + 'static,
    ) -> Self {
        let (sender, values) = sync_channel(Self::LAG);
        let work = move || {
            for value in values {
                take(value);
            }
            end();
        };
        let thread = std::thread::Builder::new().name("wangge-callback".to_owned());
        if let Err(error) = thread.spawn(work) {
            tracing::warn!(%error, "no thread for a callback: it misses everything");
        }
        Self(sender)
    }

    /// Never waits. False: there is no room, and this one is missed.
    pub(crate) fn give(&self, value: T) -> bool {
        self.0.try_send(value).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn a_callback_that_blocks_has_a_thread_of_its_own_and_misses_the_rest() {
        let (entered, has_entered) = channel();
        let (release, released) = channel::<()>();
        let (end, ended) = channel();
        let take = move |value: usize| {
            let name = std::thread::current().name().map(str::to_owned);
            entered.send((value, name)).unwrap();
            // Until it is let go, and then at once.
            let _let_go = released.recv();
        };
        let lane = Lane::open(take, move || end.send(()).unwrap());
        assert!(lane.give(0));
        let (_, name) = has_entered.recv().unwrap();
        assert_eq!(name.as_deref(), Some("wangge-callback"));
        let taken = (1..1000).filter(|value| lane.give(*value)).count();
        assert_eq!(taken, Lane::<usize>::LAG);
        drop(release);
        drop(lane);
        ended.recv().unwrap();
        assert_eq!(has_entered.iter().count(), taken);
    }
}
