import UIKit
import WebKit

/// What the page sees as `webkit.messageHandlers.wangge`（页面入口）.
final class Port: NSObject, WKScriptMessageHandler, WKNavigationDelegate {
    private let core: ShellCore
    weak var view: WKWebView?

    private let host: HostCalls

    init(core: ShellCore) {
        self.core = core
        host = HostCalls(core: core)
    }

    func userContentController(_: WKUserContentController, didReceive message: WKScriptMessage) {
        guard message.frameInfo.isMainFrame,
              let body = message.body as? [String: Any],
              let id = body["id"] as? Int,
              let request = body["request"] as? String
        else { return }
        Task { @MainActor in
            // The platform itself is asked only where the page says so.
            let answer = body["host"] as? Bool == true ? await host.answer(request) : await core.call(request)
            // Passed as an argument, never as source: text cannot become script.
            _ = try? await view?.callAsyncJavaScript(
                "wanggeAnswer(id, answer)", arguments: ["id": id, "answer": answer], contentWorld: .page)
        }
    }

    /// Nothing but the app's own pages and the telephone.
    func webView(_: WKWebView, decidePolicyFor action: WKNavigationAction) async -> WKNavigationActionPolicy {
        guard let url = action.request.url else { return .cancel }
        if url.scheme == "tel" { await UIApplication.shared.open(url) }
        return url.scheme == Pages.scheme ? .allow : .cancel
    }
}
