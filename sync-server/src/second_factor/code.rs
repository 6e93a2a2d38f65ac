use ring::hmac;
use wangge_domain::Timestamp;

/// A code is good for so long.
const STEP_MS: i64 = 30_000;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The step that an instant lies in.
pub(crate) fn step_of(at: Timestamp) -> i64 {
    at.0.div_euclid(STEP_MS)
}

/// The six digits of a step. SHA-1, because the apps that show codes know nothing else for certain;
/// what breaks SHA-1 as a hash of documents does not touch it under HMAC.
pub(crate) fn code_at(secret: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let offset = usize::from(bytes[bytes.len() - 1] & 0x0f);
    let picked = bytes[offset..offset + 4]
        .iter()
        .fold(0_u32, |sum, byte| (sum << 8) | u32::from(*byte));
    format!("{:06}", (picked & 0x7fff_ffff) % 1_000_000)
}

/// A secret in base 32 of RFC 4648, as apps take it when typed by hand.
pub(crate) fn secret_text(secret: &[u8]) -> String {
    let (mut text, mut bits, mut held) = (String::new(), 0_u32, 0_u32);
    for byte in secret {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(BASE32[((held >> bits) & 31) as usize]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(BASE32[((held << (5 - bits)) & 31) as usize]));
    }
    text
}

/// The code that an app shows for a secret as it was typed.
#[cfg(test)]
pub(crate) fn code_of(secret: &str, at: Timestamp) -> String {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0_u32);
    for letter in secret.bytes() {
        let value = BASE32.iter().position(|it| *it == letter).unwrap();
        held = (held << 5) | u32::try_from(value).unwrap();
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 255).unwrap());
            held &= (1 << bits) - 1;
        }
    }
    code_at(&bytes, step_of(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six of its eight digits.
        let secret = b"12345678901234567890";
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            assert_eq!(code_at(secret, step_of(Timestamp(seconds * 1000))), code);
        }
        // RFC 4648, section 10.
        assert_eq!(secret_text(b"foobar"), "MZXW6YTBOI");
    }
}
