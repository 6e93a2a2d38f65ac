package org.wangge.shell

import android.Manifest
import android.net.Uri
import android.os.Bundle
import android.content.Intent
import android.webkit.GeolocationPermissions
import android.webkit.ValueCallback
import android.webkit.WebChromeClient
import android.webkit.WebResourceRequest
import android.webkit.WebResourceResponse
import android.webkit.WebView
import android.webkit.WebViewClient
import androidx.activity.ComponentActivity
import androidx.activity.OnBackPressedCallback
import androidx.activity.result.contract.ActivityResultContracts
import androidx.core.content.FileProvider
import androidx.webkit.WebViewAssetLoader
import java.io.File
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch

/** The app（外壳）: one web view with the pages of the reference shell, and the core behind it. */
class ShellActivity : ComponentActivity() {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
    private lateinit var view: WebView
    private var choosing: ValueCallback<Array<Uri>>? = null
    private var taking: Uri? = null

    private val camera = registerForActivityResult(ActivityResultContracts.TakePicture()) { taken ->
        answerChooser(taking.takeIf { taken })
    }
    private val gallery = registerForActivityResult(ActivityResultContracts.GetContent()) { answerChooser(it) }
    private val permissions = registerForActivityResult(ActivityResultContracts.RequestMultiplePermissions()) { }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        permissions.launch(arrayOf(Manifest.permission.CAMERA, Manifest.permission.ACCESS_FINE_LOCATION))
        val assets = WebViewAssetLoader.Builder()
            .addPathHandler("/", WebViewAssetLoader.AssetsPathHandler(this).let { handler ->
                WebViewAssetLoader.PathHandler { path -> handler.handle("shell/$path") }
            })
            .build()
        view = WebView(this).apply {
            settings.javaScriptEnabled = true
            settings.domStorageEnabled = true
            settings.setGeolocationEnabled(true)
            settings.allowFileAccess = false
            settings.allowContentAccess = false
            webViewClient = object : WebViewClient() {
                override fun shouldInterceptRequest(view: WebView, request: WebResourceRequest): WebResourceResponse? =
                    assets.shouldInterceptRequest(request.url)

                // Nothing but the app's own pages and the telephone.
                override fun shouldOverrideUrlLoading(view: WebView, request: WebResourceRequest): Boolean {
                    if (request.url.scheme == "tel") startActivity(Intent(Intent.ACTION_DIAL, request.url))
                    return request.url.host != HOST
                }
            }
            webChromeClient = Chooser()
            addJavascriptInterface(BridgePort(this, scope, (application as ShellApplication).bridge), "wanggeHost")
            loadUrl("https://$HOST/index.html")
        }
        setContentView(view)
        onBackPressedDispatcher.addCallback(this, object : OnBackPressedCallback(true) {
            override fun handleOnBackPressed() {
                if (view.canGoBack()) view.goBack() else finish()
            }
        })
        SyncWorker.schedule(this)
    }

    override fun onStart() {
        super.onStart()
        scope.launch { (application as ShellApplication).resume() }
        view.onResume()
    }

    override fun onStop() {
        view.onPause()
        (application as ShellApplication).pause()
        super.onStop()
    }

    override fun onDestroy() {
        scope.cancel()
        view.destroy()
        super.onDestroy()
    }

    private fun answerChooser(uri: Uri?) {
        choosing?.onReceiveValue(uri?.let { arrayOf(it) })
        choosing = null
    }

    /** Camera for an input that says `capture`, the gallery for one that does not. */
    private inner class Chooser : WebChromeClient() {
        override fun onShowFileChooser(view: WebView, callback: ValueCallback<Array<Uri>>, params: FileChooserParams): Boolean {
            answerChooser(null)
            choosing = callback
            if (params.isCaptureEnabled) {
                val folder = File(cacheDir, "camera").apply { mkdirs() }
                val file = File.createTempFile("photo", ".jpg", folder)
                taking = FileProvider.getUriForFile(this@ShellActivity, "org.wangge.shell.photos", file)
                camera.launch(taking!!)
            } else {
                gallery.launch("image/*")
            }
            return true
        }

        override fun onGeolocationPermissionsShowPrompt(origin: String, callback: GeolocationPermissions.Callback) {
            callback.invoke(origin, origin.startsWith("https://$HOST"), false)
        }
    }

    private companion object {
        /** The asset loader's own name: a secure origin that leaves the phone for nowhere. */
        const val HOST = "appassets.androidplatform.net"
    }
}
