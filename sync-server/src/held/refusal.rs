use wangge_sync_engine::store::StoreError;

/// Why nothing is looked for（不予查阅）.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AccessRefusal {
    /// Neither a name of two characters nor a telephone number.
    NobodyNamed,
    /// The number stands in no row of the register of requests.
    RequestUnknown,
}

impl AccessRefusal {
    pub(crate) fn zh(self) -> &'static str {
        match self {
            Self::NobodyNamed => "须写明姓名（两个字以上）或者完整的电话号码",
            Self::RequestUnknown => "个人信息请求登记表里没有这个编号，请先登记",
        }
    }

    pub(crate) fn en(self) -> &'static str {
        match self {
            Self::NobodyNamed => {
                "name a person by two characters at least, or a whole telephone number"
            }
            Self::RequestUnknown => "the register of requests has no such number: enter it first",
        }
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum AccessFailure {
    Refused(AccessRefusal),
    Store(StoreError),
}

impl From<StoreError> for AccessFailure {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
