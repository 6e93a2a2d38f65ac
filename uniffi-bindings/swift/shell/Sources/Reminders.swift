import Foundation
import UserNotifications
import WanggeField

/// Hands the core's reminders to the phone's own scheduler（本地提醒）, in place of those before: deadlines
/// are told while the app sleeps.
enum Reminders {
    private static let most: UInt32 = 20

    /// After each sync and when the app goes. While the app is locked those before stay.
    static func replace(_ field: Field) async {
        guard let list = try? await field.io({ try $0.nextReminders(most: most) }) else { return }
        let center = UNUserNotificationCenter.current()
        center.removeAllPendingNotificationRequests()
        for (slot, reminder) in list.enumerated() {
            let content = UNMutableNotificationContent()
            content.body = shown(reminder)
            content.sound = .default
            let wait = Double(reminder.atMs) / 1000 - Date().timeIntervalSince1970
            let trigger = UNTimeIntervalNotificationTrigger(timeInterval: max(1, wait), repeats: false)
            try? await center.add(UNNotificationRequest(identifier: "\(slot)", content: content, trigger: trigger))
        }
    }

    private static func shown(_ reminder: Reminder) -> String {
        Locale.preferredLanguages.first?.hasPrefix("en") == true ? reminder.en : reminder.zh
    }
}
