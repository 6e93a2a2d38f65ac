package org.wangge.shell

import android.content.Context
import android.content.SharedPreferences
import cn.wangge.field.Field
import cn.wangge.field.Platform
import cn.wangge.field.Settings
import cn.wangge.field.Workers
import java.io.File
import org.json.JSONArray
import org.json.JSONObject

/**
 * Who shares this phone（共用手机）: whoever had it first, in a folder of their own, and those of
 * [Workers]. Labels lie open beside the data; nothing else of anybody does.
 */
class People(private val context: Context) {
    // Out of the maker's cloud: a restored copy would sign with the same keys.
    private val workers = Workers(File(context.noBackupFilesDir, "people").path)
    private val kept: SharedPreferences = context.getSharedPreferences("people", Context.MODE_PRIVATE)

    /** Whose data are open; kept over a restart. */
    var now: Int
        get() = kept.getInt(NOW, FIRST)
        set(slot) {
            kept.edit().putInt(NOW, slot).apply()
        }

    /** Opens the data of whoever has the phone now. */
    suspend fun open(platform: Platform, label: String): Field {
        val slot = now
        if (slot != FIRST) return workers.open(slot.toUInt(), platform)
        return Field.open(Settings(File(context.noBackupFilesDir, "data").path, label), platform)
    }

    /** A place for somebody, who then enrolls. */
    fun add(label: String): JSONObject = button(workers.add(label).slot.toInt(), label)

    /** Everybody's button. */
    fun list(): JSONArray {
        val buttons = JSONArray().put(button(FIRST, ""))
        workers.list().forEach { buttons.put(button(it.slot.toInt(), it.label)) }
        return buttons
    }

    /** What stands on the button of whoever leaves. */
    fun leaves(label: String?, waiting: Int?) {
        val change = kept.edit()
        if (label != null) change.putString("$LABEL$now", label)
        if (waiting != null) change.putInt("$WAITING$now", waiting)
        change.apply()
    }

    private fun button(slot: Int, label: String): JSONObject {
        val waiting = kept.getInt("$WAITING$slot", UNKNOWN)
        return JSONObject()
            .put("slot", slot)
            .put("label", kept.getString("$LABEL$slot", null) ?: label)
            .put("waiting", if (waiting == UNKNOWN) JSONObject.NULL else waiting)
            .put("open", slot == now)
    }

    private companion object {
        /** Whoever had the phone first; those of [Workers] begin at 1. */
        const val FIRST = 0
        const val UNKNOWN = -1
        const val NOW = "now"
        const val LABEL = "label-"
        const val WAITING = "waiting-"
    }
}
