use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args};
use serde_json::json;

use crate::answer::Answer;
use crate::command_error::CommandError;
use crate::script::{ScriptSignature, Service};
use crate::shell::Shell;
use crate::{acts, find};

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("way").required(true).args(["signer", "witnesses", "posted", "mailed"])))]
pub(crate) struct Serve {
    /// 隐患编号或文号（hazard: id or number of its notice）
    hazard: String,
    /// 签收人（who signs）
    #[arg(long, requires = "strokes")]
    signer: Option<String>,
    /// 签收人身份，如 owner、operator、tenant（as what）
    #[arg(long, default_value = "owner")]
    role: String,
    /// 签名笔迹文件（file with the strokes）
    #[arg(long, value_name = "FILE", requires = "signer")]
    strokes: Option<PathBuf>,
    /// 拒签见证人，姓名=笔迹文件，须两人（witness of a refusal: name=file with the strokes）
    #[arg(long = "witness", value_name = "NAME=FILE")]
    witnesses: Vec<String>,
    /// 拒签说明（what was said）
    #[arg(long, default_value = "", requires = "witnesses")]
    note: String,
    /// 张贴照片（photo of the notice put up）
    #[arg(long, value_name = "FILE")]
    posted: Option<PathBuf>,
    /// 邮寄单号（number of the consignment）
    #[arg(long, value_name = "NUMBER")]
    mailed: Option<String>,
}

impl Serve {
    pub(crate) fn run(&self, shell: &Shell) -> Result<Answer, CommandError> {
        let service = self.service()?;
        let hazard = find::hazard(&shell.core, &self.hazard)?;
        acts::serve(&shell.core, hazard, Path::new(""), &service)?;
        Ok(Answer::new(
            "已送达（待上传）",
            json!({ "hazard": hazard, "event": "served" }),
        ))
    }

    fn service(&self) -> Result<Service, CommandError> {
        if let (Some(signer), Some(strokes)) = (&self.signer, &self.strokes) {
            return Ok(Service::Signed(ScriptSignature {
                signer: signer.clone(),
                role: self.role.clone(),
                strokes: strokes.clone(),
            }));
        }
        if let Some(photo) = &self.posted {
            return Ok(Service::Posted {
                photo: photo.clone(),
            });
        }
        if let Some(tracking) = &self.mailed {
            return Ok(Service::Mailed {
                tracking: tracking.clone(),
            });
        }
        let witness = |text: &String| {
            let (name, file) = text.split_once('=').ok_or_else(|| {
                CommandError::Usage(format!("--witness 应写成 姓名=文件，写的是“{text}”"))
            })?;
            Ok(ScriptSignature {
                signer: name.to_owned(),
                role: "witness".to_owned(),
                strokes: PathBuf::from(file),
            })
        };
        let witnesses = self
            .witnesses
            .iter()
            .map(witness)
            .collect::<Result<Vec<_>, CommandError>>()?;
        Ok(Service::Refused {
            witnesses,
            note: self.note.clone(),
        })
    }
}
