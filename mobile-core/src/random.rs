use rand::rand_core::TryRng;
use rand::rngs::SysRng;

/// Where the core takes its randomness（随机源）: keys, nonces, identifiers, jitter.
/// Injected, so that a simulation can be run again with the same seed.
pub trait RandomSource: Send + Sync {
    /// Fills a buffer with bytes that nobody can foretell.
    fn fill(&self, buffer: &mut [u8]);
}

/// The operating system's generator: what every shell passes.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl RandomSource for SystemRandom {
    fn fill(&self, buffer: &mut [u8]) {
        // The system generator fails only before the kernel is seeded, long before an app runs.
        SysRng
            .try_fill_bytes(buffer)
            .expect("the system's generator works once the phone is up");
    }
}

/// A fresh array of random bytes.
pub(crate) fn random_bytes<const N: usize>(source: &dyn RandomSource) -> [u8; N] {
    let mut bytes = [0_u8; N];
    source.fill(&mut bytes);
    bytes
}
