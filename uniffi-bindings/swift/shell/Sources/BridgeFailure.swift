import Foundation
import WanggeField

/// A failure of the core itself, in the words of the bridge（打不开时的答复）, where there is no core to answer.
enum BridgeFailure {
    /// The answer as text.
    static func answer(to error: Error) -> String {
        guard let error = error as? FieldError else {
            // The core's own errors are all of that type: this is the platform's.
            return text([
                "code": "host", "message": NSLocalizedString("cannot_open", comment: ""),
                "message_en": "\(error)", "kept": "everything", "retry": ["when": "unlocked"],
            ])
        }
        let info = details(of: error)
        return text([
            "code": info.code, "message": info.zh, "message_en": info.en,
            "kept": kept(info.kept), "retry": retry(info.retry),
        ])
    }

    /// A request of the host that makes no sense.
    static func badRequest(_ what: String) -> String {
        text([
            "code": "bad_request", "message": "请求无效：\(what)", "message_en": "Bad request: \(what)",
            "kept": "everything", "retry": ["when": "no"],
        ])
    }

    private static func text(_ told: [String: Any]) -> String {
        let bytes = try? JSONSerialization.data(withJSONObject: ["error": told])
        return bytes.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    private static func kept(_ kept: Kept) -> String {
        switch kept {
        case Kept.everything: return "everything"
        case Kept.savedHere: return "saved_here"
        case Kept.setAside: return "set_aside"
        }
    }

    private static func retry(_ retry: Retry) -> [String: Any] {
        switch retry {
        case Retry.no: return ["when": "no"]
        case Retry.now: return ["when": "now"]
        case Retry.after(let ms): return ["when": "after", "after_ms": ms]
        case Retry.whenOnline: return ["when": "online"]
        case Retry.whenUnlocked: return ["when": "unlocked"]
        }
    }

    private static func details(of error: FieldError) -> ErrorInfo {
        switch error {
        case FieldError.Enrollment(let info), FieldError.Locked(let info), FieldError.Asleep(let info),
            FieldError.Storage(let info), FieldError.Rejected(let info), FieldError.Network(let info),
            FieldError.Cancelled(let info), FieldError.Internal(let info):
            return info
        }
    }
}
