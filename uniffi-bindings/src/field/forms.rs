use super::Field;
use crate::boundary::short;
use crate::error::FieldError;

#[uniffi::export]
impl Field {
    /// Keeps what was typed into a form and is no record yet（未保存的输入）: durable and encrypted when
    /// it returns, so that an app that is killed loses not a word. Shape and name are the app's.
    pub fn keep_form(&self, name: String, text: String) -> Result<(), FieldError> {
        short(|| self.core.keep_form(&name, &text))
    }

    /// What was kept of a form, if anything（取回未保存的输入）.
    pub fn kept_form(&self, name: String) -> Result<Option<String>, FieldError> {
        short(|| self.core.kept_form(&name))
    }

    /// Forgets a form（清除未保存的输入）: it was saved as a record, or its author gave it up.
    pub fn drop_form(&self, name: String) -> Result<(), FieldError> {
        short(|| self.core.drop_form(&name))
    }
}
