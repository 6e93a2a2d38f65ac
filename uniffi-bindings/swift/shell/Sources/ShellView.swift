import SwiftUI
import UIKit
import WebKit

/// The web view（网页视图）: shows the app's own pages, passes text to the core, and nothing else.
struct ShellView: UIViewRepresentable {
    let core: ShellCore

    func makeCoordinator() -> Port { Port(core: core) }

    func makeUIView(context: Context) -> WKWebView {
        let configuration = WKWebViewConfiguration()
        configuration.setURLSchemeHandler(Pages(), forURLScheme: Pages.scheme)
        configuration.userContentController.add(context.coordinator, name: "wangge")
        let view = WKWebView(frame: .zero, configuration: configuration)
        view.navigationDelegate = context.coordinator
        context.coordinator.view = view
        if let first = URL(string: "\(Pages.scheme)://shell/index.html") {
            view.load(URLRequest(url: first))
        }
        return view
    }

    func updateUIView(_ view: WKWebView, context: Context) {}
}

/// What the page sees as `webkit.messageHandlers.wangge`（页面入口）.
final class Port: NSObject, WKScriptMessageHandler, WKNavigationDelegate {
    private let core: ShellCore
    weak var view: WKWebView?

    init(core: ShellCore) { self.core = core }

    func userContentController(_: WKUserContentController, didReceive message: WKScriptMessage) {
        guard message.frameInfo.isMainFrame,
              let body = message.body as? [String: Any],
              let id = body["id"] as? Int,
              let request = body["request"] as? String
        else { return }
        Task { @MainActor in
            let answer = await core.call(request)
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

/// Serves the folder `shell` of the bundle（内置页面）.
final class Pages: NSObject, WKURLSchemeHandler {
    static let scheme = "wangge-app"
    private static let types = ["html": "text/html", "js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"]

    func webView(_: WKWebView, start task: WKURLSchemeTask) {
        guard let url = task.request.url,
              let folder = Bundle.main.url(forResource: "shell", withExtension: nil)
        else { return task.didFailWithError(URLError(.badURL)) }
        let file = folder.appendingPathComponent(url.path).standardizedFileURL
        // A path that leaves the folder names nothing.
        guard file.path.hasPrefix(folder.standardizedFileURL.path + "/"), let bytes = try? Data(contentsOf: file) else {
            return task.didFailWithError(URLError(.fileDoesNotExist))
        }
        let type = Self.types[file.pathExtension] ?? "application/octet-stream"
        task.didReceive(URLResponse(url: url, mimeType: type, expectedContentLength: bytes.count, textEncodingName: "utf-8"))
        task.didReceive(bytes)
        task.didFinish()
    }

    func webView(_: WKWebView, stop _: WKURLSchemeTask) {}
}
