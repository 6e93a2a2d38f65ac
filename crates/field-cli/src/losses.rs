use wangge_mobile_core::OpenReport;

/// What was lost or set aside when the folder was opened, what was kept, and what to do; nothing
/// if all is well.
pub(crate) fn losses(report: &OpenReport) -> Vec<String> {
    let mut lines = Vec::new();
    if report.database_gone {
        lines.push("注意：本机数据库文件不见了，已新建空库；登记信息还在".to_owned());
    }
    if let Some(file) = &report.set_aside {
        lines.push(format!(
            "注意：数据库损坏（{} 页中坏 {} 页），已原样另存到 {}",
            report.pages,
            report.damaged_pages,
            file.display(),
        ));
        lines.push(format!(
            "已找回：未上传内容 {} 份、草稿 {} 处、照片 {} 个{}",
            report.salvaged_envelopes,
            report.salvaged_edits,
            report.salvaged_photos,
            if report.salvage_complete {
                "，全部读出"
            } else {
                "，其余未能读出"
            },
        ));
    }
    if report.database_gone || report.set_aside.is_some() {
        lines.push(
            "下一步：联网运行 sync，已上传的内容会从服务器取回；在此之前列表是空的，找回的内容也不显示，但都在本机，export 可以取出；再用 status、refused list 核对"
                .to_owned(),
        );
    }
    if report.found_photos > 0 {
        lines.push(format!(
            "已按文件标签重新认出照片文件 {} 个；登记找不回的，用 export 取出",
            report.found_photos
        ));
    }
    if report.files_without_key > 0 {
        lines.push(format!(
            "注意：{} 个照片文件打不开，它们由旧版本写入，密钥只在丢失的数据库里；已原样保存在 {}，不会清理",
            report.files_without_key,
            report.trash_folder.display()
        ));
    }
    if report.files_missing > 0 {
        lines.push(format!(
            "注意：{} 个照片文件已丢失；已上传的可用 photo --fetch 取回，其余请重新拍摄",
            report.files_missing
        ));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_is_gone_is_not_called_set_aside() {
        let report = OpenReport {
            database_gone: true,
            ..OpenReport::default()
        };
        let text = losses(&report).join("\n");
        assert!(
            text.contains("不见了") && text.contains("运行 sync"),
            "{text}"
        );
        assert!(!text.contains("另存"), "{text}");
    }

    #[test]
    fn photos_found_again_and_photos_without_a_key_are_told_apart() {
        let report = OpenReport {
            found_photos: 3,
            files_without_key: 2,
            trash_folder: "data/blobs.trash".into(),
            ..OpenReport::default()
        };
        let text = losses(&report).join("\n");
        assert!(text.contains("认出照片文件 3 个"), "{text}");
        assert!(
            text.contains("2 个照片文件打不开") && text.contains("data/blobs.trash"),
            "{text}"
        );
    }

    #[test]
    fn a_salvage_says_what_is_back_and_what_to_do() {
        let report = OpenReport {
            set_aside: Some("aside/wangge.db".into()),
            salvaged_envelopes: 3,
            ..OpenReport::default()
        };
        let text = losses(&report).join("\n");
        assert!(
            text.contains("aside/wangge.db") && text.contains("3 份"),
            "{text}"
        );
        assert!(
            text.contains("其余未能读出") && text.contains("下一步"),
            "{text}"
        );
        assert!(losses(&OpenReport::default()).is_empty());
    }
}
