use crate::inspection::InspectionMode;

macro_rules! sources {
    ($($(#[$doc:meta])* $variant:ident => $word:literal,)*) => {
        /// The channel a hazard came by（隐患来源）: one ledger for all of them (S0-17).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum HazardSource {
            $($(#[$doc])* $variant,)*
        }

        impl HazardSource {
            /// All of them, in the order a screen shows them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word in the content; its label is `source.{word}`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }
    };
}

sources! {
    /// 网格巡查.
    GridPatrol => "grid_patrol",
    /// 暗访.
    UnannouncedVisit => "unannounced_visit",
    /// 举报投诉.
    Complaint => "complaint",
    /// 单位自查.
    SelfCheck => "self_check",
    /// 派出所检查.
    Police => "police",
    /// 部门检查.
    Department => "department",
    /// 双随机抽查.
    DoubleRandom => "double_random",
}

impl HazardSource {
    /// The source of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|source| source.as_str() == word)
    }

    /// The channel of what a visit finds, from how the visit came about（检查方式对应的来源）of S0-17.
    #[must_use]
    pub fn of_visit(mode: Option<InspectionMode>) -> Self {
        match mode {
            Some(InspectionMode::Unannounced) => Self::UnannouncedVisit,
            Some(InspectionMode::DoubleRandom) => Self::DoubleRandom,
            Some(InspectionMode::Complaint) => Self::Complaint,
            Some(InspectionMode::SelfCheck) => Self::SelfCheck,
            _ => Self::GridPatrol,
        }
    }
}
