package org.wangge.shell

import java.io.File
import okhttp3.MediaType
import okhttp3.RequestBody
import okio.BufferedSink

/** The body of an upload out of its file（上传内容）; its type stands in the headers that the core gave. */
class FileBody(private val file: File) : RequestBody() {
    override fun contentType(): MediaType? = null

    override fun contentLength(): Long = file.length()

    override fun writeTo(sink: BufferedSink) {
        file.inputStream().use { it.copyTo(sink.outputStream()) }
    }
}
