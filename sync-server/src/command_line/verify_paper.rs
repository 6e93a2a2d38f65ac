use wangge_protocol::PublicKey;
use wangge_report::PaperClaim;

use super::arguments::Verify;
use super::evidence::wait;
use super::print;
use crate::admin::{Admin, verify_paper};
use crate::error::RelayStartError;
use crate::paper::PaperCheck;
use crate::relay::ClockChoice;

/// Compares a paper with an evidence file or with a relay, and tells what came out. Only a file that
/// the relay makes or has made, byte by byte, ends well.
pub(super) fn run(
    arguments: &Verify,
    pdf: &[u8],
    root: Option<PublicKey>,
) -> Result<(), RelayStartError> {
    say_claim(PaperClaim::read(pdf).as_ref());
    let check = match (&arguments.bundle, &arguments.data) {
        (Some(bundle), _) => {
            let (check, report) = verify_paper(pdf, bundle, root)?;
            print::line(&format!(
                "证据包核验通过：{} 场所 {}，链 {} 行，根公钥 {}（请与纸质件核对）",
                report.tenant_name,
                report.premises,
                report.links,
                report.root_key.to_hex()
            ));
            check
        }
        (None, Some(data)) => {
            let clock = arguments.clock.clone();
            let clock = clock.map_or(ClockChoice::System, ClockChoice::File);
            wait(Admin::open(data, clock)?.verify_paper(pdf))??
        }
        (None, None) => {
            return Err(RelayStartError::invalid(
                "文书要与记录对照：请给出 --bundle 证据包 或者 --data 中继数据目录\
                 （a paper is compared with an evidence file or with a relay）",
            ));
        }
    };
    say(&check);
    if check.verdict.is_genuine() {
        Ok(())
    } else {
        let message = format!("文书核验未通过：{}", check.verdict.zh());
        Err(RelayStartError::file(&arguments.file, message))
    }
}

fn say_claim(claim: Option<&PaperClaim>) {
    print::line(&match claim {
        Some(claim) => format!(
            "文件自称：{} 记录 {} 文号 {} 内容摘要 {}",
            claim.kind,
            claim.record,
            if claim.number.is_empty() {
                "无"
            } else {
                claim.number.as_str()
            },
            claim.content_hash
        ),
        None => "文件未载明可读的文书信息".to_owned(),
    });
}

fn say(check: &PaperCheck) {
    print::line(&format!("结论：{}", check.verdict.zh()));
    if let Some(version) = check.verdict.version() {
        print::line(&format!(
            "{} {} {} {}",
            version.issuer, version.title, version.number, version.dated
        ));
    }
    for line in check.lines() {
        print::line(&line);
    }
}
