import SwiftUI
import WebKit

/// The web view（网页视图）: shows the app's own pages, passes text to the core, and nothing else.
struct ShellView: UIViewRepresentable {
    let core: ShellCore

    func makeCoordinator() -> Port { Port(core: core) }

    func makeUIView(context: Context) -> WKWebView {
        let configuration = WKWebViewConfiguration()
        configuration.setURLSchemeHandler(Pages(), forURLScheme: Pages.scheme)
        configuration.userContentController.add(context.coordinator, name: "wangge")
        let abilities = WKUserScript(
            source: "window.wanggeAbilities = '\(HostCalls.abilities)'", injectionTime: .atDocumentStart,
            forMainFrameOnly: true)
        configuration.userContentController.addUserScript(abilities)
        let view = WKWebView(frame: .zero, configuration: configuration)
        view.navigationDelegate = context.coordinator
        context.coordinator.view = view
        core.showAnew = { [weak view] in view?.reload() }
        if let first = URL(string: "\(Pages.scheme)://shell/index.html") {
            view.load(URLRequest(url: first))
        }
        return view
    }

    func updateUIView(_ view: WKWebView, context: Context) {}
}
