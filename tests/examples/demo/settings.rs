use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// What the caller decides.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The relay's binary.
    pub(crate) relay: PathBuf,
    /// Where everything lies; made fresh, left behind.
    pub(crate) folder: PathBuf,
    /// End after the summary.
    pub(crate) exit: bool,
}

impl Settings {
    /// Reads the environment, and makes the folder anew.
    pub(crate) fn read() -> Result<Self> {
        let relay = std::env::var_os("WANGGE_RELAY_BIN")
            .map(PathBuf::from)
            .context("没有设置 WANGGE_RELAY_BIN（中继程序路径），请用 make demo 运行")?;
        if !relay.is_file() {
            bail!("找不到中继程序 {}", relay.display());
        }
        let folder = target_folder().join("demo");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)
                .with_context(|| format!("清空 {} 失败", folder.display()))?;
        }
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("新建 {} 失败", folder.display()))?;
        let exit = std::env::var("WANGGE_DEMO_EXIT").is_ok_and(|it| it == "1");
        Ok(Self {
            relay,
            folder,
            exit,
        })
    }

    /// A file or folder of this demonstration.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// The build folder: beside this package, in the workspace.
fn target_folder() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).join("target")
}

/// `https://host:port` as a socket address.
pub(crate) fn socket_of(address: &str) -> Result<SocketAddr> {
    let bare = address.strip_prefix("https://").unwrap_or(address);
    bare.parse()
        .with_context(|| format!("中继地址无法识别: {address}"))
}
