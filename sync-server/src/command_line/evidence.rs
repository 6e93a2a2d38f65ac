use std::path::Path;

use wangge_domain::Timestamp;
use wangge_domain::resources::{Language, label};
use wangge_protocol::PublicKey;
use wangge_protocol::evidence::{EvidenceBundle, EvidenceLine, is_evidence_file};

use super::arguments::{Evidence, Verify};
use super::dated::open_to_write;
use super::print;
use crate::admin::verify;
use crate::error::RelayStartError;

/// Writes the evidence file of a premises.
pub(super) fn export(arguments: &Evidence) -> Result<(), RelayStartError> {
    let admin = open_to_write(&arguments.folder)?;
    let premises = arguments
        .premises
        .parse()
        .map_err(|_| RelayStartError::invalid("场所编号不正确（not an id of a premises）"))?;
    let file = wait(admin.evidence(premises))??;
    write(&arguments.out, &file)?;
    print::line(&format!(
        "已导出 {}，{} 字节",
        arguments.out.display(),
        file.len()
    ));
    Ok(())
}

/// Checks an evidence file and tells what it proves, or a paper and tells whether it is one.
pub(super) fn check(arguments: &Verify) -> Result<(), RelayStartError> {
    let bytes = std::fs::read(&arguments.file)
        .map_err(|error| RelayStartError::file(&arguments.file, error.to_string()))?;
    let compared = arguments.bundle.is_some() || arguments.data.is_some();
    if is_paper(&bytes, compared) {
        return super::verify_paper::run(arguments, &bytes, root_of(arguments)?);
    }
    evidence(arguments, root_of(arguments)?)
}

/// What a file is is told by its first bytes alone. One that is neither is a paper if something was given to
/// compare it with: then it is told that there is no such paper.
fn is_paper(bytes: &[u8], compared: bool) -> bool {
    bytes.starts_with(b"%PDF-") || (compared && !is_evidence_file(bytes))
}

fn root_of(arguments: &Verify) -> Result<Option<PublicKey>, RelayStartError> {
    arguments
        .root
        .as_deref()
        .map(|text| {
            PublicKey::from_hex(text)
                .ok_or_else(|| RelayStartError::invalid("根公钥不正确（not a public key）"))
        })
        .transpose()
}

fn evidence(arguments: &Verify, root: Option<PublicKey>) -> Result<(), RelayStartError> {
    let (bundle, report) = verify(&arguments.file, root)?;
    print::line(&format!(
        "核验通过：{} 场所 {}，导出时间 {}",
        report.tenant_name,
        report.premises,
        moment(report.exported_at)
    ));
    print::line(&format!(
        "链 {} 行，本案 {} 行，照片 {} 张，文书 {} 份；签名、链、摘要全部相符",
        report.links,
        report.rows,
        report.blobs,
        report.papers.len()
    ));
    print::line(&format!(
        "根公钥 {}（请与纸质件核对）",
        report.root_key.to_hex()
    ));
    for line in &report.lines {
        print::line(&said(line));
    }
    if let Some(folder) = &arguments.extract {
        extract(&bundle, folder)?;
    }
    Ok(())
}

fn said(line: &EvidenceLine) -> String {
    let key = format!("event.{}", line.what);
    let what = match line.what.as_str() {
        "edited" => "填写",
        _ => label(Language::Chinese, &key),
    };
    let effect = if line.applied { "" } else { "（不生效）" };
    let attested = if line.attested_by_relay {
        "（中继代签）"
    } else {
        ""
    };
    format!(
        "第{}行  办理 {}  收到 {}  {}{attested}  {what}{effect}  记录 {}  信封 {}",
        line.seq,
        moment(line.made_at),
        moment(line.received_at),
        line.name,
        line.record,
        line.envelope
    )
}

fn moment(at: Timestamp) -> String {
    at.china_datetime().format("%Y-%m-%d %H:%M:%S").to_string()
}

fn extract(bundle: &EvidenceBundle, folder: &Path) -> Result<(), RelayStartError> {
    std::fs::create_dir_all(folder)
        .map_err(|error| RelayStartError::file(folder, error.to_string()))?;
    for (name, paper) in &bundle.papers {
        // A name out of a file is no path.
        let plain = Path::new(name).file_name().unwrap_or("paper".as_ref());
        write(&folder.join(plain), &paper.bytes)?;
    }
    for blob in &bundle.blobs {
        write(&folder.join(format!("{}.jpg", blob.digest)), &blob.bytes)?;
    }
    Ok(())
}

/// Waits for work that reads blobs.
pub(super) fn wait<T>(work: impl Future<Output = T>) -> Result<T, RelayStartError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| RelayStartError::invalid(error.to_string()))?;
    Ok(runtime.block_on(work))
}

pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), RelayStartError> {
    std::fs::write(path, bytes).map_err(|error| RelayStartError::file(path, error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_evidence_file_is_none_the_less_one_beside_a_relay() {
        let evidence = b"\xa4\x66format\x71wangge/evidence/1\x64body";
        for compared in [false, true] {
            assert!(!is_paper(evidence, compared), "{compared}");
            assert!(is_paper(b"%PDF-1.7", compared), "{compared}");
        }
        assert!(
            is_paper(b"\x00PDF-1.7", true),
            "a paper with a changed byte"
        );
        assert!(
            !is_paper(b"\x00PDF-1.7", false),
            "it is said that it is none"
        );
    }
}
