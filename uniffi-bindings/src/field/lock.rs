use super::Field;
use crate::boundary::{blocking, short};
use crate::error::FieldError;
use crate::records::PinState;

#[uniffi::export]
impl Field {
    /// Whether a PIN is set and the app locked（应用锁状态）.
    pub fn pin_state(&self) -> Result<PinState, FieldError> {
        short(|| Ok::<_, FieldError>(self.core.pin_state()?.into()))
    }

    /// Sets the PIN of 4 to 32 characters, or changes it with the old one（设置应用锁）.
    pub async fn set_pin(&self, old: Option<String>, new: String) -> Result<(), FieldError> {
        let core = self.core.clone();
        blocking(move || core.set_pin(old.as_deref(), &new)).await
    }

    /// Removes the PIN（取消应用锁）.
    pub async fn remove_pin(&self, pin: String) -> Result<(), FieldError> {
        let core = self.core.clone();
        blocking(move || core.remove_pin(&pin)).await
    }

    /// Locks the app if a PIN is set（锁定）; syncing goes on.
    pub fn lock(&self) -> Result<(), FieldError> {
        short(|| self.core.lock())
    }

    /// Unlocks with the PIN（解锁）. Too many wrong ones cost a wait.
    pub async fn unlock(&self, pin: String) -> Result<(), FieldError> {
        let core = self.core.clone();
        blocking(move || core.unlock(&pin)).await
    }

    /// Lets a finger or a face unlock too, or no longer（生物识别解锁）.
    pub async fn set_platform_unlock(&self, on: bool) -> Result<(), FieldError> {
        let core = self.core.clone();
        blocking(move || core.set_platform_unlock(on)).await
    }

    /// Unlocks by a finger or a face（生物识别解锁）: the key store asks for it.
    pub async fn unlock_by_platform(&self) -> Result<(), FieldError> {
        let core = self.core.clone();
        blocking(move || core.unlock_by_platform()).await
    }
}
