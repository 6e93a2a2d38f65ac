use wangge_domain::record::RecordKind;
use wangge_domain::{Digest, RecordId};
use wangge_report::papers::{
    commitment_of, dossier_paper, inspection_record_paper, major_notice_paper, notice_paper,
    order_of, promise_of, recheck_opinion_paper, responsibility_of, transfer_of, zone_card_paper,
};
use wangge_report::{Authority, FontSet, Office, PaperError, Pictures, render};

use super::PhotoRole;
use super::paper_case::PaperCase;
use crate::error::CoreError;
use crate::facade::Core;

/// Which paper（文书种类）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperKind {
    /// 隐患整改通知书 of a hazard, or of all hazards of an inspection that have one.
    Notice,
    /// 重大火灾隐患整改通知书 of a hazard that was judged to be major.
    MajorNotice,
    /// 现场检查记录 of an inspection.
    InspectionRecord,
    /// 复查意见书 of a hazard.
    RecheckOpinion,
    /// 移送函 of a hazard that was transferred.
    Transfer,
    /// 告诫承诺书 of a letter.
    Commitment,
    /// 责任书 of a letter.
    Responsibility,
    /// 承诺书 of a letter that was signed at a door.
    Promise,
    /// 督办单 of an order.
    SupervisionOrder,
    /// 责任区公示牌 of a grid, by its id.
    ZoneCard,
    /// 一户一档 of a premises.
    Dossier,
}

/// A paper made on this phone（已生成文书）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadePaper {
    /// The PDF.
    pub pdf: Vec<u8>,
    /// Its number: final, provisional, or empty.
    pub number: String,
    /// Hash of what it says, as its QR carries it.
    pub content_hash: Digest,
    /// What the QR says.
    pub qr: String,
    /// Pages.
    pub pages: usize,
    /// Characters shown as boxed code points, for no font has them.
    pub missing: Vec<char>,
    /// Photos whose files are not on this phone（未打印照片）: their boxes say so.
    pub photos_missing: usize,
}

impl Core {
    /// Makes a paper（生成文书）from what is on this phone, without network. Photos whose files are
    /// not here leave their frame crossed out, which says so, with their hash under it.
    ///
    /// # Errors
    /// [`CoreError::UnknownRecord`]: no such record of the kind that the paper is about.
    /// [`CoreError::PaperRefused`]: an element is missing (S4-06), or a word of compulsion stands
    /// on it (S0-03).
    pub fn paper(&self, record: RecordId, kind: PaperKind) -> Result<MadePaper, CoreError> {
        self.paper_with(record, kind, None)
    }

    /// The same by a signer who holds a delegation and an enforcement certificate (S0-03).
    ///
    /// # Errors
    /// As [`Core::paper`].
    pub fn paper_with(
        &self,
        record: RecordId,
        kind: PaperKind,
        authority: Option<&Authority>,
    ) -> Result<MadePaper, CoreError> {
        let session = self.session()?;
        let office = Office {
            policy: &session.policy,
            control: &session.control,
            address: &session.lease.home_relay,
            demo: self.is_demo()?,
            now: self.now(&session),
            reader: Some(session.user),
            before: false,
        };
        let letter = || self.gather_register(&session, record, &RecordKind::Letter);
        let mut pictures = Pictures::new();
        let paper = match kind {
            PaperKind::Commitment => commitment_of(&office, &letter()?),
            PaperKind::Responsibility => responsibility_of(&office, &letter()?),
            PaperKind::Promise => promise_of(&office, &letter()?),
            PaperKind::SupervisionOrder => {
                let order = self.gather_register(&session, record, &RecordKind::Order)?;
                order_of(&office, &order)
            }
            PaperKind::ZoneCard => zone_card_paper(&office, &self.gather_zone(&session, record)?),
            _ => {
                let PaperCase { case, hazards } = self.gather(&session, record, kind)?;
                pictures = self.pictures(&case, kind)?;
                match kind {
                    PaperKind::Notice => notice_paper(&office, &case, &hazards),
                    PaperKind::MajorNotice => major_notice_paper(&office, &case, &hazards),
                    PaperKind::RecheckOpinion => recheck_opinion_paper(&office, &case, record),
                    PaperKind::Transfer => transfer_of(&office, &case, record),
                    PaperKind::Dossier => Ok(dossier_paper(&office, &case)),
                    _ => inspection_record_paper(&office, &case, record),
                }
            }
        };
        let paper = paper.map_err(refused)?;
        let made = render(&paper, authority, &FontSet::built_in(), &pictures).map_err(refused)?;
        Ok(MadePaper {
            pdf: made.pdf,
            number: paper.number,
            content_hash: made.content_hash,
            qr: made.qr,
            pages: made.pages,
            missing: made.missing.into_keys().collect(),
            photos_missing: made.photos_missing,
        })
    }

    /// Small copies of the photos of a case, as far as they are here. A dossier shows thumbnails:
    /// it may have hundreds.
    fn pictures(
        &self,
        case: &wangge_report::CaseFile,
        kind: PaperKind,
    ) -> Result<Pictures, CoreError> {
        let mut pictures = Pictures::new();
        for (photo, file) in &case.photos {
            let role = match kind {
                PaperKind::Dossier => PhotoRole::Thumbnail,
                _ => PhotoRole::View,
            };
            let bytes = match self.photo_bytes(*photo, role) {
                Ok(bytes) => bytes,
                Err(CoreError::PhotoNotHere | CoreError::UnknownRecord) => continue,
                Err(error) => return Err(error),
            };
            if let Ok(copy) = wangge_photo::paper_copy(&bytes) {
                pictures.insert(file.view, copy.bytes);
            }
        }
        Ok(pictures)
    }
}

fn refused(error: PaperError) -> CoreError {
    CoreError::PaperRefused {
        code: error.code().to_owned(),
        rule: error.rule().to_owned(),
        message: error.to_string(),
    }
}
