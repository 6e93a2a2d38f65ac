use super::Field;
use crate::boundary::long;
use crate::error::FieldError;

#[uniffi::export]
impl Field {
    /// The one call of a web-view shell（网页外壳调用）: `{"method", "args"}` in, `{"ok"}` or
    /// `{"error"}` out; `docs/BRIDGE.md` lists the methods. Whoever stops waiting cancels what waits
    /// for the network.
    pub async fn call(&self, request_json: String) -> Result<String, FieldError> {
        let bridge = self.bridge.clone();
        long(|cancel| async move {
            Ok::<_, FieldError>(bridge.call_until(request_json, cancel).await)
        })
        .await
    }
}
