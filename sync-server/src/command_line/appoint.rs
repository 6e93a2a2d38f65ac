use std::path::PathBuf;

use clap::Args;
use wangge_domain::TenantId;

use super::print;
use crate::admin::{Appointment, InitReport};
use crate::error::RelayStartError;

/// By what `init --replace` appoints a relay in the place of a lost one.
#[derive(Debug, Args)]
pub(super) struct Appoint {
    /// 原中继及其备份都已丢失：由根密钥任命本机替换（the relay and its backups are lost: this one stands
    /// in, appointed by the root key）
    #[arg(long, requires = "root_key")]
    replace: bool,
    /// 根密钥文件（file of the root key）
    #[arg(long, requires = "replace")]
    root_key: Option<PathBuf>,
    /// 租户编号，根密钥文件里没有时才需要（the tenant, if the file of the root key names none）
    #[arg(long, requires = "replace")]
    tenant: Option<String>,
    /// 原来启用过的政策包文件，可重复（a policy pack that was in force; may be repeated）
    #[arg(long, requires = "replace")]
    policy: Vec<PathBuf>,
}

impl Appoint {
    /// The appointment; `None`: a relay of its own is made.
    pub(super) fn read(self) -> Result<Option<Appointment>, RelayStartError> {
        let Some(root_key) = self.root_key.filter(|_| self.replace) else {
            return Ok(None);
        };
        let tenant = self.tenant.map(|text| {
            text.parse::<TenantId>().map_err(|_| {
                RelayStartError::invalid("--tenant 不是租户编号（not the id of a tenant）")
            })
        });
        Ok(Some(Appointment {
            root_key,
            tenant: tenant.transpose()?,
            policies: self.policy,
        }))
    }
}

/// What is to be done next.
pub(super) fn tell(report: &InitReport) {
    print::line(&format!(
        "已任命替换中继（租户 {}）。启动后用 wangge-relay tls show 取得中继链接，让各手机打开一次并同步；\
         各手机都同步过后运行 wangge-relay healing end。在此之前不编正式文号，不计到期。账号和密码要重新设置。\n\
         This relay stands in. Start it, give every phone the link of `wangge-relay tls show`, let all \
         of them sync, then run `wangge-relay healing end`; until then no final number is given and no \
         deadline runs. Accounts and passwords are made anew.",
        report.tenant
    ));
    print::line(&format!("证书指纹 pin: {}", report.pin));
}
