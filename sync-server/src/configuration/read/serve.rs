use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use toml::Value;

use super::Values;
use crate::configuration::ConfigurationError;
use crate::http::QuotaChoice;
use crate::intake_choice::IntakeChoice;
use crate::serve_choice::ServeChoice;

impl Values<'_> {
    /// Reads `[serve]`（接入方式）.
    pub(super) fn serve(&self, defaults: ServeChoice) -> Result<ServeChoice, ConfigurationError> {
        let number = |name: &str| {
            let number = self.given.get(name).and_then(Value::as_integer);
            number.and_then(|number| u64::try_from(number).ok())
        };
        let plain_listen = self.text("serve.plain_listen");
        let is_loopback = |text: &String| {
            let address = text.parse::<SocketAddr>();
            address.is_ok_and(|address| address.ip().is_loopback())
        };
        if plain_listen.as_ref().is_some_and(|text| !is_loopback(text)) {
            return Err(self.wrong(
                "serve.plain_listen",
                "须为本机回环地址，例如 127.0.0.1：明文不出本机",
                "has to be a loopback address such as 127.0.0.1: nothing leaves the machine without TLS",
            ));
        }
        Ok(ServeChoice {
            proxies: self.hosts("serve.proxy"),
            plain_listen,
            drain: number("serve.drain_seconds").map_or(defaults.drain, Duration::from_secs),
            per_address: number("serve.connections_per_address")
                .and_then(|number| usize::try_from(number).ok())
                .unwrap_or(defaults.per_address),
            tls12: self
                .given
                .get("serve.tls12")
                .and_then(Value::as_bool)
                .unwrap_or(defaults.tls12),
        })
    }

    /// Reads `[intake]`（随手拍网页）.
    pub(super) fn intake(&self, defaults: IntakeChoice) -> IntakeChoice {
        let proxy = self.text("intake.proxy");
        IntakeChoice {
            folder: self.path("intake.folder"),
            listen: self.text("intake.listen").unwrap_or(defaults.listen),
            proxy: proxy.and_then(|text| text.parse().ok()),
        }
    }

    /// Reads `[quota]`（每日流量配额）.
    pub(super) fn quotas(&self, defaults: QuotaChoice) -> QuotaChoice {
        let number = |name: &str, default: u32| {
            let number = self.given.get(name).and_then(Value::as_integer);
            let number = number.and_then(|number| u32::try_from(number).ok());
            number.unwrap_or(default)
        };
        QuotaChoice {
            photo_mib: number("quota.photo_mib_a_day", defaults.photo_mib),
            push_mib: number("quota.exchange_mib_a_day", defaults.push_mib),
        }
    }

    fn hosts(&self, name: &str) -> Vec<IpAddr> {
        let list = self.given.get(name).and_then(Value::as_array);
        let texts = list.into_iter().flatten().filter_map(Value::as_str);
        texts.filter_map(|text| text.parse().ok()).collect()
    }
}
