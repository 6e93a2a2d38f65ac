use serde_json::{Map, Value, json};
use wangge_mobile_core::{CoreError, Kept, Retry};

use crate::input_file::InputFileError;
use crate::next_step::next_step;
use crate::show;

/// The relay is not reachable.
const NOT_REACHABLE: u8 = 4;
/// Trouble with the store on this machine.
const STORE: u8 = 5;
/// The rules do not allow it.
const REFUSED: u8 = 3;
/// Bad usage, or an input file that makes no sense.
const USAGE: u8 = 2;

/// What was kept where nothing was begun.
const NOTHING: &str = "未改动任何内容，之前保存的都还在";

/// Why a command did not do what it was asked to（命令失败）.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandError {
    /// The arguments make no sense together.
    #[error("{0}")]
    Usage(String),
    /// A file that was given cannot be read or makes no sense.
    #[error(transparent)]
    Input(#[from] InputFileError),
    /// The core said no.
    #[error(transparent)]
    Core(#[from] CoreError),
    /// It looks like a mistake: the user must say that it is meant.
    #[error("{message}")]
    Confirm {
        /// What happened.
        message: String,
        /// What to add to the command.
        next: String,
        /// What it looks like, for programs.
        details: Value,
    },
    /// The machine: files and threads of this program.
    #[error("{0}")]
    Machine(String),
    /// It failed, and this shell knows what would do.
    #[error("{source}")]
    Hinted {
        /// Why it failed.
        source: Box<CommandError>,
        /// What would do, in words.
        hint: String,
    },
    /// It failed before anything was begun, and the step to take is of this command.
    #[error("{source}")]
    Unbegun {
        /// Why it failed.
        source: Box<CommandError>,
        /// What to do.
        next: &'static str,
    },
    /// Part of it was done before it failed.
    #[error("{source}")]
    Partly {
        /// What was done, in words.
        text: String,
        /// What was done, for programs.
        done: Value,
        /// How to go on from there; `None`: as after the failure alone.
        next: Option<String>,
        /// Why it stopped.
        source: Box<CommandError>,
    },
}

impl CommandError {
    /// The exit code（退出码）.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::Input(_) => USAGE,
            Self::Core(error) => exit_code_of(error),
            Self::Confirm { .. } => REFUSED,
            Self::Machine(_) => STORE,
            Self::Hinted { source, .. }
            | Self::Unbegun { source, .. }
            | Self::Partly { source, .. } => source.exit_code(),
        }
    }

    /// What happened, what was kept, what to do next.
    pub(crate) fn text(&self) -> String {
        let Told { what, kept, next } = self.told();
        format!("{what}\n已保留：{kept}\n下一步：{next}")
    }

    fn told(&self) -> Told {
        let told = |what: String, kept: &str, next: &str| Told {
            what,
            kept: kept.to_owned(),
            next: next.to_owned(),
        };
        match self {
            Self::Usage(what) => told(format!("用法有误：{what}"), NOTHING, "--help 查看用法"),
            Self::Input(error) => told(format!("输入文件有误：{error}"), NOTHING, "改正文件后重试"),
            Self::Core(error) => core_told(error),
            Self::Confirm { message, next, .. } => told(message.clone(), NOTHING, next),
            Self::Machine(what) => told(
                format!("本机出错：{what}"),
                "之前保存的都还在",
                "检查磁盘和目录权限后重试",
            ),
            Self::Hinted { source, hint } => {
                let told = source.told();
                Told {
                    what: format!("{}\n{hint}", told.what),
                    ..told
                }
            }
            Self::Unbegun { source, next } => told(source.told().what, NOTHING, next),
            Self::Partly {
                text, next, source, ..
            } => {
                let told = source.told();
                Told {
                    kept: format!("此前已完成并保存的都在：\n{text}"),
                    next: next.clone().unwrap_or(told.next),
                    ..told
                }
            }
        }
    }

    /// The same for programs.
    pub(crate) fn json(&self) -> Value {
        let mut error = Map::new();
        self.describe(&mut error);
        error.insert("exit_code".to_owned(), json!(self.exit_code()));
        match self {
            Self::Partly { done, .. } => json!({ "error": error, "done": done }),
            _ => json!({ "error": error }),
        }
    }

    fn describe(&self, into: &mut Map<String, Value>) {
        let mut put = |key: &str, value: Value| {
            into.insert(key.to_owned(), value);
        };
        put("message", json!(self.to_string()));
        match self {
            Self::Usage(_) => put("code", json!("usage")),
            Self::Input(error) => {
                put("code", json!("input_file"));
                put("file", json!(error.file));
                put("field", json!(error.field));
                put("line", json!(error.line));
                put("column", json!(error.column));
            }
            Self::Confirm { details, .. } => {
                put("code", json!("confirm"));
                put("details", details.clone());
            }
            Self::Machine(_) => put("code", json!("machine")),
            Self::Hinted { source, .. } | Self::Unbegun { source, .. } => source.describe(into),
            Self::Partly { source, .. } => {
                source.describe(into);
                into.insert("kept".to_owned(), json!("partly_done"));
            }
            Self::Core(error) => {
                put("code", json!(error.code()));
                put("message_en", json!(error.en()));
                put("kept", json!(kept_code(error.kept())));
                put("retry", retry_json(error.retry()));
                match error {
                    CoreError::NotAllowed(reason) | CoreError::ClockDoubted { reason, .. } => {
                        put("reason", json!(reason));
                    }
                    CoreError::Incomplete(findings) => put("findings", json!(findings)),
                    _ => {}
                }
            }
        }
    }
}

