/// A courier file cannot be used（信使文件无效）. Nothing of it was taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CourierError {
    /// It is no courier file.
    #[error("this is no courier file")]
    Foreign,
    /// A later version wrote it.
    #[error("the courier file has version {0}, which is not known here")]
    Version(u8),
    /// Bytes are missing or changed.
    #[error("the courier file is damaged or cut off")]
    Damaged,
    /// More than a courier file may hold.
    #[error("the courier file holds more than it may")]
    TooLarge,
    /// The signature does not hold, or is nobody's who may sign it.
    #[error("the courier file is not signed by whom it claims")]
    NotSigned,
}
