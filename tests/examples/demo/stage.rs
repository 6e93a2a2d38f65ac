use std::sync::Arc;

use anyhow::Result;
use wangge_tests::township::Township;

use super::clock::{DemoClock, september};
use super::relay::RelayProcess;
use super::settings::Settings;
use super::show::Show;
use super::tally::Tally;

/// What every part of the story uses.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) settings: Settings,
    pub(crate) show: Show,
    pub(crate) clock: Arc<DemoClock>,
    pub(crate) township: Township,
    pub(crate) relay: RelayProcess,
    pub(crate) tally: Arc<Tally>,
}

impl Stage {
    /// 1 September 2026: the relay of the township is set up.
    pub(crate) async fn set(settings: Settings, show: Show) -> Result<Self> {
        let township = Township::qingfeng();
        let clock = DemoClock::start(september(1, 9, 0), &settings.path("clock"))?;
        show.begin(clock.now(), "建立中继：网格、人员、证书");
        let relay = RelayProcess::set_up(&settings, &township).await?;
        Ok(Self {
            settings,
            show,
            clock,
            township,
            relay,
            tally: Arc::default(),
        })
    }

    /// A new part of the story.
    pub(crate) fn begin(&self, title: &str) {
        self.show.begin(self.clock.now(), title);
    }
}
