package org.wangge.shell

import android.Manifest
import android.os.Build
import android.os.Bundle
import android.os.SystemClock
import android.view.View
import android.webkit.WebView
import androidx.activity.ComponentActivity
import androidx.activity.OnBackPressedCallback
import androidx.activity.result.contract.ActivityResultContracts
import cn.wangge.field.shell.io
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** The app（外壳）: one web view with the pages of the reference shell, and the core behind it. */
class ShellActivity : ComponentActivity() {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Main)
    private val app get() = application as ShellApplication
    private lateinit var view: WebView

    /** When it went out of sight, by a clock that nobody can set; null before the first time. */
    private var leftAt: Long? = null

    /** The core was woken for this screen; touched only by what runs in order. */
    private var entered = false
    private val chooser = PhotoChooser(this, scope) { app.photos }
    private val permissions = registerForActivityResult(ActivityResultContracts.RequestMultiplePermissions()) { }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        app.core.finger.over(this)
        permissions.launch(wanted())
        view = WebView(this).apply {
            settings.javaScriptEnabled = true
            settings.domStorageEnabled = true
            settings.setGeolocationEnabled(true)
            settings.allowFileAccess = false
            settings.allowContentAccess = false
            webViewClient = PageClient(this@ShellActivity)
            webChromeClient = chooser
            addJavascriptInterface(BridgePort(this, scope, app.core, app.photos, HostCalls(applicationContext, app.core)), "wanggeHost")
            loadUrl("https://${PageClient.HOST}/index.html")
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
        val away = leftAt?.let { SystemClock.elapsedRealtime() - it } ?: 0
        val lock = away >= LOCK_AFTER_MS
        // Nothing is to be seen, not even for a moment, before the core has locked.
        if (lock) view.visibility = View.INVISIBLE
        app.core.inOrder {
            try {
                val field = enter()
                entered = true
                if (lock) field.io { lock() }
            } finally {
                withContext(Dispatchers.Main) {
                    if (lock) view.reload()
                    view.visibility = View.VISIBLE
                }
            }
        }
        view.onResume()
    }

    override fun onStop() {
        leftAt = SystemClock.elapsedRealtime()
        view.onPause()
        val reminders = Reminders(applicationContext)
        app.core.inOrder {
            if (entered) {
                entered = false
                try {
                    whileAwake { reminders.replace(it) }
                } finally {
                    leave()
                }
            }
        }
        UploadWorker.start(this)
        super.onStop()
    }

    override fun onDestroy() {
        scope.cancel()
        view.destroy()
        super.onDestroy()
    }

    private fun wanted(): Array<String> {
        val asked = arrayOf(Manifest.permission.CAMERA, Manifest.permission.ACCESS_FINE_LOCATION)
        // Since Android 13 reminders need leave too.
        return if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) {
            asked
        } else {
            asked + Manifest.permission.POST_NOTIFICATIONS
        }
    }

    private companion object {
        /** Whoever finds the phone later than that finds it locked, if a PIN is set. */
        const val LOCK_AFTER_MS = 5 * 60_000L
    }
}
