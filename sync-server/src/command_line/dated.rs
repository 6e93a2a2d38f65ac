use super::arguments::Folder;
use super::print;
use crate::admin::Admin;
use crate::error::RelayStartError;

/// Opens a relay for a command that dates what it writes（写入带日期的内容）. A demonstration may follow a
/// clock file, and keeps no word of which: whoever forgets it is told by whose time they write.
pub(super) fn open_to_write(folder: &Folder) -> Result<Admin, RelayStartError> {
    let admin = Admin::open(&folder.data, folder.clock())?;
    if folder.clock.is_none() && admin.is_demo() {
        let today = admin.today();
        print::note(&format!(
            "演示目录：没有给出 --clock，本次按系统时间（{today}）记日期；中继若带 --clock 运行，请带同一个 --clock\
             （demonstration: dated by the system's clock, {today}; give the --clock that the relay runs with, \
             if it has one）"
        ));
    }
    Ok(admin)
}
