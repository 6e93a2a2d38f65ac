import CryptoKit
import Foundation
import Security
import Wangge

/// Wraps the core's keys with keys of the Keychain（密钥库）, one per purpose: on this device only, so that
/// a restored phone has none of them and is enrolled anew.
final class KeychainVault: KeyVault, @unchecked Sendable {
    private static let service = "org.wangge.vault"
    private static let instance = "instance"

    func wrap(purpose: String, secret: Data) throws -> Data {
        let key = SymmetricKey(data: try kept(purpose))
        guard let box = try AES.GCM.seal(secret, using: key, authenticating: Data(purpose.utf8)).combined else {
            throw failure(errSecParam)
        }
        return box
    }

    func unwrap(purpose: String, wrapped: Data) throws -> Data {
        guard let bytes = try load(purpose) else { throw failure(errSecItemNotFound) }
        let box = try AES.GCM.SealedBox(combined: wrapped)
        return try AES.GCM.open(box, using: SymmetricKey(data: bytes), authenticating: Data(purpose.utf8))
    }

    func destroy(purpose: String) throws {
        let status = SecItemDelete(item(purpose) as CFDictionary)
        guard status == errSecSuccess || status == errSecItemNotFound else { throw failure(status) }
    }

    func instanceNonce() throws -> Data { try kept(Self.instance) }

    /// The bytes of a name, made when they are first asked for.
    private func kept(_ name: String) throws -> Data {
        if let known = try load(name) { return known }
        let fresh = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        var query = item(name)
        query[kSecValueData] = fresh
        // After the first unlock: background sync runs while the phone is locked.
        query[kSecAttrAccessible] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
        let status = SecItemAdd(query as CFDictionary, nil)
        guard status == errSecSuccess else { throw failure(status) }
        return fresh
    }

    private func load(_ name: String) throws -> Data? {
        var query = item(name)
        query[kSecReturnData] = true
        query[kSecMatchLimit] = kSecMatchLimitOne
        var found: CFTypeRef?
        switch SecItemCopyMatching(query as CFDictionary, &found) {
        case errSecSuccess: return found as? Data
        case errSecItemNotFound: return nil
        case let status: throw failure(status)
        }
    }

    private func item(_ name: String) -> [CFString: Any] {
        [kSecClass: kSecClassGenericPassword, kSecAttrService: Self.service, kSecAttrAccount: name]
    }

    private func failure(_ status: OSStatus) -> NSError {
        NSError(domain: NSOSStatusErrorDomain, code: Int(status))
    }
}
