use wangge_mobile_core::Core;

use super::Field;
use crate::boundary::blocking;
use crate::error::FieldError;
use crate::records::{Paper, PaperKind};

#[uniffi::export]
impl Field {
    /// Makes a paper from what is on this phone（生成文书）, without network. In a library built
    /// without papers it is `Rejected` (`paper_refused`).
    pub async fn paper(&self, record: String, kind: PaperKind) -> Result<Paper, FieldError> {
        let core = self.core.clone();
        blocking(move || make(&core, &record, kind)).await
    }
}

#[cfg(feature = "papers")]
fn make(core: &Core, record: &str, kind: PaperKind) -> Result<Paper, FieldError> {
    let record = crate::values::read("record", record)?;
    Ok(core.paper(record, kind.into())?.into())
}

#[cfg(not(feature = "papers"))]
fn make(_: &Core, _: &str, _: PaperKind) -> Result<Paper, FieldError> {
    Err(wangge_mobile_core::CoreError::PaperRefused {
        code: "paper_engine".to_owned(),
        rule: "ADR 0014".to_owned(),
        message: "本版本不含文书功能".to_owned(),
    }
    .into())
}

#[cfg(feature = "papers")]
impl From<PaperKind> for wangge_mobile_core::PaperKind {
    fn from(kind: PaperKind) -> Self {
        match kind {
            PaperKind::Notice => Self::Notice,
            PaperKind::MajorNotice => Self::MajorNotice,
            PaperKind::InspectionRecord => Self::InspectionRecord,
            PaperKind::RecheckOpinion => Self::RecheckOpinion,
            PaperKind::Transfer => Self::Transfer,
            PaperKind::Commitment => Self::Commitment,
            PaperKind::Responsibility => Self::Responsibility,
            PaperKind::Promise => Self::Promise,
            PaperKind::SupervisionOrder => Self::SupervisionOrder,
            PaperKind::ZoneCard => Self::ZoneCard,
            PaperKind::Dossier => Self::Dossier,
        }
    }
}
