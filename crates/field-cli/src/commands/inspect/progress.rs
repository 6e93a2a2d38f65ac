use serde::Serialize;
use serde_json::{Value, json};
use wangge_domain::{Finding, RecordId};

use crate::script::{InspectScript, ScriptHazard};
use crate::show;

/// The parts of a script that come before its hazards.
pub(super) const ANSWERS: &str = "答题和照片";
pub(super) const SIGNATURES: &str = "签名";
pub(super) const SUBMISSION: &str = "提交";

/// What a visit has done so far（完成情况）: told in full even if it stops half way, since all of it
/// is saved.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Progress {
    /// The premises.
    pub(super) premises: Option<RecordId>,
    /// The inspection; a script can go on with it.
    pub(super) inspection: Option<RecordId>,
    /// Answers saved.
    pub(super) answers: usize,
    /// Photos attached, those of hazards among them.
    pub(super) photos: usize,
    /// Signatures put under it.
    pub(super) signatures: usize,
    /// It was submitted.
    pub(super) submitted: bool,
    /// Hazards.
    pub(super) hazards: Vec<HazardProgress>,
    /// Hazards of failed items that stay drafts, with what is missing.
    pub(super) incomplete: Vec<IncompleteHazard>,
    /// Items that failed although the file of the premises says that they do not apply.
    pub(super) marks: Vec<Finding>,
    /// Parts of the script that are not done, in their order.
    pub(super) left: Vec<String>,
}

/// What became of one hazard.
#[derive(Clone, Debug, Serialize)]
pub(super) struct HazardProgress {
    /// The record.
    pub(super) hazard: RecordId,
    /// Checklist item, if it is about one.
    pub(super) item: Option<String>,
    /// It is registered.
    pub(super) raised: bool,
    /// It was fixed on the spot.
    pub(super) fixed_on_spot: bool,
    /// Provisional number of its notice.
    pub(super) notice: Option<String>,
    /// The notice was served.
    pub(super) served: bool,
}

/// A hazard that stays a draft.
#[derive(Clone, Debug, Serialize)]
pub(super) struct IncompleteHazard {
    /// The record.
    pub(super) hazard: RecordId,
    /// What is missing in it.
    pub(super) findings: Vec<Finding>,
}

impl HazardProgress {
    pub(super) fn new(hazard: RecordId, item: Option<String>) -> Self {
        Self {
            hazard,
            item,
            raised: false,
            fixed_on_spot: false,
            notice: None,
            served: false,
        }
    }

    /// What is left to do about it, as a command.
    fn next(&self) -> Option<String> {
        let id = self.hazard;
        match &self.notice {
            Some(_) if self.served => None,
            Some(number) => Some(format!(
                "通知书 {number} 已下发，未送达：hazard serve {number} --signer <姓名> --strokes <笔迹文件>\
                 （或 --posted <照片>、--mailed <单号>、--witness <姓名=笔迹文件> 两次）"
            )),
            None if self.fixed_on_spot => None,
            None if self.raised => Some(format!(
                "隐患 {id} 已登记：hazard notice {id} … 下发通知书，或 hazard fix {id} … 当场整改"
            )),
            None => Some(format!("隐患 {id} 还是草稿：用 actions {id} 查看")),
        }
    }

    fn text(&self) -> String {
        let mut words = vec![if self.raised { "已登记" } else { "草稿" }.to_owned()];
        if self.fixed_on_spot {
            words.push("当场整改".to_owned());
        }
        words.extend(self.notice.iter().map(|number| format!("通知书 {number}")));
        if self.served {
            words.push("已送达".to_owned());
        }
        let item = self.item.as_deref().unwrap_or("其他");
        format!("  隐患 {}  {item}  {}", self.hazard, words.join("，"))
    }
}

impl Progress {
    /// For programs.
    pub(super) fn json(&self) -> Value {
        json!(self)
    }

