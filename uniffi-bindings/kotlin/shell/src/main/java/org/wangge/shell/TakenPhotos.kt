package org.wangge.shell

import android.content.Context
import android.net.Uri
import androidx.core.content.FileProvider
import java.io.File

/**
 * Photos on their way from the camera or the gallery into the core（待收照片）: plain files in a folder of
 * this app. The page sees only the name, and the core reads the file itself: twelve megapixels need
 * not cross as text.
 */
class TakenPhotos(private val context: Context) {
    private val folder get() = File(context.cacheDir, "camera").apply { mkdirs() }

    /** A new file for the camera to fill. */
    fun make(): File = File.createTempFile("photo", ".jpg", folder)

    /** A copy of a picture out of the gallery; null if it is gone. */
    fun copy(picture: Uri): File? {
        val input = context.contentResolver.openInputStream(picture) ?: return null
        val file = make()
        input.use { from -> file.outputStream().use { from.copyTo(it) } }
        return file
    }

    /** The file of that name, if it is one of these: a page cannot name any other. */
    fun named(name: String): File? =
        folder.listFiles().orEmpty().firstOrNull { it.name == name && it.isFile }

    /** How the camera's app and the web view may open it. */
    fun address(file: File): Uri = FileProvider.getUriForFile(context, AUTHORITY, file)

    /** Deletes what no page took in within a day. */
    fun sweep() {
        val yesterday = System.currentTimeMillis() - DAY_MS
        folder.listFiles().orEmpty().filter { it.lastModified() < yesterday }.forEach { it.delete() }
    }

    private companion object {
        const val AUTHORITY = "org.wangge.shell.photos"
        const val DAY_MS = 24 * 3_600_000L
    }
}
