use serde::Serialize;

/// How bad a finding is（级别）.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DoctorLevel {
    /// As it should be.
    Well,
    /// Look at it this week.
    Warning,
    /// Something is wrong or soon will be.
    Problem,
}

/// One thing that was looked at（检查结果）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DoctorFinding {
    /// Stable code of what was looked at, e.g. `disk`.
    pub check: &'static str,
    /// How bad it is.
    pub level: DoctorLevel,
    /// What was found, in Chinese and English.
    pub found: String,
    /// What to do about it; empty if nothing.
    pub advice: String,
}

/// Everything that was looked at（体检报告）.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DoctorReport {
    /// The worst of all findings.
    pub level: DoctorLevel,
    /// In the order they were looked at.
    pub findings: Vec<DoctorFinding>,
}

impl DoctorReport {
    /// A report of these findings.
    #[must_use]
    pub fn of(findings: Vec<DoctorFinding>) -> Self {
        let worst = findings.iter().map(|finding| finding.level).max();
        Self {
            level: worst.unwrap_or(DoctorLevel::Well),
            findings,
        }
    }

    /// What a program that calls the doctor gets to see: 0 all is well, 10 warnings, 20 problems.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self.level {
            DoctorLevel::Well => 0,
            DoctorLevel::Warning => 10,
            DoctorLevel::Problem => 20,
        }
    }
}
