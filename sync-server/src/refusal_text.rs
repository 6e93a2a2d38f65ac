use wangge_protocol::Refusal;

/// A refusal in words, Chinese and English.
pub(crate) fn refusal_text(reason: Refusal) -> (&'static str, &'static str) {
    match reason {
        Refusal::Malformed => ("内容不是有效信封", "the bytes are not an envelope"),
        Refusal::BadSeal => ("签名不符", "the seal does not hold"),
        Refusal::UnknownStream => ("不属于本辖区或网格不存在", "no such grid here"),
        Refusal::UnknownDevice => ("设备未登记", "the device is not enrolled"),
        Refusal::OutOfScope => ("不在授权范围内", "outside what was granted"),
        Refusal::GateRejected => ("文档变更未通过闸门", "the gate turned the change away"),
        Refusal::WrongRecord => ("档案类型或网格不符", "the record is another one"),
        Refusal::DependsOnRefused => (
            "所依据的变更已被拒收",
            "it builds on a change that was refused",
        ),
        Refusal::TooLarge => ("超过大小限制", "larger than allowed"),
        Refusal::Equivocation => (
            "同一序号出现两份不同内容（手机可能被复制）",
            "two envelopes at one place of a device's chain",
        ),
        Refusal::LeaseExpired => ("离线授权到期后制作", "made after the lease ran out"),
        Refusal::LeaseUnknown => ("未附有效离线授权", "it cites no lease that is known"),
        Refusal::Revoked => ("设备或角色已停用", "the device or the role was revoked"),
        Refusal::AfterQuarantined => ("所等待的信封待定", "it waits for one that is set apart"),
        Refusal::ContentInvalid => ("内容不符合档案格式", "the content does not decode"),
        Refusal::ProcessingFailed => ("处理时出错，已保留", "the rules failed on it"),
    }
}
