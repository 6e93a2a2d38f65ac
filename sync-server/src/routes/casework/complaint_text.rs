use axum::http::StatusCode;

use crate::http::ApiError;

/// The text of a file of complaints（工单文件）: CSV in UTF-8 with or without a mark, or in GB 18030, of
/// which GBK is a part.
///
/// # Errors
/// 400 `file_not_text`: it is a workbook, or in neither of the two.
pub(super) fn complaint_text(bytes: &[u8]) -> Result<String, ApiError> {
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(plain) {
        if !text.contains('\0') && !plain.starts_with(b"PK\x03\x04") {
            return Ok(text.to_owned());
        }
        return Err(not_text());
    }
    // A mark of UTF-16 makes it no text of ours.
    let (text, is_bad) = encoding_rs::GB18030.decode_without_bom_handling(plain);
    if is_bad || text.contains('\0') || plain.starts_with(b"PK\x03\x04") {
        Err(not_text())
    } else {
        Ok(text.into_owned())
    }
}

fn not_text() -> ApiError {
    ApiError::new(
        StatusCode::BAD_REQUEST,
        "file_not_text",
        "文件不是 UTF-8 或 GBK 编码的 CSV，请另存为 CSV（UTF-8）后再导入",
        "the file is no CSV in UTF-8 or GBK: save it as CSV in UTF-8",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "编号,内容\nZ1,楼道堆物\n";

    #[test]
    fn both_encodings_are_read_and_what_is_neither_says_so() {
        let (gbk, _, is_bad) = encoding_rs::GB18030.encode(TABLE);
        assert!(!is_bad);
        let marked = format!("\u{feff}{TABLE}");
        for bytes in [TABLE.as_bytes(), marked.as_bytes(), gbk.as_ref()] {
            assert_eq!(complaint_text(bytes).unwrap(), TABLE);
        }
        for bytes in [
            &b"PK\x03\x04\x14\x00\xff"[..],
            &b"PK\x03\x04"[..],
            &b"\xff\xfe\x16\x7f\xf7\x53"[..],
        ] {
            let refused = complaint_text(bytes).unwrap_err();
            assert_eq!(refused.code(), "file_not_text", "{bytes:?}");
        }
    }
}
