use super::version::PaperVersion;

/// That the act which a paper is about took no effect（文书未生效）, with what counts instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithoutEffect {
    /// Why, in words.
    pub said: String,
    /// The paper of the act that counts, if there is one.
    pub counts: Option<PaperVersion>,
}

impl WithoutEffect {
    /// What is to be said of it, line by line.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let counts = self.counts.as_ref().map(|paper| {
            format!(
                "以已生效的文书为准：{} {} {}。",
                paper.issuer, paper.title, paper.number
            )
        });
        std::iter::once(self.said.clone()).chain(counts).collect()
    }
}
