package org.wangge.shell

import cn.wangge.field.OsUpload
import cn.wangge.field.shell.PinnedTrust
import java.io.File
import java.io.IOException
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withContext
import okhttp3.OkHttpClient
import okhttp3.Request
import kotlin.coroutines.resume

/** One upload that the core has prepared（一次上传）. Its headers hold the session: nothing of it is logged. */
class RelayUpload(private val upload: OsUpload) {
    /** True if the relay has taken it. Whoever stops waiting breaks it off. */
    suspend fun send(): Boolean = withContext(Dispatchers.IO) {
        val request = Request.Builder().url(upload.url).method(upload.method, FileBody(File(upload.body)))
        for ((name, value) in upload.headers) request.header(name, value)
        val call = client().newCall(request.build())
        suspendCancellableCoroutine { waiting ->
            waiting.invokeOnCancellation { call.cancel() }
            val taken = try {
                call.execute().use { answer -> answer.isSuccessful }
            } catch (_: IOException) {
                false
            }
            waiting.resume(taken)
        }
    }

    private fun client(): OkHttpClient {
        val trust = PinnedTrust(upload.pin)
        return OkHttpClient.Builder()
            .sslSocketFactory(trust.socketFactory(), trust)
            // The relay's certificate names nobody in particular: its key is what is checked.
            .hostnameVerifier { _, _ -> true }
            // An answer that sends us elsewhere is not the relay's; the session must not follow it.
            .followRedirects(false)
            .followSslRedirects(false)
            .writeTimeout(STALLED_S, TimeUnit.SECONDS)
            .readTimeout(STALLED_S, TimeUnit.SECONDS)
            .build()
    }

    private companion object {
        const val STALLED_S = 60L
    }
}
