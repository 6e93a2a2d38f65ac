package org.wangge.shell

import android.webkit.JavascriptInterface
import android.webkit.WebView
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import org.json.JSONException
import org.json.JSONObject

/**
 * What the page sees as `window.wanggeHost`（页面入口）. It passes text and reads none of it. The web view
 * shows no page but the app's own, so nobody else can reach it.
 */
class BridgePort(
    private val view: WebView,
    private val scope: CoroutineScope,
    private val core: ShellCore,
    private val photos: TakenPhotos,
    private val host: HostCalls,
) {
    /** Called by the page on a thread of the web view; the answer comes by `wanggeAnswer`. */
    @JavascriptInterface
    fun call(id: Int, request: String) {
        scope.launch { answer(id, core.call(request)) }
    }

    /** True if the host has the bytes of a file by this name: the page then need not read them. */
    @JavascriptInterface
    fun holds(name: String): Boolean = photos.named(name) != null

    /** `photo.attach` with a file the host holds: `args` as of that method, without the photo. */
    @JavascriptInterface
    fun attach(id: Int, args: String, name: String) {
        scope.launch {
            val request = try {
                val named = JSONObject(args).put("file", photos.named(name)?.path)
                JSONObject().put("method", "photo.attach").put("args", named).toString()
            } catch (_: JSONException) {
                // The core says what is wrong with it, as with any other request.
                args
            }
            answer(id, core.call(request))
        }
    }

    /** What the host does besides passing text. */
    @JavascriptInterface
    fun abilities(): String = host.abilities()

    /** Asks for one of them; answered as `call` is. */
    @JavascriptInterface
    fun host(id: Int, request: String) {
        scope.launch { answer(id, host.answer(request)) }
    }

    private suspend fun answer(id: Int, answer: String) = withContext(Dispatchers.Main) {
        // Quoted as JSON: text can never become script.
        view.evaluateJavascript("wanggeAnswer($id, ${JSONObject.quote(answer)})", null)
    }
}
