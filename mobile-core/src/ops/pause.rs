use crate::error::CoreError;
use crate::facade::Core;
use crate::folder_lock::FolderLock;

impl Core {
    /// The app is about to be suspended（暂停）: every database handle and the folder's lock are
    /// let go of within 2 seconds, also in the middle of a sync, which ends with
    /// [`CoreError::Paused`]. Until [`Core::resume`], calls fail with [`CoreError::Paused`].
    ///
    /// # Errors
    /// [`CoreError::StillOpen`] after at most 2 seconds: something goes on although it was
    /// interrupted, its handle is open and the folder stays locked. It is paused all the same;
    /// pause again to let go of the rest.
    pub fn pause(&self) -> Result<(), CoreError> {
        self.inner.life.sleep();
        if !self.inner.store.pause() {
            return Err(CoreError::StillOpen);
        }
        self.inner.life.unlock();
        Ok(())
    }

    /// The app is back（恢复）. Does nothing if it was not paused.
    ///
    /// # Errors
    /// As [`Core::open`], and [`CoreError::Closed`]; it stays paused.
    pub fn resume(&self) -> Result<(), CoreError> {
        let inner = &self.inner;
        inner.life.wake(|| FolderLock::take(&inner.config.folder))?;
        if let Err(error) = inner.store.resume() {
            if inner.store.pause() {
                inner.life.unlock();
            }
            return Err(error.into());
        }
        inner.life.rise();
        self.reload_session()
    }

    /// Closes the data for good（关闭）: this and all clones fail afterwards with
    /// [`CoreError::Closed`]; the folder may be opened again.
    ///
    /// # Errors
    /// As [`Core::pause`]: it is closed, and the folder stays locked until it is asked again.
    pub fn close(&self) -> Result<(), CoreError> {
        self.inner.life.close();
        self.pause()
    }

    /// The phone is short of memory（内存不足）: lets go of what can be read again.
    ///
    /// # Errors
    /// The store failed, or [`CoreError::Paused`].
    pub fn trim_memory(&self) -> Result<(), CoreError> {
        if let Ok(mut packs) = self.inner.packs.lock() {
            packs.clear();
        }
        Ok(self.inner.store.trim_memory()?)
    }
}
