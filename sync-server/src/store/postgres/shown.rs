use super::target::driver_config;
use crate::platform::shown_host;

/// A connection string as it may be shown and logged: hosts, database and user, no password.
pub(crate) fn describe_connection(url: &str) -> String {
    let Ok(config) = driver_config(url) else {
        return "postgresql".to_owned();
    };
    let hosts: Vec<String> = config.get_hosts().iter().map(shown_host).collect();
    let user = config.get_user().unwrap_or_default();
    let database = config.get_dbname().unwrap_or_default();
    format!("postgresql://{user}@{}/{database}", hosts.join(","))
}

/// Whether this is a connection string, and one without a password.
pub(crate) fn is_without_password(url: &str) -> bool {
    driver_config(url).is_ok_and(|config| config.get_password().is_none())
}