/// The exit code of a failure of the core.
pub(crate) fn exit_code_of(error: &CoreError) -> u8 {
    match error {
        CoreError::InvalidInput(_) | CoreError::UnknownRecord | CoreError::UnknownItem { .. } => {
            USAGE
        }
        CoreError::NotEnrolled
        | CoreError::AlreadyEnrolled
        | CoreError::Cloned
        | CoreError::UnknownGrid
        | CoreError::NotAllowed(_)
        | CoreError::ClockDoubted { .. }
        | CoreError::WrongChecklist { .. }
        | CoreError::Incomplete(_)
        | CoreError::PhotoRefused { .. }
        | CoreError::PaperRefused { .. }
        | CoreError::CourierRefused { .. }
        | CoreError::RemoteLocked
        | CoreError::SignatureVoid
        | CoreError::CodeRejected { .. }
        | CoreError::RelayRefused { .. } => REFUSED,
        CoreError::Unreachable
        | CoreError::WrongRelay
        | CoreError::CaptivePortal
        | CoreError::Busy { .. }
        | CoreError::RelayFull
        | CoreError::BadAnswer
        | CoreError::Cancelled
        | CoreError::SyncRunning => NOT_REACHABLE,
        // Vault, key, damage, space, photo files, and what a later core adds.
        _ => STORE,
    }
}

/// What happened, what was kept, what to do next, of a failure of the core.
pub(crate) fn core_text(error: &CoreError) -> String {
    let Told { what, kept, next } = core_told(error);
    format!("{what}\n已保留：{kept}\n下一步：{next}")
}

fn core_told(error: &CoreError) -> Told {
    let mut what = format!("未完成：{}\n（{}）", error.zh(), error.en());
    if let CoreError::Incomplete(findings) = error {
        for finding in findings {
            what += &format!("\n  - {}", show::finding_text(finding));
        }
    }
    Told {
        what,
        kept: kept_text(error.kept()).to_owned(),
        next: next_step(error),
    }
}

/// What stands in an answer that something failed（失败说明）.
struct Told {
    what: String,
    kept: String,
    next: String,
}

fn kept_text(kept: Kept) -> &'static str {
    match kept {
        Kept::Everything => NOTHING,
        Kept::SavedHere => "已填写的内容保存在本机，待上传",
        Kept::SetAside => "损坏的数据库原样另存，能读出的未上传内容会找回",
    }
}

