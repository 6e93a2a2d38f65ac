use crate::sign_on::SignOnClaim;

/// What a value has to be（取值类型）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Some text.
    Text,
    /// A path; a relative one begins at the folder of the configuration file.
    Path,
    /// `address:port`.
    Address,
    /// `https://…`.
    Url,
    /// Connection string of PostgreSQL, without a password.
    Connection,
    /// A whole number within these bounds.
    Number(i64, i64),
    /// `true` or `false`.
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// A key of the configuration file（配置项）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// With its table: `blobs.bucket`.
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// What holds if it is left out, as TOML; empty: nothing.
    pub(super) default: &'static str,
    /// A valid value, as TOML.
    pub(super) example: &'static str,
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
}

impl Key {
    /// A line that would be right, with its table.
    pub(super) fn line(&self) -> String {
        match self.name.split_once('.') {
            Some((table, name)) => format!("[{table}] {name} = {}", self.example),
            None => format!("{} = {}", self.name, self.example),
        }
    }
}

/// Every key there is, in the order of the documentation.
pub(super) const KEYS: &[Key] = &[
    Key {
        name: "data",
        kind: Kind::Path,
        default: "",
        example: "\"/var/lib/wangge\"",
        zh: "数据目录；命令行 --data 优先",
        en: "The data folder; `--data` goes before it.",
    },
    Key {
        name: "listen",
        kind: Kind::Address,
        default: "\"0.0.0.0:7443\"",
        example: "\"0.0.0.0:7443\"",
        zh: "监听地址；命令行 --listen 优先",
        en: "Where to listen; `--listen` goes before it.",
    },
    Key {
        name: "audit_copy",
        kind: Kind::Path,
        default: "",
        example: "\"/mnt/second/audit\"",
        zh: "审计日志的异地副本目录，应在另一块盘上",
        en: "A second place for the audit log, on another disk.",
    },
    Key {
        name: "store.kind",
        kind: Kind::Word(&["sqlite", "postgresql"]),
        default: "\"sqlite\"",
        example: "\"postgresql\"",
        zh: "数据存放：本目录的 SQLite 文件，或 PostgreSQL",
        en: "Where the data lie: one SQLite file in the data folder, or PostgreSQL.",
    },
    Key {
        name: "store.url",
        kind: Kind::Connection,
        default: "",
        example: "\"postgresql://wangge@db1,db2/wangge?target_session_attrs=read-write\"",
        zh: "PostgreSQL 连接，不得含密码",
        en: "Connection to PostgreSQL, without a password.",
    },
    Key {
        name: "store.url_file",
        kind: Kind::Path,
        default: "",
        example: "\"/etc/wangge/postgres-url\"",
        zh: "存有 PostgreSQL 连接（可含密码）的文件；环境变量 WANGGE_POSTGRES 优先",
        en: "File that holds the connection, with its password; `WANGGE_POSTGRES` goes before it.",
    },
    Key {
        name: "blobs.kind",
        kind: Kind::Word(&["folder", "s3"]),
        default: "\"folder\"",
        example: "\"s3\"",
        zh: "照片存放：数据目录，或兼容 S3 的对象存储",
        en: "Where photos lie: in the data folder, or in a store that speaks S3.",
    },
    Key {
        name: "blobs.endpoint",
        kind: Kind::Url,
        default: "",
        example: "\"https://s3.county.gov.cn\"",
        zh: "对象存储地址",
        en: "Address of the store.",
    },
    Key {
        name: "blobs.region",
        kind: Kind::Text,
        default: "\"us-east-1\"",
        example: "\"us-east-1\"",
        zh: "签名所用的区域名",
        en: "The region that signatures name.",
    },
    Key {
        name: "blobs.bucket",
        kind: Kind::Text,
        default: "",
        example: "\"wangge-photos\"",
        zh: "桶名；桶须先建好",
        en: "The bucket; it has to exist.",
    },
    Key {
        name: "blobs.prefix",
        kind: Kind::Text,
        default: "\"\"",
        example: "\"qingfeng\"",
        zh: "所有对象名的前缀；几套系统可共用一个桶",
        en: "What every key begins with; several installations may share a bucket.",
    },
    Key {
        name: "blobs.access_key",
        kind: Kind::Text,
        default: "",
        example: "\"wangge-relay\"",
        zh: "访问密钥的编号（不是密钥本身）",
        en: "Id of the access key, not the secret.",
    },
    Key {
        name: "blobs.secret_key_file",
        kind: Kind::Path,
        default: "",
        example: "\"/etc/wangge/s3-secret\"",
        zh: "存有密钥的文件；环境变量 WANGGE_S3_SECRET_KEY 优先",
        en: "File that holds the secret key; `WANGGE_S3_SECRET_KEY` goes before it.",
    },
    Key {
        name: "blobs.allow_http",
        kind: Kind::Flag,
        default: "false",
        example: "false",
        zh: "允许不加密的 http 地址，仅限本机或隧道",
        en: "Whether an address without TLS may be used: on the same machine or behind a tunnel.",
    },
    Key {
        name: "blobs.certificate_file",
        kind: Kind::Path,
        default: "",
        example: "\"/etc/wangge/county-ca.pem\"",
        zh: "另外信任的证书（PEM）",
        en: "Certificates to trust beside those of the system, as PEM.",
    },
    Key {
        name: "backup.to",
        kind: Kind::Path,
        default: "",
        example: "\"/mnt/other-disk/wangge\"",
        zh: "每分钟加密备份到此目录，应在另一块盘上；命令行 --backup-to 优先",
        en: "A backup is shipped here every minute, on another disk; `--backup-to` goes before it.",
    },
    Key {
        name: "backup.recipient",
        kind: Kind::Text,
        default: "",
        example: "\"age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq\"",
        zh: "备份公钥（wangge-relay backup-key 打印），密钥本身不在中继上",
        en: "Public half of the backup key, as `wangge-relay backup-key` prints it.",
    },
    Key {
        name: "sign_on.name",
        kind: Kind::Text,
        default: "",
        example: "\"县政务统一认证\"",
        zh: "统一认证（OpenID Connect）的名称，登录页按钮上显示",
        en: "What people call the provider of sign-on (OpenID Connect); the button says so.",
    },
    Key {
        name: "sign_on.issuer",
        kind: Kind::Url,
        default: "",
        example: "\"https://id.county.gov.cn\"",
        zh: "认证源地址（issuer），与其令牌所写一致",
        en: "The provider, as its tokens name it.",
    },
    Key {
        name: "sign_on.client_id",
        kind: Kind::Text,
        default: "",
        example: "\"wangge\"",
        zh: "本中继在认证源登记的编号",
        en: "What the provider calls this relay.",
    },
    Key {
        name: "sign_on.client_secret_file",
        kind: Kind::Path,
        default: "",
        example: "\"/etc/wangge/sign-on-secret\"",
        zh: "存有与认证源共享密钥的文件；环境变量 WANGGE_SIGN_ON_SECRET 优先",
        en: "File that holds the secret shared with it; `WANGGE_SIGN_ON_SECRET` goes before it.",
    },
    Key {
        name: "sign_on.address",
        kind: Kind::Url,
        default: "",
        example: "\"https://relay.county.gov.cn:7443\"",
        zh: "浏览器访问本中继的地址；在认证源登记的回调为其后加 /api/v1/sign-on/callback",
        en: "This relay as browsers see it; the provider has to know it with `/api/v1/sign-on/callback` behind it.",
    },
    Key {
        name: "sign_on.claim",
        kind: Kind::Word(SignOnClaim::WORDS),
        default: "\"sub\"",
        example: "\"preferred_username\"",
        zh: "以令牌中的哪一项作为本中继的账号名；email、phone_number 须已核验",
        en: "Which claim is the name of the account here; `email` and `phone_number` count if verified.",
    },
    Key {
        name: "sign_on.certificate_file",
        kind: Kind::Path,
        default: "",
        example: "\"/etc/wangge/county-ca.pem\"",
        zh: "访问认证源时另外信任的证书（PEM）",
        en: "Certificates to trust beside those of the system when it is asked, as PEM.",
    },
    Key {
        name: "disk.photos_stop_at_mib",
        kind: Kind::Number(16, 1 << 20),
        default: "1024",
        example: "1024",
        zh: "剩余空间少于此数（MiB）时不再收照片",
        en: "Below so much free space, in MiB, no photo is taken.",
    },
    Key {
        name: "disk.pushes_stop_at_mib",
        kind: Kind::Number(16, 1 << 20),
        default: "256",
        example: "256",
        zh: "剩余空间少于此数（MiB）时也不再收记录；读取不受影响",
        en: "Below so much, no record either. Reads go on.",
    },
];
