use wangge_domain::{Digest, StreamId};

use crate::EnvelopeError;

/// An evidence file cannot be believed（证据包不可信）, with the first thing that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    /// Not such a file, cut short, or not in its one form.
    #[error("不是完整的证据包（not a whole evidence file: {0}）")]
    Malformed(String),
    /// The signature over the whole does not hold: at least one byte was changed.
    #[error("证据包签名不符，内容已被改动（the signature over the file does not hold）")]
    FileSignature,
    /// The root key is not the one that was asked for.
    #[error("根密钥不符（another root key than the one given）")]
    OtherRoot,
    /// A service key is not certified by the root key.
    #[error("服务密钥没有根密钥的认证（a service key is not certified by the root key）")]
    Uncertified,
    /// The head of a log is not the one that the relay signed: a row was taken out, put in or
    /// changed.
    #[error("日志 {0} 的链不符（the chain of the log does not match its head）")]
    Chain(StreamId),
    /// A row is not the one that stands at its place in the log.
    #[error("日志第 {seq} 行与链不符（row {seq} is not the one in the chain）")]
    Row {
        /// Its place.
        seq: u64,
    },
    /// What a row holds was not made by who it says.
    #[error("日志第 {seq} 行的签名不符（the seal of row {seq} does not hold: {why}）")]
    Seal {
        /// Its place.
        seq: u64,
        /// What is wrong.
        why: EnvelopeError,
    },
    /// The key of a row was never enrolled for its person and device.
    #[error("日志第 {seq} 行的密钥没有登记（the key of row {seq} was never enrolled）")]
    UnknownKey {
        /// Its place.
        seq: u64,
    },
    /// What a row said is gone, and no act of two people in the file blanked it.
    #[error(
        "日志第 {seq} 行的内容缺失，且没有两人确认的涂销（row {seq} is blanked, and no redaction of two people says so）"
    )]
    Unconfirmed {
        /// Its place.
        seq: u64,
    },
    /// A photo or paper does not have its hash.
    #[error("文件 {0} 与摘要不符（a blob does not have its hash）")]
    Blob(Digest),
    /// No row of the file names this photo.
    #[error("照片 {0} 不属于本案（no row names this photo）")]
    ForeignBlob(Digest),
}
