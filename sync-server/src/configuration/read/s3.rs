use toml::Value;

use super::Values;
use crate::blob_choice::S3Choice;
use crate::configuration::ConfigurationError;

impl Values<'_> {
    /// A bucket as a table describes it（对象存储）: that of the photos, or that of the backups.
    pub(super) fn s3(&self, table: &str) -> Result<S3Choice, ConfigurationError> {
        let key = |name: &str| format!("{table}.{name}");
        let allow_http = self.given.get(key("allow_http").as_str());
        let allow_http = allow_http.and_then(Value::as_bool).unwrap_or(false);
        let endpoint = self.needed(&key("endpoint"))?;
        if endpoint.starts_with("http://") && !allow_http {
            return Err(self.wrong(
                &key("endpoint"),
                &format!("须为 https；仅限本机或隧道时可设 {table}.allow_http = true"),
                &format!("has to be https, unless {table}.allow_http = true"),
            ));
        }
        Ok(S3Choice {
            endpoint,
            region: self
                .text(&key("region"))
                .unwrap_or_else(|| "us-east-1".to_owned()),
            bucket: self.needed(&key("bucket"))?,
            prefix: self.text(&key("prefix")).unwrap_or_default(),
            access_key: self.needed(&key("access_key"))?,
            secret_key_file: self.path(&key("secret_key_file")),
            allow_http,
            certificate_file: self.path(&key("certificate_file")),
        })
    }
}
