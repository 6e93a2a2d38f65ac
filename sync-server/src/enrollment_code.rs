use wangge_domain::Digest;
use wangge_protocol::Hasher;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Writes bytes in Crockford's base 32, which has no letters that look alike.
pub(crate) fn crockford(bytes: &[u8]) -> String {
    let (mut text, mut bits, mut held) = (String::new(), 0_u32, 0_u32);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(ALPHABET[((held >> bits) & 31) as usize]));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(char::from(ALPHABET[((held << (5 - bits)) & 31) as usize]));
    }
    text
}

/// A fresh code of 26 characters, 128 bits.
pub(crate) fn new_code() -> String {
    crockford(&rand::random::<[u8; 16]>())
}

/// The hash under which a code is kept. A code typed by hand may be in lower case, with dashes,
/// and with the letters that look like digits.
pub(crate) fn code_digest(code: &str) -> Digest {
    let plain: String = code
        .chars()
        .filter(|letter| !matches!(letter, '-' | ' '))
        .take(64)
        .map(|letter| match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    Hasher::new("wangge/code/1").part(plain.as_bytes()).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_26_characters_and_forgives_the_hand() {
        let code = new_code();
        assert_eq!(code.len(), 26);
        let (first, second) = code.split_at(13);
        let by_hand = format!(
            "{}-{}",
            first.to_lowercase().replace('0', "o"),
            second.replace('1', "l")
        );
        assert_eq!(code_digest(&by_hand), code_digest(&code));
        assert_ne!(code_digest(&new_code()), code_digest(&code));
    }
}
