use super::arguments::PaperArguments;
use super::dated::open_to_write;
use super::evidence::{wait, write};
use super::print;
use crate::error::RelayStartError;

/// Makes a paper and writes it.
pub(super) fn run(arguments: &PaperArguments) -> Result<(), RelayStartError> {
    let admin = open_to_write(&arguments.folder)?;
    let made = wait(admin.paper(&arguments.kind, &arguments.record))??;
    write(&arguments.out, &made.pdf)?;
    print::line(&format!(
        "已生成 {}，{} 页，内容摘要 {}",
        arguments.out.display(),
        made.pages,
        made.content_hash
    ));
    for (missing, count) in &made.missing {
        print::line(&format!(
            "字库未收字符 U+{:04X}，{count} 处",
            u32::from(*missing)
        ));
    }
    Ok(())
}
