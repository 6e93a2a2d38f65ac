use super::Field;
use crate::error::FieldError;
use crate::records::{Paper, PaperKind};

#[uniffi::export]
impl Field {
    /// Makes a paper from what is on this phone（生成文书）, without network. In a library built
    /// without papers it is `Rejected` (`paper_refused`).
    pub async fn paper(&self, record: String, kind: PaperKind) -> Result<Paper, FieldError> {
        self.make_paper(record, kind).await
    }
}

#[cfg(feature = "papers")]
impl Field {
    async fn make_paper(&self, record: String, kind: PaperKind) -> Result<Paper, FieldError> {
        let core = self.core.clone();
        crate::boundary::blocking(move || {
            let record = crate::values::read("record", &record)?;
            let made = core.paper(record, kind.into())?;
            Ok::<_, FieldError>(Paper::from(made))
        })
        .await
    }
}

#[cfg(not(feature = "papers"))]
impl Field {
    #[expect(clippy::unused_async, reason = "as the one that makes papers")]
    async fn make_paper(&self, _record: String, _kind: PaperKind) -> Result<Paper, FieldError> {
        Err(wangge_mobile_core::CoreError::PaperRefused {
            code: "paper_engine".to_owned(),
            rule: "ADR 0014".to_owned(),
            message: "本版本不含文书功能".to_owned(),
        }
        .into())
    }
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