fn kept_code(kept: Kept) -> &'static str {
    match kept {
        Kept::Everything => "everything",
        Kept::SavedHere => "saved_here",
        Kept::SetAside => "set_aside",
    }
}

fn retry_json(retry: Retry) -> Value {
    match retry {
        Retry::No => json!({ "when": "no" }),
        Retry::Now => json!({ "when": "now" }),
        Retry::After { ms } => json!({ "when": "after", "after_ms": ms }),
        Retry::WhenOnline => json!({ "when": "online" }),
        Retry::WhenUnlocked => json!({ "when": "unlocked" }),
    }
}

#[cfg(test)]
mod tests {
    use wangge_domain::Finding;
    use wangge_domain::lifecycle::Reason;

    use super::*;

    #[test]
    fn every_kind_of_failure_has_its_exit_code() {
        let code = |error: CoreError| CommandError::from(error).exit_code();
        assert_eq!(CommandError::Usage(String::new()).exit_code(), 2);
        assert_eq!(code(CoreError::InvalidInput(String::new())), 2);
        assert_eq!(code(CoreError::UnknownRecord), 2);
        let item = "RH-99".to_owned();
        assert_eq!(code(CoreError::UnknownItem { item }), 2);
        assert_eq!(
            code(CoreError::NotAllowed(Reason::new("no_permission", ""))),
            3
        );
        assert_eq!(code(CoreError::Incomplete(Vec::new())), 3);
        assert_eq!(code(CoreError::NotEnrolled), 3);
        assert_eq!(
            code(CoreError::CodeRejected {
                code: String::new()
            }),
            3
        );
        let refused = CoreError::PaperRefused {
            code: String::new(),
            rule: String::new(),
            message: String::new(),
        };
        assert_eq!(code(refused), 3);
        assert_eq!(code(CoreError::Unreachable), 4);
        assert_eq!(code(CoreError::WrongRelay), 4);
        assert_eq!(code(CoreError::CaptivePortal), 4);
        assert_eq!(code(CoreError::Busy { after_ms: 1 }), 4);
        assert_eq!(code(CoreError::RelayFull), 4);
        assert_eq!(code(CoreError::WrongKey), 5);
        assert_eq!(code(CoreError::Damaged), 5);
        assert_eq!(code(CoreError::DiskFull), 5);
        assert_eq!(code(CoreError::Internal(String::new())), 5);
    }

    #[test]
    fn what_was_done_before_a_failure_is_told_and_the_code_stays() {
        let source = CommandError::from(CoreError::Unreachable);
        let error = CommandError::Partly {
            text: "已开始检查".to_owned(),
            done: json!({ "inspection": "x" }),
            next: Some("写明 inspection 接着做".to_owned()),
            source: Box::new(source),
        };
        assert_eq!(error.exit_code(), 4);
        let text = error.text();
        assert!(
            text.contains("已保留：此前已完成并保存的都在：\n已开始检查"),
            "{text}"
        );
        assert!(!text.contains("未改动"), "{text}");
        assert!(text.ends_with("下一步：写明 inspection 接着做"), "{text}");
        let json = error.json();
        assert_eq!(json["error"]["code"], "unreachable");
        assert_eq!(json["error"]["exit_code"], 4);
        assert_eq!(json["done"]["inspection"], "x");
        assert_eq!(json["error"]["kept"], "partly_done");
    }

    #[test]
    fn an_error_says_what_happened_what_was_kept_and_what_is_next() {
        let finding = Finding::blocking("photo_missing", "RH-01");
        let error = CommandError::from(CoreError::Incomplete(vec![finding]));
        let text = error.text();
        assert!(
            text.contains("缺少照片") && text.contains("RH-01"),
            "{text}"
        );
        assert!(
            text.contains("已保留：") && text.contains("下一步："),
            "{text}"
        );
        assert_eq!(
            error.json()["error"]["findings"][0]["code"],
            "photo_missing"
        );
        let busy = core_text(&CoreError::Busy { after_ms: 1_500 });
        assert!(busy.contains("2 秒后重试"), "{busy}");
    }
}
