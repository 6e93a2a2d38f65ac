use wangge_domain::Finding;
use wangge_domain::lifecycle::Reason;
use wangge_domain::record::show_hidden_letters;
use wangge_domain::resources::{Language, field_words, has_label, label};

use crate::clock_doubt::ClockDoubt;

/// What to do about a failure（重试建议）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// It will fail again as it stands: change something first.
    No,
    /// Try again at once.
    Now,
    /// Try again after so many milliseconds.
    After {
        /// Milliseconds.
        ms: u64,
    },
    /// Try again when the network is back, on a network without a login page.
    WhenOnline,
    /// Try again when the phone is unlocked or the app resumed.
    WhenUnlocked,
}

/// What became of what the user had entered（保留情况）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// This call changed nothing; everything saved before is as it was.
    Everything,
    /// What was entered is saved on this phone and waits to be sent.
    SavedHere,
    /// The damaged database is set aside untouched; what could be read of unsent work is back.
    SetAside,
}

/// What went wrong, as far as an app can act on it（错误）. Chinese first.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CoreError {
    /// The phone is not enrolled yet.
    #[error("本机尚未登记，请扫描登记二维码")]
    NotEnrolled,
    /// It is enrolled already, for another person or tenant.
    #[error("本机已登记，不能重复登记")]
    AlreadyEnrolled,
    /// The install was cloned or restored: it must be enrolled anew before it signs again.
    #[error("检测到本机数据来自另一台手机或备份，请重新登记；未上传内容已保留")]
    Cloned,
    /// A damaged database was replaced, and not everything could be read out of it: one sync
    /// first, so that what this phone signed before is known again.
    #[error("本机数据正在恢复，请先联网同步一次")]
    Recovering,
    /// The platform's key store is locked.
    #[error("手机密钥库未解锁，请解锁后重试")]
    VaultLocked,
    /// The key does not open the data of this phone. Nothing was touched.
    #[error("密钥不符，数据未改动")]
    WrongKey,
    /// The database turned out to be damaged: open again, it is then set aside.
    #[error("本机数据库损坏，请重新打开应用；原文件会另存，不会删除")]
    Damaged,
    /// A newer version of the app wrote the data.
    #[error("数据由更新版本的应用写入，请升级应用")]
    NewerDatabase,
    /// The policy pack in force is of a later version than this app: work goes on by the last one
    /// that it reads.
    #[error("现行规则由新版程序制定，本应用读不了，请升级应用；内容都已保存在本机")]
    NewerPolicy(
        /// Where in the pack, and what is not known there.
        String,
    ),
    /// The files or the key store of this phone cannot be read or written: no permission, a folder
    /// in the way, a defect of the disk.
    #[error("本机存储读写失败：{0}")]
    StorageFailed(
        /// What the system said.
        String,
    ),
    /// The disk is full even for small writes.
    #[error("存储空间已满，请清理后重试；已保存的内容可继续查看")]
    DiskFull,
    /// There is no room for photos; everything else still works.
    #[error("剩余空间不足，不能拍照；填写和上传不受影响")]
    NoRoomForPhoto {
        /// Free mebibytes.
        free_mib: u64,
        /// Mebibytes that must stay free.
        floor_mib: u64,
    },
    /// The core is paused: resume it first.
    #[error("应用已暂停")]
    Paused,
    /// It pauses, and something goes on although it was interrupted: a handle is still open, the
    /// folder still locked. Pause again.
    #[error("仍有操作未结束，本机数据尚未关闭，请稍后再试")]
    StillOpen,
    /// The core was closed: open the folder anew.
    #[error("应用数据已关闭，请重新打开")]
    Closed,
    /// Another process has the data folder open.
    #[error("数据正被另一个程序使用，请先关闭它")]
    FolderInUse,
    /// The user's own lock is on: unlock with the PIN.
    #[error("应用已锁定，请先解锁")]
    AppLocked,
    /// The PIN is wrong, or no PIN is taken for a while.
    #[error("解锁密码不正确，还可尝试 {tries_left} 次；等待 {} 秒后可再试", wait_ms.div_ceil(1000))]
    WrongPin {
        /// Tries before waits begin.
        tries_left: u32,
        /// Milliseconds for which no PIN is taken.
        wait_ms: u64,
    },
    /// No such record on this phone.
    #[error("本机没有这条记录")]
    UnknownRecord,
    /// No such grid, or not one of this person's.
    #[error("没有这个网格，或不在授权范围内")]
    UnknownGrid,
    /// The rules do not let this person do it now, with the reason.
    #[error("{}（{}）", .0.text(), .0.rule_text())]
    NotAllowed(
        /// Code and rule.
        Reason,
    ),
    /// The rules said no for this date, and the phone's clock does not fit what the relay said: the
    /// clock comes first.
    #[error("{}，请先校正时间；按此时间：{}（{}）", doubt.zh(), reason.text(), reason.rule_text())]
    ClockDoubted {
        /// What is wrong with the clock.
        doubt: ClockDoubt,
        /// What the rules said.
        reason: Reason,
    },
    /// The checklist asked for is not the one in force, or not in the pack.
    #[error("检查表版本不符：需要 {wanted}，现行为 {in_force}")]
    WrongChecklist {
        /// Code and version asked for.
        wanted: String,
        /// Code and version in force; empty if there is none for this premises.
        in_force: String,
    },
    /// The content is not complete: these must be mended first.
    #[error("内容不完整，有{}处需要补正", .0.len())]
    Incomplete(
        /// What must be mended.
        Vec<Finding>,
    ),
    /// The photo was not taken, with the code of the reason.
    #[error("照片未采用：{message}")]
    PhotoRefused {
        /// Stable code: `empty`, `foreign`, `truncated`, `damaged`, `too_large`, …
        code: String,
        /// In words.
        message: String,
    },
    /// The photo's file is not on this phone.
    #[error("照片文件不在本机")]
    PhotoNotHere,
    /// The checklist has no such item.
    #[error("检查表中没有检查项 {item}")]
    UnknownItem {
        /// The item asked for.
        item: String,
    },
    /// The paper was not made: an element is missing, or a word stands on it that its signer may
    /// not use. What was entered is as it was.
    #[error("{message}")]
    PaperRefused {
        /// Stable code: `paper_incomplete`, `word_of_compulsion`, `paper_engine`.
        code: String,
        /// The mechanism behind it.
        rule: String,
        /// In words.
        message: String,
    },
    /// The courier file was not taken, with the code of the reason; nothing was changed.
    #[error("{}（{code}）", courier_words(.code))]
    CourierRefused {
        /// Stable code: `no_courier_file`, `newer_version`, `damaged`, `too_large`, `not_signed`,
        /// `foreign`, `letter`, `no_key`.
        code: String,
    },
    /// The relay has locked this phone: what is on it is kept and sent, nothing is shown.
    #[error("本机已被管理员锁定，未上传内容会继续上传")]
    RemoteLocked,
    /// What was shown when it was signed is no longer what stands there: a signature holds for the
    /// paper that it was put under (S4-06).
    #[error("签名后内容已变更，签名无效，请重新签名（S4-06）")]
    SignatureVoid,
    /// An argument makes no sense.
    #[error("输入无效：{}", input_words(.0))]
    InvalidInput(
        /// Which and why, in English, from the general to the particular with `: ` between.
        String,
    ),
    /// The enrollment code is wrong, used or expired.
    #[error("登记码无效、已使用或已过期，请管理员重新出码")]
    CodeRejected {
        /// The relay's code.
        code: String,
    },
    /// The relay is not reachable.
    #[error("连不上服务器，内容已保存在本机")]
    Unreachable,
    /// Another key than the pinned one answered.
    #[error("服务器身份不符，工作内容未发送；请核对网络或重新扫码")]
    WrongRelay,
    /// A login page of the network answered.
    #[error("网络需要登录，请先完成上网认证")]
    CaptivePortal,
    /// The relay is busy.
    #[error("服务器繁忙，稍后自动重试")]
    Busy {
        /// When to come again.
        after_ms: u64,
    },
    /// The relay's disk is full: it takes nothing until somebody has made room there.
    #[error("服务器存储空间不足，内容已保存在本机；请通知管理员清理磁盘，之后自动上传")]
    RelayFull,
    /// The relay says no: the device was revoked, or knows nothing of it.
    #[error("服务器拒绝了请求：{message}")]
    RelayRefused {
        /// The relay's code.
        code: String,
        /// Its words.
        message: String,
    },
    /// The relay answered, and its answer makes no sense or cannot be believed: nothing of it was taken.
    #[error("服务器应答异常，未采用；内容已保存在本机")]
    BadAnswer,
    /// The caller gave up.
    #[error("已取消")]
    Cancelled,
    /// A sync is under way already.
    #[error("正在同步")]
    SyncRunning,
    /// Something that should not happen, worth a report.
    #[error("内部错误：{0}")]
    Internal(
        /// For the report; never data of a person.
        String,
    ),
}

