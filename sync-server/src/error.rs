use std::path::Path;

use wangge_domain::draw::DrawError;
use wangge_domain::evaluation::EvaluationError;
use wangge_sync_engine::RelayError;
use wangge_sync_engine::store::StoreError;

use crate::clock::ClockFileError;
use crate::store::postgres::PostgresError;
use crate::store::sqlite::OpenError;

/// A relay cannot be made, started or administered. What it says is for the person at the
/// keyboard.
#[derive(Debug, thiserror::Error)]
pub enum RelayStartError {
    /// `init` in a folder that already holds a relay.
    #[error("{0} 已有中继数据（the folder already holds a relay）")]
    AlreadyInitialized(String),
    /// The folder is there and this account may not look into it.
    #[error(
        "没有权限读取 {0}：请用运行中继的系统账号（例如 sudo -u wangge）执行；不要重新 init\
         （no permission to read the folder: run it as the account of the relay; do not init anew）"
    )]
    NoPermission(String),
    /// Anything else in a folder that holds none.
    #[error("{0} 中没有中继数据，请先运行 wangge-relay init（no relay here: run init first）")]
    NotInitialized(String),
    /// The keys and files of a relay are there, its database is not.
    #[error(
        "{0} 里有中继的密钥和文件，但数据库不见了；未做任何改动。请用 wangge-relay restore --force \
         恢复备份；若是上次 init 中断、从未用过，删除该目录后再 init\
         （keys and files of a relay are here, its database is gone; nothing was changed: restore a \
         backup, or delete the folder if an init was cut off and nothing was ever used）"
    )]
    DatabaseGone(String),
    /// A file cannot be read or written, or does not hold what it should.
    #[error("{path}: {message}")]
    File {
        /// Which.
        path: String,
        /// Why.
        message: String,
    },
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The PostgreSQL database cannot be opened.
    #[error(transparent)]
    OpenPostgres(#[from] PostgresError),
    /// The store failed.
    #[error("{}", store_words(.0))]
    Store(#[from] StoreError),
    /// The engine could not decide.
    #[error(transparent)]
    Engine(#[from] RelayError),
    /// A policy pack that was activated cannot be read any more.
    #[error(
        "第 {0} 版策略包已损坏，中继不启动；数据未改动。请用 wangge-relay doctor --deep 查看其他损坏，\
         再用 wangge-relay restore 恢复最近的备份\
         （policy pack {0} does not hold: the relay does not start; nothing was changed）"
    )]
    PolicyDamaged(u32),
    /// The clock file cannot be used.
    #[error(transparent)]
    Clock(#[from] ClockFileError),
    /// `--clock` for a relay that was not made for a demonstration.
    #[error("--clock 只能用于 init --demo 建立的目录（only for a folder made by init --demo）")]
    ClockNotAllowed,
    /// The address cannot be listened on.
    #[error("无法监听 {address}（cannot listen）: {message}")]
    Listen {
        /// The address asked for.
        address: String,
        /// Why.
        message: String,
    },
    /// TLS cannot be set up.
    #[error(
        "TLS 证书或密钥不可用：{0}。把数据目录 tls 下的文件换回原来的，或从备份恢复；\
         换了证书的手机要重新扫码（the certificate or its key cannot be used: put the files back）"
    )]
    Tls(String),
    /// A row of a register is refused.
    #[error("{}（{}）", .0.zh(), .0.rule())]
    Register(#[from] wangge_domain::register::RegisterError),
    /// An import is refused (S4-20); nothing was written.
    #[error(transparent)]
    Import(#[from] crate::admin::ImportError),
    /// The number of a certificate is somebody else's (S3-14); nothing was written.
    #[error(
        "S3-14: 证书编号 {number} 是{holder}的证书（taken: it is the certificate of {holder}）"
    )]
    CredentialTaken {
        /// The number.
        number: String,
        /// Name of who holds it.
        holder: String,
    },
    /// A draw is refused (S2-17); nothing was changed.
    #[error("{rule}: {zh}（{0}）", rule = DrawError::RULE, zh = .0.zh())]
    Draw(DrawError),
    /// A rule of evaluation says no; nothing was changed.
    #[error("{rule}: {zh}（{0}）", rule = .0.rule(), zh = .0.zh())]
    Figures(EvaluationError),
    /// What was asked makes no sense here; nothing was changed.
    #[error("{0}")]
    Invalid(String),
}

/// What the store says; of a damage also what to do.
fn store_words(error: &StoreError) -> String {
    match error {
        StoreError::Corrupt(_) => format!(
            "数据库已损坏：{error}。请勿删除任何文件；先停止中继，把整个数据目录复制到别处，\
             用 wangge-relay doctor --deep 查看，再用 restore 恢复最近的备份，其后的数据由手机补回；恢复之前只想查看时用 wangge-relay serve --read-only\
             （delete nothing, copy the whole folder, restore the newest backup; to look at what is left: serve --read-only）"
        ),
        other => other.to_string(),
    }
}

impl RelayStartError {
    pub(crate) fn file(path: &Path, message: impl Into<String>) -> Self {
        Self::File {
            path: path.display().to_string(),
            message: message.into(),
        }
    }

    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::Invalid(message.into())
    }
}
