use super::Values;
use crate::configuration::ConfigurationError;
use crate::sign_on::{SignOnChoice, SignOnClaim};

impl Values<'_> {
    /// All of it or nothing（统一认证）.
    pub(super) fn sign_on(&self) -> Result<Option<SignOnChoice>, ConfigurationError> {
        if !self.given.keys().any(|name| name.starts_with("sign_on.")) {
            return Ok(None);
        }
        let issuer = self.needed("sign_on.issuer")?;
        let address = self.needed("sign_on.address")?;
        for (name, url) in [("sign_on.issuer", &issuer), ("sign_on.address", &address)] {
            if !url.starts_with("https://") && !is_this_machine(url) {
                return Err(self.wrong(
                    name,
                    "须为 https；仅本机地址可用 http",
                    "has to be https, unless it is on this machine",
                ));
            }
        }
        for name in ["sign_on.client_secret_file", "sign_on.certificate_file"] {
            if let Some(Err(error)) = self.path(name).map(std::fs::File::open) {
                let (zh, en) = (
                    format!("无法读取: {error}"),
                    format!("cannot be read: {error}"),
                );
                return Err(self.wrong(name, &zh, &en));
            }
        }
        let claim = self.text("sign_on.claim");
        Ok(Some(SignOnChoice {
            name: self.needed("sign_on.name")?,
            issuer,
            client_id: self.needed("sign_on.client_id")?,
            client_secret_file: self.path("sign_on.client_secret_file"),
            address,
            claim: claim
                .and_then(|word| SignOnClaim::of(&word))
                .unwrap_or_default(),
            certificate_file: self.path("sign_on.certificate_file"),
        }))
    }
}

/// An address that leaves this machine in no case.
fn is_this_machine(url: &str) -> bool {
    let host = url.strip_prefix("http://").unwrap_or_default();
    let host = host.split('/').next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    matches!(host, "127.0.0.1" | "localhost" | "[::1]")
}
