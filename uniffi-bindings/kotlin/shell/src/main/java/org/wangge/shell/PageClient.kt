package org.wangge.shell

import android.content.Context
import android.content.Intent
import android.webkit.WebResourceRequest
import android.webkit.WebResourceResponse
import android.webkit.WebView
import android.webkit.WebViewClient
import androidx.webkit.WebViewAssetLoader

/** Serves the app's own pages out of its assets（内置页面）, and nothing but them and the telephone. */
class PageClient(private val context: Context) : WebViewClient() {
    private val assets: WebViewAssetLoader

    init {
        val files = WebViewAssetLoader.AssetsPathHandler(context)
        val pages = WebViewAssetLoader.PathHandler { path -> files.handle("shell/$path") }
        assets = WebViewAssetLoader.Builder().addPathHandler("/", pages).build()
    }

    override fun shouldInterceptRequest(view: WebView, request: WebResourceRequest): WebResourceResponse? =
        assets.shouldInterceptRequest(request.url)

    override fun shouldOverrideUrlLoading(view: WebView, request: WebResourceRequest): Boolean {
        if (request.url.scheme == "tel") context.startActivity(Intent(Intent.ACTION_DIAL, request.url))
        return request.url.host != HOST
    }

    companion object {
        /** The asset loader's own name: a secure origin that leaves the phone for nowhere. */
        const val HOST = "appassets.androidplatform.net"
    }
}
