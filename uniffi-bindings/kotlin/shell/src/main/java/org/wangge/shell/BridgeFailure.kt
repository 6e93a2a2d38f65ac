package org.wangge.shell

import cn.wangge.field.ErrorInfo
import cn.wangge.field.FieldException
import cn.wangge.field.Kept
import cn.wangge.field.Retry
import org.json.JSONObject

/** A failure of the core itself, in the words of the bridge（打不开时的答复）, where there is no core to answer. */
object BridgeFailure {
    /** The answer as text. */
    fun of(error: FieldException): String {
        val info = info(error)
        val kept = when (info.kept) {
            Kept.EVERYTHING -> "everything"
            Kept.SAVED_HERE -> "saved_here"
            Kept.SET_ASIDE -> "set_aside"
        }
        val told = JSONObject()
            .put("code", info.code)
            .put("message", info.zh)
            .put("message_en", info.en)
            .put("kept", kept)
            .put("retry", retry(info.retry))
        return JSONObject().put("error", told).toString()
    }

    /** A request of the host that makes no sense. */
    fun badRequest(what: String): String {
        val told = JSONObject()
            .put("code", "bad_request")
            .put("message", "请求无效：$what")
            .put("message_en", "Bad request: $what")
            .put("kept", "everything")
            .put("retry", retry(Retry.No))
        return JSONObject().put("error", told).toString()
    }

    private fun retry(retry: Retry): JSONObject = when (retry) {
        is Retry.No -> JSONObject().put("when", "no")
        is Retry.Now -> JSONObject().put("when", "now")
        is Retry.After -> JSONObject().put("when", "after").put("after_ms", retry.ms.toLong())
        is Retry.WhenOnline -> JSONObject().put("when", "online")
        is Retry.WhenUnlocked -> JSONObject().put("when", "unlocked")
    }

    private fun info(error: FieldException): ErrorInfo = when (error) {
        is FieldException.Enrollment -> error.info
        is FieldException.Locked -> error.info
        is FieldException.Asleep -> error.info
        is FieldException.Storage -> error.info
        is FieldException.Rejected -> error.info
        is FieldException.Network -> error.info
        is FieldException.Cancelled -> error.info
        is FieldException.Internal -> error.info
    }
}
