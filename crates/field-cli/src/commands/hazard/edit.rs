use std::collections::BTreeMap;

use clap::{ArgGroup, Args};
use serde_json::json;
use wangge_domain::hazard::keys;
use wangge_domain::record::Scalar;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::find;
use crate::shell::Shell;

#[derive(Debug, Args)]
#[command(group(
    ArgGroup::new("text")
        .required(true)
        .multiple(true)
        .args(["description", "part", "rectification", "interim_measures", "remark"])
))]
pub(crate) struct Edit {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
    /// 隐患情况（what is wrong）
    #[arg(long)]
    description: Option<String>,
    /// 部位（part of the premises）
    #[arg(long)]
    part: Option<String>,
    /// 整改措施（what to do about it）
    #[arg(long)]
    rectification: Option<String>,
    /// 临时管控措施（measures in force meanwhile）
    #[arg(long)]
    interim_measures: Option<String>,
    /// 备注（remark）
    #[arg(long)]
    remark: Option<String>,
}

impl Edit {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let hazard = find::hazard(&shell.core, &self.hazard)?;
        let texts = [
            (keys::DESCRIPTION, &self.description),
            (keys::PART, &self.part),
            (keys::RECTIFICATION, &self.rectification),
            (keys::INTERIM_MEASURES, &self.interim_measures),
            (keys::REMARK, &self.remark),
        ];
        let fields: BTreeMap<String, Scalar> = texts
            .into_iter()
            .filter_map(|(key, text)| Some((key.to_owned(), Scalar::from(text.as_deref()?))))
            .collect();
        shell.core.edit_hazard(hazard, &fields)?;
        let changed: Vec<&String> = fields.keys().collect();
        Ok(Answer::new(
            "已修改隐患文字（待上传）",
            json!({ "hazard": hazard, "changed": changed }),
        ))
    }
}
