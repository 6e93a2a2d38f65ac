use std::path::PathBuf;

use clap::Args;

use super::arguments::Folder;
use super::dated::open_to_write;
use super::evidence::write;
use super::print;
use crate::admin::AccessRequest;
use crate::error::RelayStartError;

/// 查阅个人信息.
#[derive(Args)]
pub(super) struct AccessArguments {
    #[command(flatten)]
    folder: Folder,
    /// 请求编号，须已在个人信息请求登记表中（number of the request in its register）
    #[arg(long)]
    number: String,
    /// 姓名（name of the person）
    #[arg(long, default_value = "")]
    name: String,
    /// 电话号码（telephone number）
    #[arg(long, default_value = "")]
    phone: String,
    /// 经办人：账号、编号或者姓名（who answers it）
    #[arg(long)]
    user: String,
    /// 写入文件，ZIP（file to write）
    #[arg(long)]
    out: PathBuf,
}

/// Neither name nor number in a log line, whoever prints it.
impl std::fmt::Debug for AccessArguments {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccessArguments")
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

/// Writes what is held about a person.
pub(super) fn run(arguments: AccessArguments) -> Result<(), RelayStartError> {
    let admin = open_to_write(&arguments.folder)?;
    let request = AccessRequest {
        by: admin.find_user(&arguments.user)?,
        number: arguments.number,
        name: arguments.name,
        phone: arguments.phone,
    };
    let file = admin.access_request(&request)?;
    write(&arguments.out, &file)?;
    print::line(&format!(
        "已写入 {}，{} 字节；交付前请核对其中没有他人的信息\
         （written; look before handing it over that it holds nobody else's data）",
        arguments.out.display(),
        file.len()
    ));
    Ok(())
}
