use crate::error::CoreError;
use crate::facade::Core;

/// Bytes of a form's name at most.
const MOST_NAME: usize = 120;
/// Bytes of what is kept of one form.
const MOST_TEXT: usize = 256 * 1024;

impl Core {
    /// Keeps what was typed into a form and is no record yet（未保存的输入）: durable and encrypted when it
    /// returns, so that a reload or a killed app loses not a word. Shape and name are the app's.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]: the name is empty or longer than 120 bytes, the text longer
    /// than 256 KiB.
    pub fn keep_form(&self, name: &str, text: &str) -> Result<(), CoreError> {
        check_name(name)?;
        if text.len() > MOST_TEXT {
            return Err(CoreError::InvalidInput("form text".to_owned()));
        }
        Ok(self.inner.store.keep_form(name, text)?)
    }

    /// What was kept of a form, if anything.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`]; [`CoreError::RemoteLocked`]: nothing is shown then.
    pub fn kept_form(&self, name: &str) -> Result<Option<String>, CoreError> {
        check_name(name)?;
        self.not_locked()?;
        Ok(self.inner.store.kept_form(name)?)
    }

    /// Forgets a form: it was saved as a record, or its author gave it up.
    ///
    /// # Errors
    /// [`CoreError::InvalidInput`].
    pub fn drop_form(&self, name: &str) -> Result<(), CoreError> {
        check_name(name)?;
        Ok(self.inner.store.drop_form(name)?)
    }
}

fn check_name(name: &str) -> Result<(), CoreError> {
    if name.is_empty() || name.len() > MOST_NAME {
        return Err(CoreError::InvalidInput("form name".to_owned()));
    }
    Ok(())
}
