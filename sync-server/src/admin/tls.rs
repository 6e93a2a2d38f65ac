//! The TLS key of the relay（TLS密钥）: how phones know it, the next one, and the switch to it.

use std::path::Path;

use serde::Serialize;
use wangge_domain::{Digest, Timestamp};
use wangge_protocol::{NextPin, SecretKey};

use super::Admin;
use super::enroll_code::percent_encoded;
use crate::configuration::Configuration;
use crate::error::RelayStartError;
use crate::http::{Tls, pin_in};
use crate::platform::rename_durably;
use crate::tls_word::{certify_tls, word_of};

const DAY_MS: i64 = 86_400_000;

/// How phones know the relay（TLS密钥状态）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TlsReport {
    /// SHA-256 of the SubjectPublicKeyInfo of the key in use.
    pub pin: String,
    /// The root key has certified it: a phone that pinned another key accepts it.
    pub is_certified: bool,
    /// The same of the key that is announced.
    pub next_pin: Option<String>,
    /// Before this day the announced key is not to be used.
    pub next_from: Option<Timestamp>,
    /// The root key has certified the announced key.
    pub next_is_certified: bool,
    /// The link that tells an enrolled phone where the relay is, once that is known.
    pub relay_link: Option<String>,
}

impl Admin {
    /// How phones know the relay.
    pub fn tls(&self) -> Result<TlsReport, RelayStartError> {
        let row = &self.tenant.row;
        let pin = self.own_pin()?;
        let next = self.announced(&pin)?;
        let next_is_certified = match &next {
            Some(next) => self.is_certified_in(&self.folder.next_tls(), &next.pin)?,
            None => false,
        };
        let link = format!(
            "wangge://relay?relay={}&root={}",
            percent_encoded(&row.address),
            row.root_key.to_hex()
        );
        Ok(TlsReport {
            pin: pin.to_string(),
            is_certified: self.is_certified_in(&self.folder.tls(), &pin)?,
            next_pin: next.map(|next| next.pin.to_string()),
            next_from: next.map(|next| next.from),
            next_is_certified,
            relay_link: (!row.address.is_empty()).then_some(link),
        })
    }

    /// Has the root key certify the TLS key, and the announced one（证明TLS密钥）: phones that pinned another
    /// key accept them from the next start on.
    pub fn certify_tls(&self, root_key: &Path) -> Result<TlsReport, RelayStartError> {
        let root = self.own_root(root_key)?;
        certify_tls(&self.folder.tls(), &root, self.tenant.now())?;
        if pin_in(&self.folder.next_tls())?.is_some() {
            self.certify_next(&root)?;
        }
        self.tls()
    }

    /// Makes the next TLS key and announces its pin（预告下一个TLS密钥）: phones that sync from now on accept
    /// both. `days` ahead, or as the configuration says. Asked again, the key and the day stay. With the
    /// root key at hand phones that are away accept it too.
    pub fn announce_tls(
        &self,
        days: Option<u32>,
        root_key: Option<&Path>,
    ) -> Result<TlsReport, RelayStartError> {
        let days = match days {
            Some(days) => days,
            None => Configuration::of(&self.folder)?.announce_days,
        };
        let root = root_key.map(|path| self.own_root(path)).transpose()?;
        let next = self.folder.next_tls();
        std::fs::create_dir_all(&next)
            .map_err(|error| RelayStartError::file(&next, error.to_string()))?;
        Tls::make_in(&next)?;
        if let Some(root) = root {
            self.certify_next(&root)?;
        }
        let pin = pin_in(&next)?
            .ok_or_else(|| RelayStartError::file(&next, "没有TLS密钥（no TLS key lies here）"))?;
        let mut notice = self.tenant.trust()?;
        if notice.next_pin.is_none_or(|known| known.pin != pin) {
            let from = self.tenant.now().plus_ms(i64::from(days) * DAY_MS);
            notice.next_pin = Some(NextPin { pin, from });
            self.tenant.set_trust(&notice)?;
        }
        self.tls()
    }

    /// Puts the announced TLS key in use（更换TLS密钥）; the one before is moved aside. Before the announced
    /// day it is refused, unless `force`: phones that have not heard have to scan a fresh code then, if
    /// the root key has not certified it. The relay must not be serving.
    pub fn switch_tls(&self, force: bool) -> Result<TlsReport, RelayStartError> {
        if self.folder.is_served() {
            return Err(RelayStartError::invalid(
                "中继还在运行，未做任何改动；请先停止它（a relay serves this folder, nothing was changed: \
                 stop it first）",
            ));
        }
        let next = pin_in(&self.folder.next_tls())?.ok_or_else(|| {
            RelayStartError::invalid(
                "没有预告的TLS密钥，请先运行 tls next（no key was announced: run `tls next` first）",
            )
        })?;
        let announced = self.tenant.trust()?.next_pin;
        let from = announced.filter(|it| it.pin == next).map(|it| it.from);
        let is_due = from.is_some_and(|from| from <= self.tenant.now());
        if !is_due && !force {
            let day = from.map_or_else(|| "?".to_owned(), |from| from.china_date().to_string());
            return Err(RelayStartError::invalid(format!(
                "预告的启用日 {day} 还没有到，未做任何改动；确需提前用 --force，没听到预告的手机可能要重新扫码\
                 （the announced day has not come, nothing was changed: --force does it all the same, and \
                 phones that have not heard may have to scan a fresh code）"
            )));
        }
        let tls = self.folder.tls();
        let aside = self
            .folder
            .root()
            .join(format!("tls.before-{}", self.tenant.now().0));
        let failed = |error: std::io::Error| RelayStartError::file(&tls, error.to_string());
        rename_durably(&tls, &aside).map_err(failed)?;
        rename_durably(&aside.join("next"), &tls).map_err(failed)?;
        self.tls()
    }

    fn own_pin(&self) -> Result<Digest, RelayStartError> {
        let tls = self.folder.tls();
        pin_in(&tls)?
            .ok_or_else(|| RelayStartError::file(&tls, "没有TLS密钥（no TLS key lies here）"))
    }

    /// What is announced beside the key in use.
    fn announced(&self, own: &Digest) -> Result<Option<NextPin>, RelayStartError> {
        Ok(self
            .tenant
            .trust()?
            .next_pin
            .filter(|next| next.pin != *own))
    }

    fn is_certified_in(&self, tls: &Path, pin: &Digest) -> Result<bool, RelayStartError> {
        let word = word_of(tls)?;
        Ok(word.is_some_and(|word| word.holds(&self.tenant.row.root_key, pin)))
    }

    /// The word for the next key stands above that for the key in use.
    fn certify_next(&self, root: &SecretKey) -> Result<(), RelayStartError> {
        let now = self.tenant.now();
        let at = match word_of(&self.folder.tls())? {
            Some(word) => now.max(word.issued.plus_ms(1)),
            None => now,
        };
        certify_tls(&self.folder.next_tls(), root, at)
    }
}