impl CoreError {
    /// Stable code in snake case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotEnrolled => "not_enrolled",
            Self::AlreadyEnrolled => "already_enrolled",
            Self::Cloned => "cloned",
            Self::Recovering => "recovering",
            Self::VaultLocked => "vault_locked",
            Self::WrongKey => "wrong_key",
            Self::Damaged => "damaged",
            Self::NewerDatabase => "newer_database",
            Self::NewerPolicy(_) => "newer_policy",
            Self::StorageFailed(_) => "storage_failed",
            Self::DiskFull => "disk_full",
            Self::NoRoomForPhoto { .. } => "no_room_for_photo",
            Self::Paused => "paused",
            Self::StillOpen => "still_open",
            Self::Closed => "closed",
            Self::FolderInUse => "folder_in_use",
            Self::AppLocked => "app_locked",
            Self::WrongPin { .. } => "wrong_pin",
            Self::UnknownRecord => "unknown_record",
            Self::UnknownGrid => "unknown_grid",
            Self::NotAllowed(_) => "not_allowed",
            Self::ClockDoubted { .. } => "clock_doubted",
            Self::WrongChecklist { .. } => "wrong_checklist",
            Self::Incomplete(_) => "incomplete",
            Self::PhotoRefused { .. } => "photo_refused",
            Self::PhotoNotHere => "photo_not_here",
            Self::UnknownItem { .. } => "unknown_item",
            Self::PaperRefused { .. } => "paper_refused",
            Self::CourierRefused { .. } => "courier_refused",
            Self::RemoteLocked => "remote_locked",
            Self::SignatureVoid => "signature_void",
            Self::InvalidInput(_) => "invalid_input",
            Self::CodeRejected { .. } => "code_rejected",
            Self::Unreachable => "unreachable",
            Self::WrongRelay => "wrong_relay",
            Self::CaptivePortal => "captive_portal",
            Self::Busy { .. } => "busy",
            Self::RelayFull => "relay_full",
            Self::RelayRefused { .. } => "relay_refused",
            Self::BadAnswer => "bad_answer",
            Self::Cancelled => "cancelled",
            Self::SyncRunning => "sync_running",
            Self::Internal(_) => "internal",
        }
    }

    /// A text with letters that nobody sees, by the key of its field.
    pub(crate) fn hidden_letters(key: &str) -> Self {
        Self::InvalidInput(format!("hidden control characters: {key}"))
    }

    /// The message in Chinese: what [`std::fmt::Display`] shows.
    #[must_use]
    pub fn zh(&self) -> String {
        self.to_string()
    }

    /// The message in English.
    #[must_use]
    pub fn en(&self) -> String {
        let text = match self {
            Self::NotEnrolled => "This phone is not enrolled: scan the enrollment code.",
            Self::AlreadyEnrolled => "This phone is enrolled already.",
            Self::Cloned => "The data came from another phone or a backup: enroll again.",
            Self::Recovering => "The data are being restored: sync once first.",
            Self::VaultLocked => "The key store is locked: unlock the phone.",
            Self::WrongKey => "The key does not fit; nothing was touched.",
            Self::Damaged => "The database is damaged: reopen the app, it is then set aside.",
            Self::NewerDatabase => "A newer app wrote the data: update the app.",
            Self::NewerPolicy(why) => {
                return format!("The rules in force need a newer app: update it ({why}).");
            }
            Self::StorageFailed(why) => {
                return format!("The files of this phone cannot be read or written: {why}");
            }
            Self::DiskFull => "The disk is full; what is saved stays readable.",
            Self::NoRoomForPhoto { .. } => "Not enough room for photos; all else still works.",
            Self::Paused => "The app is paused.",
            Self::StillOpen => "Something has not ended yet: the data are not closed. Try again.",
            Self::Closed => "The data are closed: open them anew.",
            Self::FolderInUse => "Another program has these data open: close it first.",
            Self::AppLocked => "The app is locked: unlock it first.",
            Self::WrongPin { wait_ms, .. } => {
                return format!("The PIN is wrong; wait {} s.", wait_ms.div_ceil(1000));
            }
            Self::UnknownRecord => "There is no such record on this phone.",
            Self::UnknownGrid => "There is no such grid, or it is not yours.",
            Self::NotAllowed(reason) if reason.detail.is_empty() => {
                return format!("Not allowed: {}.", reason.code);
            }
            Self::NotAllowed(reason) => {
                return format!("Not allowed: {} ({}).", reason.code, reason.detail);
            }
            Self::ClockDoubted { doubt, reason } => {
                return format!(
                    "Set the clock first: {}. Not allowed: {}.",
                    doubt.en(),
                    reason.code
                );
            }
            Self::WrongChecklist { wanted, in_force } => {
                return format!("Wrong checklist: {wanted} asked for, {in_force} in force.");
            }
            Self::Incomplete(findings) => {
                return format!("Not complete: {} things to mend.", findings.len());
            }
            Self::PhotoRefused { code, .. } => return format!("Photo not taken: {code}."),
            Self::PhotoNotHere => "The photo's file is not on this phone.",
            Self::UnknownItem { item } => return format!("There is no check item {item}."),
            Self::PaperRefused { code, rule, .. } => {
                return format!("The paper was not made: {code} ({rule}).");
            }
            Self::CourierRefused { code } => return format!("Courier file not taken: {code}."),
            Self::RemoteLocked => {
                "An administrator has locked this phone; unsent work is still sent."
            }
            Self::SignatureVoid => "What was signed has changed: sign again (S4-06).",
            Self::InvalidInput(what) => return format!("Not valid: {what}."),
            Self::CodeRejected { .. } => "The enrollment code is wrong, used or expired.",
            Self::Unreachable => "The relay is not reachable; everything is saved here.",
            Self::WrongRelay => "Another key answered; no work was sent.",
            Self::CaptivePortal => "The network asks for a login first.",
            Self::Busy { .. } => "The relay is busy.",
            Self::RelayFull => {
                "The relay's disk is full: its administrator has to make room; the work stays here."
            }
            Self::RelayRefused { code, .. } => return format!("The relay refused: {code}."),
            Self::BadAnswer => {
                "The relay's answer cannot be believed and was not taken; everything is saved here."
            }
            Self::Cancelled => "Cancelled.",
            Self::SyncRunning => "A sync is under way.",
            Self::Internal(what) => return format!("Internal error: {what}."),
        };
        text.to_owned()
    }

    /// What to do about it.
    #[must_use]
    pub fn retry(&self) -> Retry {
        match self {
            Self::VaultLocked | Self::Paused | Self::AppLocked => Retry::WhenUnlocked,
            Self::WrongPin { wait_ms, .. } => Retry::After { ms: *wait_ms },
            Self::Damaged | Self::SyncRunning | Self::Cancelled | Self::StillOpen => Retry::Now,
            Self::Unreachable | Self::CaptivePortal | Self::Recovering => Retry::WhenOnline,
            Self::Busy { after_ms } => Retry::After { ms: *after_ms },
            Self::BadAnswer | Self::RelayFull | Self::Internal(_) => Retry::After { ms: 60_000 },
            _ => Retry::No,
        }
    }

    /// What became of what the user had entered.
    #[must_use]
    pub fn kept(&self) -> Kept {
        match self {
            Self::Damaged => Kept::SetAside,
            Self::Unreachable
            | Self::WrongRelay
            | Self::CaptivePortal
            | Self::Busy { .. }
            | Self::RelayFull
            | Self::RelayRefused { .. }
            | Self::BadAnswer
            | Self::Cancelled
            | Self::SyncRunning
            | Self::Cloned => Kept::SavedHere,
            _ => Kept::Everything,
        }
    }
}

/// Why a courier file was not taken, or could not be made, in Chinese.
fn courier_words(code: &str) -> &'static str {
    match code {
        "no_key" => {
            "本机还没有中继的信使公钥，做不了信使文件：先联网同步一次；要带走未上传的内容用应急导出"
        }
        "no_courier_file" => "这不是信使文件，未采用",
        "newer_version" => "信使文件由新版程序写成，本机读不了：请先升级",
        "damaged" => "信使文件已损坏，未采用：请重新拷贝",
        "too_large" => "信使文件过大，未采用",
        "not_signed" => "信使文件的签名不对，未采用",
        "foreign" => "信使文件是给别的手机或单位的，未采用",
        "letter" => "这是要交给中继的信使文件，不是给本机的回件",
        _ => "信使文件未采用",
    }
}

/// What is wrong with an argument in Chinese, part by part; a part without words, such as a name
/// that was typed, stands as it is.
fn input_words(what: &str) -> String {
    let word = |part: &str| {
        let key = format!("input.{part}");
        if has_label(&key) {
            label(Language::Chinese, &key).to_owned()
        } else {
            show_hidden_letters(&field_words(Language::Chinese, part))
        }
    };
    what.split(": ").map(word).collect::<Vec<_>>().join("：")
}
