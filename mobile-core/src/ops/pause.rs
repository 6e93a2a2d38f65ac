use crate::error::CoreError;
use crate::facade::Core;

impl Core {
    /// The app is about to be suspended（暂停）: every database handle is closed within 2 seconds.
    /// Until [`Core::resume`], calls fail with [`CoreError::Paused`].
    pub fn pause(&self) {
        self.inner.store.pause();
    }

    /// The app is back（恢复）. Does nothing if it was not paused.
    ///
    /// # Errors
    /// As [`Core::open`]; it stays paused.
    pub fn resume(&self) -> Result<(), CoreError> {
        self.inner.store.resume().map_err(CoreError::from)?;
        self.reload_session()
    }

    /// Closes the data for good（关闭）; this and all clones fail afterwards until resumed.
    pub fn close(&self) {
        self.pause();
    }
}
