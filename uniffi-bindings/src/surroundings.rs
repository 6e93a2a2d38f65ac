use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use wangge_mobile_core::{NetworkKind, SyncOptions};

use crate::platform::{Connectivity, Network};

/// How long the platform is waited for. Who does not answer has a metered network and a full battery.
pub(crate) const LIMIT: Duration = Duration::from_secs(2);
/// So many questions may wait for an answer: more are not asked.
const MOST_ASKED: usize = 4;

/// What the platform says of network and battery（网络与电量）, asked for on threads of its own.
#[derive(Clone)]
pub(crate) struct Surroundings {
    known: Option<Arc<dyn Connectivity>>,
    asked: Arc<AtomicUsize>,
}

impl Surroundings {
    pub(crate) fn new(known: Option<Arc<dyn Connectivity>>) -> Self {
        Self {
            known,
            asked: Arc::default(),
        }
    }

    /// How a sync is to run now; known after `limit`, and after [`LIMIT`], whatever the platform
    /// does. Wants the runtime around it.
    pub(crate) async fn options(self, limit: Duration) -> SyncOptions {
        let (Some(known), Some(turn)) = (self.known, Turn::take(self.asked)) else {
            return SyncOptions::default();
        };
        let (tell, told) = tokio::sync::oneshot::channel();
        let ask = move || {
            let options = options_of(known.as_ref());
            drop(turn);
            // Whoever asked may have given up.
            let _nobody_waits = tell.send(options);
        };
        let thread = std::thread::Builder::new().name("wangge-callback".to_owned());
        if thread.spawn(ask).is_err() {
            return SyncOptions::default();
        }
        match tokio::time::timeout(limit.min(LIMIT), told).await {
            Ok(Ok(options)) => options,
            _ => SyncOptions::default(),
        }
    }
}

impl std::fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Surroundings").finish_non_exhaustive()
    }
}

#[cfg(feature = "shell")]
impl wangge_bridge::Surroundings for Surroundings {
    fn options(&self) -> std::pin::Pin<Box<dyn Future<Output = SyncOptions> + Send>> {
        Box::pin(self.clone().options(LIMIT))
    }
}

/// One question that waits for its answer.
struct Turn(Arc<AtomicUsize>);

impl Turn {
    fn take(asked: Arc<AtomicUsize>) -> Option<Self> {
        let turn = Self(asked);
        (turn.0.fetch_add(1, Ordering::AcqRel) < MOST_ASKED).then_some(turn)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

fn options_of(known: &dyn Connectivity) -> SyncOptions {
    let options = if known.low_battery().unwrap_or(false) {
        SyncOptions::frugal()
    } else {
        SyncOptions::default()
    };
    SyncOptions {
        network: match known.network() {
            Ok(Network::Wifi) => NetworkKind::Wifi,
            _ => NetworkKind::Metered,
        },
        ..options
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::mpsc::{Receiver, channel};
    use std::time::Instant;

    use super::*;
    use crate::boundary::runtime;
    use crate::platform::CallbackError;

    struct Wifi {
        low: bool,
    }

    impl Connectivity for Wifi {
        fn network(&self) -> Result<Network, CallbackError> {
            Ok(Network::Wifi)
        }

        fn low_battery(&self) -> Result<bool, CallbackError> {
            Ok(self.low)
        }
    }

    /// Answers nothing until its other half is gone.
    struct Silent(Mutex<Receiver<()>>);

    impl Connectivity for Silent {
        fn network(&self) -> Result<Network, CallbackError> {
            Ok(Network::Wifi)
        }

        fn low_battery(&self) -> Result<bool, CallbackError> {
            let _let_go = self.0.lock().unwrap().recv();
            Ok(true)
        }
    }

    #[test]
    fn a_platform_that_answers_is_believed() {
        let ask = |low| {
            let around = Surroundings::new(Some(Arc::new(Wifi { low })));
            runtime().block_on(around.options(LIMIT))
        };
        assert_eq!(ask(false).network, NetworkKind::Wifi);
        assert!(!ask(false).frugal);
        assert!(ask(true).frugal);
        let unknown = runtime().block_on(Surroundings::new(None).options(LIMIT));
        assert_eq!(unknown, SyncOptions::default());
    }

    #[test]
    fn one_that_never_answers_holds_up_nobody() {
        let (let_go, gone) = channel::<()>();
        let around = Surroundings::new(Some(Arc::new(Silent(Mutex::new(gone)))));
        let limit = Duration::from_millis(20);
        let begun = Instant::now();
        for _ in 0..20 {
            let options = runtime().block_on(around.clone().options(limit));
            assert_eq!(options, SyncOptions::default(), "metered, and not frugal");
        }
        assert!(begun.elapsed() < LIMIT, "{:?}", begun.elapsed());
        assert_eq!(around.asked.load(Ordering::Acquire), MOST_ASKED);
        drop(let_go);
        let until = Instant::now() + Duration::from_secs(10);
        while around.asked.load(Ordering::Acquire) > 0 && Instant::now() < until {
            std::thread::yield_now();
        }
        assert!(runtime().block_on(around.options(LIMIT)).frugal);
    }
}
