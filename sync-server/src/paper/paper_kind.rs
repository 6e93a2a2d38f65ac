/// Which paper（文书种类）, by its name in an address, in a QR and on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PaperKind {
    /// 隐患整改通知书 of a hazard, or of the hazards of an inspection.
    Notice,
    /// 重大火灾隐患整改通知书 of a hazard.
    MajorNotice,
    /// 现场检查记录 of an inspection.
    Inspection,
    /// 复查意见书 of a hazard.
    Recheck,
    /// 移送函 of a hazard.
    Transfer,
    /// 告诫承诺书 of a letter.
    Commitment,
    /// 责任书 of a letter.
    Responsibility,
    /// 承诺书 of a letter signed at the door.
    Promise,
    /// 督办单 of an order.
    Supervision,
    /// 一户一档 of a premises.
    Dossier,
    /// 责任区公示牌 of a grid.
    Zone,
    /// 公示牌 of an entry of a sheet.
    Board,
    /// 考核定稿, by the first half of its hash.
    Snapshot,
    /// 考核通报稿, by an id that says of which period and of whom.
    Circular,
    /// 执法案卷 of an enforcement case of the register, by an id made of its number.
    CaseBundle,
}

impl PaperKind {
    /// The kind of this name.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "notice" => Self::Notice,
            "major_notice" => Self::MajorNotice,
            "inspection" => Self::Inspection,
            "recheck" => Self::Recheck,
            "transfer" => Self::Transfer,
            "commitment" => Self::Commitment,
            "responsibility" => Self::Responsibility,
            "promise" => Self::Promise,
            "supervision" => Self::Supervision,
            "dossier" => Self::Dossier,
            "zone" => Self::Zone,
            "board" => Self::Board,
            "snapshot" => Self::Snapshot,
            "circular" => Self::Circular,
            "case_bundle" => Self::CaseBundle,
            _ => return None,
        })
    }

    /// The kind as people name it: by its own name, or by that of the phone's command.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::parse(match name {
            "inspection_record" => "inspection",
            "recheck_opinion" => "recheck",
            "supervision_order" => "supervision",
            "zone_card" => "zone",
            other => other,
        })
    }

    /// A paper that bears the time of its making and all that was known by then: its QR alone cannot be
    /// checked, its file can.
    pub(crate) fn is_file_of_all(self) -> bool {
        matches!(self, Self::Dossier | Self::CaseBundle)
    }

    /// A notice, which may stand for several hazards of one inspection.
    pub(super) fn is_notice(self) -> bool {
        matches!(self, Self::Notice | Self::MajorNotice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_takes_the_names_of_the_phone_and_a_file_bears_its_own_alone() {
        for (phone, own) in [
            ("inspection_record", "inspection"),
            ("recheck_opinion", "recheck"),
            ("supervision_order", "supervision"),
            ("zone_card", "zone"),
        ] {
            let kind = PaperKind::parse(own);
            assert!(kind.is_some(), "{own}");
            assert_eq!(PaperKind::named(phone), kind);
            assert_eq!(PaperKind::named(own), kind);
            assert_eq!(PaperKind::parse(phone), None, "no file says {phone}");
        }
        assert_eq!(PaperKind::named("zone_cards"), None);
    }
}
