use wangge_domain::lifecycle::Reason;
use wangge_mobile_core::{CoreError, Retry};

/// What to do about a clock that is wrong; a demonstration has a clock of its own.
pub(crate) const SET_THE_CLOCK: &str =
    "校正本机时间（打开自动对时；演示目录请用 --clock 指明时间文件），联网运行 sync 后重试";

/// Reasons that another person would not meet.
const OF_THE_PERSON: &[&str] = &[
    "no_permission",
    "out_of_scope",
    "not_the_author",
    "body_not_competent",
    "same_person",
    "no_certificate",
    "unqualified_checker",
    "own_key_needed",
];

/// What to do about a failure of the core, in words（下一步）.
pub(crate) fn next_step(error: &CoreError) -> String {
    let text = match (error, error.retry()) {
        (CoreError::NotEnrolled, _) => "先运行 enroll <登记链接>",
        (CoreError::AlreadyEnrolled, _) => "换一个 --data 目录再登记",
        (CoreError::Cloned, _) => "请管理员出码，重新运行 enroll",
        (CoreError::UnknownGrid, _) => "用 grids 查看自己的网格",
        (CoreError::UnknownRecord, _) => "核对编号；若是别人新建的，先运行 sync",
        (CoreError::NotAllowed(reason), _) => of_reason(reason),
        (CoreError::ClockDoubted { .. }, _) => SET_THE_CLOCK,
        (CoreError::WrongChecklist { .. }, _) => "先运行 sync 更新检查表，或改用现行版本",
        (CoreError::Incomplete(_), _) => "补正上列内容后重试",
        (CoreError::PhotoRefused { code, .. }, _) if code == "tampered" => {
            "用 photo --fetch 从服务器取回好的一份；没有上传过的请重新拍摄"
        }
        (CoreError::PhotoRefused { .. }, _) => "换一张照片重试",
        (CoreError::PaperRefused { .. }, _) => "补正上面所说的内容后再生成文书",
        (CoreError::RelayRefused { code, .. }, _) if code == "token_expired" => {
            "联系管理员；未上传的内容都在本机：用 courier export 交给管理员带到服务器，或用 export 备份"
        }
        (CoreError::StorageFailed(_), _) => "检查磁盘和 --data 目录的权限后重试",
        (CoreError::CourierRefused { code, .. }, _) if code == "no_key" => {
            "联网运行 sync 后再试；现在就要带走用 export"
        }
        (CoreError::RelayFull, _) => {
            "告诉管理员：在服务器上运行 wangge-relay doctor；之后再运行 sync"
        }
        (CoreError::NoRoomForPhoto { .. } | CoreError::DiskFull, _) => "清理磁盘空间后重试",
        (CoreError::SignatureVoid, _) => "让签名人看过现在的内容后重新签名",
        (CoreError::InvalidInput(_), _) => "改正输入后重试",
        (CoreError::CodeRejected { .. }, _) => "请管理员重新生成登记码",
        (CoreError::WrongRelay, _) => "核对网络，或请管理员重新生成登记码",
        (CoreError::WrongKey, _) => "核对 --data 目录，其中 data 与 vault 须是同一台的",
        (CoreError::NewerDatabase | CoreError::NewerPolicy(_), _) => "升级本程序",
        (CoreError::PhotoNotHere, _) => "用 photo --fetch 从服务器下载",
        (_, Retry::After { ms }) => return format!("{} 秒后重试", ms.div_ceil(1000)),
        (_, Retry::Now) => "再试一次",
        (_, Retry::WhenOnline) => "联网后运行 sync",
        (_, Retry::WhenUnlocked) => "解锁后重试",
        (_, Retry::No) => "改正后重试",
    };
    text.to_owned()
}

/// What is missing or wrong is put right; what another may do is asked of them; else it is not the
/// time for it, and the record says what it is time for.
fn of_reason(reason: &Reason) -> &'static str {
    let code = reason.code.as_str();
    if OF_THE_PERSON.contains(&code) {
        return "请有权限的人员办理；用 actions <编号> 查看自己现在可以办理什么";
    }
    let to_fill = ["_missing", "_empty", "_few_people"]
        .iter()
        .any(|ending| code.ends_with(ending))
        || code.starts_with("unknown_")
        || matches!(
            code,
            "photos_before_and_after" | "deadline_out_of_limits" | "extension_days" | "urge_days"
        );
    if to_fill || !reason.detail.is_empty() {
        "按上面所说补正后，重新运行同一命令"
    } else {
        "用 actions <编号> 查看现在可以办理什么"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_step_fits_the_reason() {
        let step = |code: &str| next_step(&CoreError::NotAllowed(Reason::new(code, "")));
        assert!(step("field_missing").contains("补正"));
        assert!(step("unknown_issuer").contains("补正"));
        assert!(step("same_person").contains("有权限的人员"));
        assert!(step("not_in_this_state").starts_with("用 actions"));
    }
}
