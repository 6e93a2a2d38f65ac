package org.wangge.shell

import android.net.Uri
import android.webkit.GeolocationPermissions
import android.webkit.ValueCallback
import android.webkit.WebChromeClient
import android.webkit.WebView
import androidx.activity.ComponentActivity
import androidx.activity.result.contract.ActivityResultContracts
import java.io.File
import java.io.IOException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/**
 * Camera for an input that says `capture`, the gallery for one that does not（拍照与选图）; made before the
 * activity starts, as contracts of results must be.
 */
class PhotoChooser(
    activity: ComponentActivity,
    private val scope: CoroutineScope,
    private val photos: () -> TakenPhotos,
) : WebChromeClient() {
    private var choosing: ValueCallback<Array<Uri>>? = null
    private var taking: File? = null

    private val camera = activity.registerForActivityResult(ActivityResultContracts.TakePicture()) { taken ->
        answer(taking.takeIf { taken == true })
    }
    private val gallery = activity.registerForActivityResult(ActivityResultContracts.GetContent()) { picture ->
        scope.launch { answer(picture?.let { copied(it) }) }
    }

    override fun onShowFileChooser(
        view: WebView,
        callback: ValueCallback<Array<Uri>>,
        wanted: FileChooserParams,
    ): Boolean {
        answer(null)
        choosing = callback
        if (wanted.isCaptureEnabled) {
            val file = photos().make()
            taking = file
            camera.launch(photos().address(file))
        } else {
            gallery.launch("image/*")
        }
        return true
    }

    override fun onGeolocationPermissionsShowPrompt(origin: String, callback: GeolocationPermissions.Callback) {
        callback.invoke(origin, origin.startsWith("https://${PageClient.HOST}"), false)
    }

    private suspend fun copied(picture: Uri): File? = withContext(Dispatchers.IO) {
        try {
            photos().copy(picture)
        } catch (_: IOException) {
            null
        }
    }

    private fun answer(file: File?) {
        choosing?.onReceiveValue(file?.let { arrayOf(photos().address(it)) })
        choosing = null
    }
}
