use serde_json::{Value, json};
use wangge_domain::lifecycle::{FieldEdit, FrozenSince};
use wangge_domain::resources::{Language, field_words};
use wangge_mobile_core::Core;

use crate::{find, words};

/// A field that was written anew, in a line for people.
pub(crate) fn edit_line(core: &Core, edit: &FieldEdit) -> String {
    let place = edit
        .seq
        .map_or_else(|| "待上传".to_owned(), |seq| format!("#{seq}"));
    let before: Vec<String> = edit.before.iter().map(words::value).collect();
    let before = if before.is_empty() {
        "（空）".to_owned()
    } else {
        before.join("／")
    };
    let mut line = format!(
        "{place}  {}  {}  {}：{before} → {}",
        words::moment(edit.time.best()),
        find::name_of(core, edit.user),
        field_words(Language::Chinese, &edit.key),
        words::value(&edit.after),
    );
    if let Some(late) = edit.late {
        line += &format!("  【{}】", words::word("late_edit", late.late_code()));
    }
    if edit.time.clock_flagged {
        line += "  【手机时钟存疑】";
    }
    line
}

/// A field that was written anew, for programs.
pub(crate) fn edit_json(edit: &FieldEdit) -> Value {
    json!({
        "seq": edit.seq,
        "envelope": edit.envelope,
        "user": edit.user,
        "device": edit.device,
        "time": edit.time,
        "received_at_ms": edit.received_at,
        "key": edit.key,
        "before": edit.before,
        "after": edit.after,
        "late": edit.late.map(FrozenSince::late_code),
    })
}
