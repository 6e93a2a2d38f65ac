use std::net::IpAddr;
use std::path::PathBuf;

/// How the page for the public is run（随手拍网页）, as `[intake]` of a configuration says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntakeChoice {
    /// Its folder. `None`: `intake` in the data folder, if the file names that.
    pub folder: Option<PathBuf>,
    /// Where it listens, plain HTTP.
    pub listen: String,
    /// The proxy in front of it.
    pub proxy: Option<IpAddr>,
}

impl Default for IntakeChoice {
    fn default() -> Self {
        Self {
            folder: None,
            listen: "127.0.0.1:7480".to_owned(),
            proxy: None,
        }
    }
}