    /// How to go on after it stopped half way. Run once more as it stands, the script would begin a
    /// second visit; one that is submitted is done, and its hazards go on one by one.
    pub(super) fn next(&self, inspection: RecordId) -> String {
        if !self.submitted {
            return format!(
                "改正脚本，写上 \"inspection\": \"{inspection}\" 接着做，去掉已附上的照片"
            );
        }
        let mut lines = vec!["检查已提交，不必重做；逐条办理：".to_owned()];
        lines.extend(self.hazards.iter().filter_map(HazardProgress::next));
        if !self.left.is_empty() {
            lines.push(format!(
                "还没开始办的（{}）：另写脚本，只写 format、premises、\"inspection\": \"{inspection}\" 和这几条 \
                 hazards，不写 answers、signatures 和 submit，先 --check 再运行",
                self.left.join("、")
            ));
        }
        lines.join("\n  - ")
    }

    /// For people.
    pub(super) fn text(&self) -> String {
        let Some(inspection) = self.inspection else {
            return "尚无".to_owned();
        };
        let state = if self.submitted {
            "已提交"
        } else {
            "草稿"
        };
        let mut lines = vec![format!(
            "检查 {inspection}（{state}）：答题 {}，照片 {}，签名 {}",
            self.answers, self.photos, self.signatures
        )];
        lines.extend(self.hazards.iter().map(HazardProgress::text));
        lines.extend(self.incomplete.iter().map(|draft| {
            let missing: Vec<String> = draft.findings.iter().map(show::finding_text).collect();
            format!(
                "  隐患 {}  草稿，待补：{}",
                draft.hazard,
                missing.join("；")
            )
        }));
        let marks = self.marks.iter().map(show::finding_text);
        lines.extend(marks.map(|mark| format!("  注意：{mark}")));
        if !self.left.is_empty() {
            lines.push(format!("  未办：{}", self.left.join("、")));
        }
        lines.join("\n")
    }

    /// What the script asks for, before anything of it is done.
    pub(super) fn plan(&mut self, script: &InspectScript) {
        let (signs, submits) = (!script.signatures.is_empty(), script.submit.is_some());
        let parts = [
            Some(ANSWERS),
            signs.then_some(SIGNATURES),
            submits.then_some(SUBMISSION),
        ];
        self.left = parts.into_iter().flatten().map(str::to_owned).collect();
        self.left.extend(script.hazards.iter().map(hazard_name));
    }

    /// A part of the script is done.
    pub(super) fn done(&mut self, part: &str) {
        if let Some(at) = self.left.iter().position(|left| left == part) {
            self.left.remove(at);
        }
    }
}

/// What a hazard of a script is called among the parts of it.
pub(super) fn hazard_name(hazard: &ScriptHazard) -> String {
    let name = hazard.item.as_ref().or(hazard.description.as_ref());
    format!("隐患 {}", name.map_or("", String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_notice_was_issued_the_way_on_is_to_serve_it() {
        let record = |byte| RecordId::from_bytes([byte; 16]);
        let mut progress = Progress::default();
        let text = progress.next(record(1));
        assert!(
            text.contains("inspection") && !text.contains("hazard serve"),
            "{text}"
        );
        progress.submitted = true;
        let mut issued = HazardProgress::new(record(2), None);
        issued.raised = true;
        issued.notice = Some("暂-7-1".to_owned());
        let mut done = issued.clone();
        done.notice = Some("暂-7-0".to_owned());
        done.served = true;
        progress.hazards = vec![done, issued];
        let text = progress.next(record(1));
        assert!(text.contains("hazard serve 暂-7-1"), "{text}");
        assert!(!text.contains("暂-7-0"), "{text}");
        assert!(!text.contains("另写脚本"), "nothing is left: {text}");
    }

    #[test]
    fn what_is_not_done_is_told_beside_what_is() {
        let mut progress = Progress {
            inspection: Some(RecordId::from_bytes([1; 16])),
            submitted: true,
            left: ["隐患 RH-04", "隐患 RH-04", "隐患 门锁"]
                .map(str::to_owned)
                .into(),
            ..Progress::default()
        };
        progress.done("隐患 RH-04");
        let text = progress.text();
        assert!(text.contains("（已提交）"), "{text}");
        assert!(text.ends_with("未办：隐患 RH-04、隐患 门锁"), "{text}");
        let next = progress.next(RecordId::from_bytes([1; 16]));
        assert!(
            next.contains("还没开始办的（隐患 RH-04、隐患 门锁）"),
            "{next}"
        );
        assert_eq!(progress.json()["left"][1], "隐患 门锁");
    }
}
