use std::cell::Cell;

thread_local! {
    static PLANTED: Cell<Option<Defect>> = const { Cell::new(None) };
}

/// A defect that a test plants to see whether the oracle finds it（预埋缺陷）. One at a time, in one
/// thread; none unless planted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defect {
    /// A second envelope at one place of a chain is taken like the first.
    DropChainCheck,
    /// What a revoked device made after its frontier is taken.
    DropRevocation,
    /// A lease counts for ever.
    DropLeaseExpiry,
    /// Whoever has a lease writes in every grid.
    DropScopeCheck,
    /// The last number of a series is given again.
    ReuseNumber,
    /// Final numbers are given while the relay is being healed.
    NumberWhileHealing,
    /// A device's place in the log is believed without looking at its chain hash.
    DropEpochTest,
    /// The relay answers although its commit failed.
    AckBeforeCommit,
    /// An envelope that stands in the log is not known again.
    DecideTwice,
    /// The time of receipt is that of the relay's clock, even if that was set back.
    TimeGoesBack,
    /// The bytes of what is refused or set apart are not kept.
    LoseSetApart,
    /// A device's clock says when an act was made.
    TrustDeviceClock,
    /// One of the records that an answer touches is not worked out again.
    ForgetRecord,
    /// A change that came with a row is not let into its document, and nothing is said of it.
    PassOverChange,
    /// What waits is not laid on top of what came.
    PendingLeftOut,
    /// What an app cannot read it writes over all the same.
    WriteUnread,
    /// Rows that the relay has lost are not offered again.
    GiveNothingBack,
    /// What the relay has not looked at counts as accepted.
    NotProcessedIsAccepted,
    /// A commit returns before it is on the disk.
    AckBeforeSync,
    /// One commit becomes two transactions.
    CommitInTwo,
    /// The end of the own chain stays where it was.
    KeepChainTip,
    /// An envelope that was refused is deleted.
    ForgetRefused,
    /// A commit that failed is reported as done.
    AckFailedCommit,
    /// A later edit of a drafted key is dropped.
    FirstEditWins,
    /// Rows of every grid are sent to whoever asks.
    ShipUngranted,
    /// What a change claims is not compared with its document.
    SkipGate,
    /// A page is believed by whatever key it is signed.
    SkipPageSignature,
    /// The bytes of a photo are not held against its hash.
    SkipPhotoHash,
}

impl Defect {
    /// Every defect that the simulated fleet has to find. Its phones make no crafted changes and its
    /// relays forge no pages, and it has no photo files: see [`Defect::ELSEWHERE`].
    pub const ALL: &'static [Self] = &[
        Self::DropChainCheck,
        Self::DropRevocation,
        Self::DropLeaseExpiry,
        Self::DropScopeCheck,
        Self::ReuseNumber,
        Self::NumberWhileHealing,
        Self::DropEpochTest,
        Self::AckBeforeCommit,
        Self::DecideTwice,
        Self::TimeGoesBack,
        Self::LoseSetApart,
        Self::TrustDeviceClock,
        Self::ForgetRecord,
        Self::PendingLeftOut,
        Self::GiveNothingBack,
        Self::NotProcessedIsAccepted,
        Self::AckBeforeSync,
        Self::CommitInTwo,
        Self::KeepChainTip,
        Self::ForgetRefused,
        Self::AckFailedCommit,
        Self::FirstEditWins,
        Self::PassOverChange,
        Self::WriteUnread,
        Self::ShipUngranted,
    ];

    /// Defects that tests of their own find.
    pub const ELSEWHERE: &'static [Self] =
        &[Self::SkipGate, Self::SkipPageSignature, Self::SkipPhotoHash];
}

/// Plants a defect in this thread, or takes it out again.
pub fn plant(defect: Option<Defect>) {
    PLANTED.set(defect);
}

/// Whether this defect is planted in this thread.
#[must_use]
pub fn is_planted(defect: Defect) -> bool {
    PLANTED.get() == Some(defect)
}
