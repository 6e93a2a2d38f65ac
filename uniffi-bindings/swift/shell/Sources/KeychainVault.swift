import CryptoKit
import Foundation
import LocalAuthentication
import Security
import WanggeField

/// Wraps the core's keys with keys of the Keychain（密钥库）, one per purpose: on this device only, so that
/// a restored phone has none of them and is enrolled anew. The key of purpose `unlock` is given out
/// only for a finger or a face.
///
/// Which error is thrown matters: `Unknown` reads as a lost key (`wrong_key`), `Locked` as "try again
/// when the phone is unlocked", anything else as a defect worth a report.
final class KeychainVault: KeyVault, @unchecked Sendable {
    private static let service = "org.wangge.vault"
    private static let instance = "instance"
    private static let unlock = "unlock"

    func wrap(purpose: String, secret: Data) throws -> Data {
        let key = SymmetricKey(data: try kept(purpose))
        let sealed = try? AES.GCM.seal(secret, using: key, authenticating: Data(purpose.utf8)).combined
        guard let sealed else { throw VaultError.Failed(reason: "it cannot be sealed") }
        return sealed
    }

    func unwrap(purpose: String, wrapped: Data) throws -> Data {
        guard let bytes = try load(purpose) else { throw VaultError.Unknown }
        do {
            let box = try AES.GCM.SealedBox(combined: wrapped)
            return try AES.GCM.open(box, using: SymmetricKey(data: bytes), authenticating: Data(purpose.utf8))
        } catch {
            throw VaultError.Unknown
        }
    }

    func destroy(purpose: String) throws {
        let status = SecItemDelete(item(purpose) as CFDictionary)
        guard status == errSecSuccess || status == errSecItemNotFound else { throw failure(status) }
    }

    func instanceNonce() throws -> Data { try kept(Self.instance) }

    /// On a shared phone each person has a purpose of their own, `unlock-2`.
    private static func wantsFinger(_ purpose: String) -> Bool {
        purpose == unlock || purpose.hasPrefix(unlock + "-")
    }

    /// The bytes of a name, made when they are first asked for.
    private func kept(_ name: String) throws -> Data {
        if let known = try load(name) { return known }
        let fresh = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        var query = item(name)
        query[kSecValueData] = fresh
        if Self.wantsFinger(name) {
            // Of the fingers that are known now: another one that is taken in later makes it vanish.
            guard let asking = SecAccessControlCreateWithFlags(
                nil, kSecAttrAccessibleWhenUnlockedThisDeviceOnly, .biometryCurrentSet, nil)
            else { throw VaultError.Failed(reason: "no finger and no face is known") }
            query[kSecAttrAccessControl] = asking
        } else {
            // After the first unlock: background sync runs while the phone is locked.
            query[kSecAttrAccessible] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
        }
        let status = SecItemAdd(query as CFDictionary, nil)
        guard status == errSecSuccess else { throw failure(status) }
        return fresh
    }

    /// Waits for the finger, for the key that wants one: the core calls on a thread of its own.
    private func load(_ name: String) throws -> Data? {
        var query = item(name)
        query[kSecReturnData] = true
        query[kSecMatchLimit] = kSecMatchLimitOne
        if Self.wantsFinger(name) {
            let asking = LAContext()
            asking.localizedReason = NSLocalizedString("unlock_reason", comment: "")
            query[kSecUseAuthenticationContext] = asking
        }
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        switch status {
        case errSecSuccess: return found as? Data
        case errSecItemNotFound: return nil
        default: throw failure(status)
        }
    }

    private func item(_ name: String) -> [CFString: Any] {
        [kSecClass: kSecClassGenericPassword, kSecAttrService: Self.service, kSecAttrAccount: name]
    }

    private func failure(_ status: OSStatus) -> VaultError {
        switch status {
        // Before the first unlock after a restart, or nobody has shown the finger that was asked for.
        case errSecInteractionNotAllowed, errSecUserCanceled, errSecAuthFailed: return VaultError.Locked
        default: return VaultError.Failed(reason: "Keychain: \(status)")
        }
    }
}
