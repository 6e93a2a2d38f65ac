import CryptoKit
import Foundation

/// The key of a certificate, as `OsUpload.pin` names it（公钥指纹）: the SHA-256, in hex, of its
/// SubjectPublicKeyInfo. Security.framework gives a key without its algorithm, so that piece is cut out
/// of the certificate itself, whatever kind of key it is.
enum PinnedKey {
    /// Nothing if the bytes are no certificate.
    static func pin(certificate: Data) -> String? {
        let bytes = [UInt8](certificate)
        // Certificate { TBSCertificate { [0] version?, serial, algorithm, issuer, validity, subject, key …
        guard let outer = element(bytes, at: 0), let inner = element(bytes, at: outer.content) else { return nil }
        var at = inner.content
        guard at < bytes.count else { return nil }
        var before = bytes[at] == 0xA0 ? 6 : 5
        while before > 0 {
            guard let skipped = element(bytes, at: at) else { return nil }
            at = skipped.end
            before -= 1
        }
        guard let key = element(bytes, at: at), key.end <= inner.end else { return nil }
        return SHA256.hash(data: bytes[at..<key.end]).map { String(format: "%02x", $0) }.joined()
    }

    /// Where the content of a DER element begins, and where the element ends.
    private static func element(_ bytes: [UInt8], at: Int) -> (content: Int, end: Int)? {
        guard at + 2 <= bytes.count else { return nil }
        let first = Int(bytes[at + 1])
        guard first >= 0x80 else {
            let end = at + 2 + first
            return end <= bytes.count ? (at + 2, end) : nil
        }
        let count = first & 0x7F
        guard (1...4).contains(count), at + 2 + count <= bytes.count else { return nil }
        let length = bytes[(at + 2)..<(at + 2 + count)].reduce(0) { $0 << 8 | Int($1) }
        let content = at + 2 + count
        return content + length <= bytes.count ? (content, content + length) : nil
    }
}
