package org.wangge.shell

import android.webkit.JavascriptInterface
import android.webkit.WebView
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import org.json.JSONObject

/** The core's one call: a request as text in, its answer as text out. */
fun interface Bridge {
    suspend fun call(request: String): String
}

/**
 * What the page sees as `window.wanggeHost`（页面入口）. It passes text and reads none of it. The web view
 * shows no page but the app's own, so nobody else can reach it.
 */
class BridgePort(
    private val view: WebView,
    private val scope: CoroutineScope,
    private val bridge: Bridge,
) {
    /** Called by the page on a thread of the web view; the answer comes by `wanggeAnswer`. */
    @JavascriptInterface
    fun call(id: Int, request: String) {
        scope.launch {
            val answer = bridge.call(request)
            withContext(Dispatchers.Main) {
                // Quoted as JSON: text can never become script.
                view.evaluateJavascript("wanggeAnswer($id, ${JSONObject.quote(answer)})", null)
            }
        }
    }
}
