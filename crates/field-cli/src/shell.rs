use std::sync::Arc;

use chrono::NaiveDate;
use wangge_domain::Timestamp;
use wangge_mobile_core::{Clock, Core, CoreConfig, FileKeyVault, SystemClock, SystemRandom};

use crate::arguments::Arguments;
use crate::command_error::CommandError;
use crate::file_clock::FileClock;
use crate::losses::losses;
use crate::print;

/// The core of one installation with its clock（本机）.
pub(crate) struct Shell {
    /// Everything a phone can do.
    pub(crate) core: Core,
    /// The clock of a demonstration, if one was given.
    pub(crate) file_clock: Option<Arc<FileClock>>,
    clock: Arc<dyn Clock>,
    /// Progress may be told on the side.
    pub(crate) talkative: bool,
}

impl Shell {
    /// Opens the folder that the arguments name; a first start makes it.
    pub(crate) fn open(arguments: &Arguments) -> Result<Self, CommandError> {
        Self::open_labelled(arguments, None)
    }

    /// Opens it under a name that the relay is told at enrollment.
    pub(crate) fn open_labelled(
        arguments: &Arguments,
        label: Option<&str>,
    ) -> Result<Self, CommandError> {
        let folder = arguments
            .data
            .as_ref()
            .ok_or_else(|| CommandError::Usage("缺少 --data <目录>".to_owned()))?;
        let file_clock = match &arguments.clock {
            Some(path) => Some(Arc::new(FileClock::open(path).map_err(|error| {
                CommandError::Usage(format!("时钟文件 {}：{error}", path.display()))
            })?)),
            None => None,
        };
        let clock: Arc<dyn Clock> = match &file_clock {
            Some(clock) => Arc::clone(clock) as Arc<dyn Clock>,
            None => Arc::new(SystemClock::new()),
        };
        let vault = FileKeyVault::open(&folder.join("vault"), Box::new(SystemRandom))
            .map_err(|error| CommandError::Machine(format!("{}：{error}", folder.display())))?;
        let mut config = CoreConfig::new(folder.join("data"));
        config.label = label.unwrap_or("命令行").to_owned();
        let core = Core::open(
            config,
            Arc::new(vault),
            Arc::clone(&clock),
            Arc::new(SystemRandom),
        )?;
        let shell = Self {
            core,
            file_clock,
            clock,
            talkative: !arguments.json,
        };
        shell.tell_of_losses();
        Ok(shell)
    }

    /// Today in China by the clock of this machine: for reading forms, never for deciding.
    pub(crate) fn today(&self) -> NaiveDate {
        Timestamp(self.clock.wall_ms()).china_date()
    }

    /// Runs something that talks to the relay, until it is done or Ctrl-C is pressed.
    pub(crate) fn block_on<F: Future>(&self, future: F) -> Result<F::Output, CommandError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|error| CommandError::Machine(error.to_string()))?;
        Ok(runtime.block_on(future))
    }

    /// What was lost or set aside when the folder was opened is never kept quiet.
    fn tell_of_losses(&self) {
        if self.talkative {
            for line in losses(self.core.open_report()) {
                print::to_stderr(&line);
            }
        }
    }
}
