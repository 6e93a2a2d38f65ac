use wangge_domain::owner_page::{current_owner_code, spaced};

use super::form::aside;
use crate::case_file::{Office, RecordFile};
use crate::paper::Block;

/// How the owner reports by the QR（业主反馈码）, with the one-time code of each hazard. It is no part of
/// the content: whoever asks whether the paper is genuine need not know it. Empty where the relay
/// has no address, or the policy offers no such page.
pub(super) fn owner_code_block(office: &Office<'_>, hazards: &[&RecordFile]) -> Option<Block> {
    let page = office.policy.rectification.owner_page.as_ref()?;
    if office.address.is_empty() {
        return None;
    }
    let mut codes = Vec::with_capacity(hazards.len());
    for (place, file) in hazards.iter().enumerate() {
        let code = spaced(&current_owner_code(
            office.policy,
            file.record,
            &file.state,
        )?);
        codes.push(match hazards.len() {
            1 => code,
            _ => format!("第{}项 {code}", place + 1),
        });
    }
    Some(aside(format!(
        "整改反馈：整改完成后，请用手机扫描本页二维码，输入一次性反馈码（{}），上传整改后照片。反馈码期满后{}日内有效，请勿转告他人；不便上网的，可以请网格员代为反馈。",
        codes.join("，"),
        page.code_days_after_due
    )))
}
