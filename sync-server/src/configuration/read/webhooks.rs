use std::collections::BTreeSet;
use std::path::Path;

use toml::Value;

use super::{Values, list};
use crate::configuration::ConfigurationError;
use crate::webhooks::{WebhookChoice, WebhookEvent};

/// The name of the tables.
pub(super) const TABLE: &str = "webhook";

/// Reads every `[[webhook]]`（事件推送）; a single `[webhook]` is one of them.
pub(super) fn read(
    found: Option<Value>,
    beside: &Path,
) -> Result<Vec<WebhookChoice>, ConfigurationError> {
    let mut choices: Vec<WebhookChoice> = Vec::new();
    for values in list(TABLE, found, beside)? {
        let choice = values.webhook()?;
        if choices.iter().any(|other| other.url == choice.url) {
            return Err(values.wrong(
                "webhook.url",
                "同一地址只能写一段",
                "stands in another [[webhook]] too",
            ));
        }
        choices.push(choice);
    }
    Ok(choices)
}

impl Values<'_> {
    fn webhook(&self) -> Result<WebhookChoice, ConfigurationError> {
        let url = self.needed("webhook.url")?;
        let allow_private = self.given.get("webhook.allow_private");
        let allow_private = allow_private.and_then(Value::as_bool).unwrap_or(false);
        if url.starts_with("http://") && !allow_private {
            return Err(self.wrong(
                "webhook.url",
                "须为 https；政务内网中的接收方可设 webhook.allow_private = true",
                "has to be https, unless webhook.allow_private = true",
            ));
        }
        self.needed("webhook.secret_file")?;
        for name in ["webhook.secret_file", "webhook.certificate_file"] {
            if let Some(Err(error)) = self.path(name).map(std::fs::File::open) {
                let (zh, en) = (
                    format!("无法读取: {error}"),
                    format!("cannot be read: {error}"),
                );
                return Err(self.wrong(name, &zh, &en));
            }
        }
        let words = self.given.get("webhook.events").and_then(Value::as_array);
        let words: Vec<&str> = match words {
            Some(words) => words.iter().filter_map(Value::as_str).collect(),
            None => WebhookEvent::WORDS.to_vec(),
        };
        let events: BTreeSet<WebhookEvent> =
            words.into_iter().filter_map(WebhookEvent::of).collect();
        Ok(WebhookChoice {
            url,
            secret_file: self.path("webhook.secret_file").unwrap_or_default(),
            events,
            allow_private,
            certificate_file: self.path("webhook.certificate_file"),
        })
    }
}
