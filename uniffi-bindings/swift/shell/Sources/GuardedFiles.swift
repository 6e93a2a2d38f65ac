import Foundation
import WanggeField

/// Guards a file before anything is written into it（文件保护）: readable after the first unlock, as a sync
/// in the background must, and in no backup.
final class GuardedFiles: FileProtection, @unchecked Sendable {
    func protect(file: String) throws {
        do {
            let level = FileProtectionType.completeUntilFirstUserAuthentication
            try FileManager.default.setAttributes([.protectionKey: level], ofItemAtPath: file)
            var place = URL(fileURLWithPath: file)
            var values = URLResourceValues()
            values.isExcludedFromBackup = true
            try place.setResourceValues(values)
        } catch {
            throw CallbackError.Failed(reason: "\(error)")
        }
    }
}
