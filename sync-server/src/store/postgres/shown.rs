use tokio_postgres::config::Host;

use super::target::driver_config;

/// A connection string as it may be shown and logged: hosts, database and user, no password.
pub(crate) fn describe_connection(url: &str) -> String {
    let Ok(config) = driver_config(url) else {
        return "postgresql".to_owned();
    };
    let hosts: Vec<String> = config
        .get_hosts()
        .iter()
        .map(|host| match host {
            Host::Tcp(name) => name.clone(),
            #[cfg(unix)]
            Host::Unix(path) => path.display().to_string(),
        })
        .collect();
    let user = config.get_user().unwrap_or_default();
    let database = config.get_dbname().unwrap_or_default();
    format!("postgresql://{user}@{}/{database}", hosts.join(","))
}

/// Whether this is a connection string, and one without a password.
pub(crate) fn is_without_password(url: &str) -> bool {
    driver_config(url).is_ok_and(|config| config.get_password().is_none())
}
