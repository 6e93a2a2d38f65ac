use wangge_domain::{Digest, RecordId, TenantId, Timestamp, UserId};
use wangge_sync_engine::store::StoreError;

/// A report by the public as the relay keeps it（随手拍件）; who sent it stands elsewhere, sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicReport {
    /// Its id.
    pub report: RecordId,
    /// When it was taken in.
    pub received_at: Timestamp,
    /// Hash of the receipt code.
    pub receipt: Digest,
    /// Hash of the claim code.
    pub claim: Digest,
    /// Code of the category.
    pub category: String,
    /// Where, in words.
    pub place: String,
    /// What is wrong.
    pub text: String,
    /// Latitude and longitude, microdegrees.
    pub position: Option<(i64, i64)>,
    /// Keyed hash of the reporter's telephone number.
    pub person: Option<Digest>,
    /// How many photos came with it.
    pub photos: u32,
    /// Where it stands.
    pub state: ReportState,
    /// The case that it became or joined.
    pub record: Option<RecordId>,
    /// Why it was set aside.
    pub note: String,
    /// What its reporter was told last: JSON.
    pub published: String,
}

/// Where a report by the public stands（随手拍件状态）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportState {
    /// 待分级.
    Waiting,
    /// 已立件.
    Taken,
    /// 并入已有件.
    Joined,
    /// 不予受理.
    SetAside,
}

impl ReportState {
    /// The word in SQL and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Taken => "taken",
            Self::Joined => "joined",
            Self::SetAside => "set_aside",
        }
    }

    /// The state of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let all = [Self::Waiting, Self::Taken, Self::Joined, Self::SetAside];
        all.into_iter().find(|state| state.as_str() == word)
    }
}

/// A look at who reported（举报人信息查看记录）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityLook {
    /// Who looked.
    pub user: UserId,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}

/// What is done about a reward（举报奖励办理）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RewardDeed {
    /// 批准或不予.
    Decision,
    /// 领取.
    Claim,
}

impl RewardDeed {
    /// The word in SQL.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Claim => "claim",
        }
    }
}

/// A deed of the reward ledger（举报奖励台账行）.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardAct {
    /// Which report.
    pub report: RecordId,
    /// The hazard it is for.
    pub hazard: RecordId,
    /// What.
    pub deed: RewardDeed,
    /// Amount in fen; a decision of 0 rejects.
    pub fen: u64,
    /// Who.
    pub user: UserId,
    /// When.
    pub at: Timestamp,
    /// Remark or reason.
    pub note: String,
}

/// Reports by the public, who sent them, and their rewards.
pub trait PublicReportStore {
    /// Adds a report with its photos and, sealed, who sent it. One that is there already changes
    /// nothing.
    fn add_public_report(
        &self,
        tenant: TenantId,
        report: &PublicReport,
        photos: Vec<Vec<u8>>,
        sealed: Option<Vec<u8>>,
    ) -> Result<(), StoreError>;
    /// One report.
    fn public_report(
        &self,
        tenant: TenantId,
        report: RecordId,
    ) -> Result<Option<PublicReport>, StoreError>;
    /// Reports of a state, the oldest first.
    fn public_reports(
        &self,
        tenant: TenantId,
        state: ReportState,
        limit: u32,
    ) -> Result<Vec<PublicReport>, StoreError>;
    /// Reports that became or joined a case.
    fn public_reports_of(
        &self,
        tenant: TenantId,
        record: RecordId,
    ) -> Result<Vec<PublicReport>, StoreError>;
    /// Reports of which there may be something new to tell.
    fn open_public_reports(
        &self,
        tenant: TenantId,
        limit: u32,
    ) -> Result<Vec<PublicReport>, StoreError>;
    /// The report of a claim code.
    fn public_report_of_claim(
        &self,
        tenant: TenantId,
        claim: Digest,
    ) -> Result<Option<PublicReport>, StoreError>;
    /// A photo of a report that waits or was joined.
    fn public_photo(
        &self,
        tenant: TenantId,
        report: RecordId,
        place: u32,
    ) -> Result<Option<Vec<u8>>, StoreError>;
    /// Moves a waiting report on.
    ///
    /// # Errors
    /// [`StoreError::HeadMoved`] if it does not wait any more.
    fn settle_public_report(
        &self,
        tenant: TenantId,
        report: RecordId,
        state: ReportState,
        record: Option<RecordId>,
        note: &str,
    ) -> Result<(), StoreError>;
    /// Remembers what the reporter was told.
    fn set_published(
        &self,
        tenant: TenantId,
        report: RecordId,
        told: &str,
        is_final: bool,
    ) -> Result<(), StoreError>;
    /// Keeps who reported a case, sealed; the first word stays.
    fn add_identity(
        &self,
        tenant: TenantId,
        subject: RecordId,
        sealed: Vec<u8>,
    ) -> Result<(), StoreError>;
    /// Takes back who reported a case that came to nothing.
    fn drop_identity(&self, tenant: TenantId, subject: RecordId) -> Result<(), StoreError>;
    /// Writes a look down, and gives what is sealed: no look without its line.
    fn look_at_identity(
        &self,
        tenant: TenantId,
        subject: RecordId,
        look: &IdentityLook,
    ) -> Result<Option<Vec<u8>>, StoreError>;
    /// What is sealed about who reported one subject, to be compared with and shown to nobody: whoever
    /// shows it asks [`Self::look_at_identity`].
    fn sealed_identity(
        &self,
        tenant: TenantId,
        subject: RecordId,
    ) -> Result<Option<Vec<u8>>, StoreError>;
    /// All that is sealed about who reported, by subject. Whoever opens one to show it writes a look
    /// down first.
    fn sealed_identities(&self, tenant: TenantId) -> Result<Vec<(RecordId, Vec<u8>)>, StoreError>;
    /// The looks at a subject, oldest first.
    fn identity_looks(
        &self,
        tenant: TenantId,
        subject: RecordId,
    ) -> Result<Vec<IdentityLook>, StoreError>;
    /// Enters a deed in the reward ledger.
    ///
    /// # Errors
    /// [`StoreError::HeadMoved`] if it was done before, or the hazard was rewarded.
    fn add_reward_act(&self, tenant: TenantId, act: &RewardAct) -> Result<(), StoreError>;
    /// The whole reward ledger, oldest first.
    fn reward_acts(&self, tenant: TenantId) -> Result<Vec<RewardAct>, StoreError>;
}
