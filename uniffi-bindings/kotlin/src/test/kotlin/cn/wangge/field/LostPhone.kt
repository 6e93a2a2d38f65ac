package cn.wangge.field

import java.io.File

/** A phone that is lost: locked by order, then wiped by itself once everything was sent. */
class LostPhone(private val field: Field) {
    /** Something is written that nobody has sent when the phone is lost. */
    suspend fun enroll(link: String, fields: Map<String, FieldValue>) {
        field.enroll(link)
        check(field.sync(null).complete)
        field.createPremises(field.myGrids().first().id, fields)
        val status = field.status()
        check(status.pending > 0uL && !status.remoteLocked) { status }
        println("{\"device\": \"${status.device}\"}")
        field.closeData()
    }

    suspend fun locked() {
        val report = field.sync(null)
        check(report.complete && !report.wiped) { report }
        val status = field.status()
        check(status.remoteLocked && status.pending == 0uL) { status }
        try {
            field.listPremises(null, null, 5u)
            error("a locked phone shows nothing")
        } catch (locked: FieldException.Locked) {
            check(locked.info.code == "remote_locked" && locked.info.zh.isNotEmpty()) { locked.info }
        }
        field.closeData()
    }

    suspend fun wiped(folder: File) {
        check((1..3).any { field.sync(null).wiped }) { "it did not obey" }
        check(folder.walk().none { it.name == "wangge.db" }) { "the database is still there" }
    }

    /** The same folder, opened afterwards: a phone that nobody has enrolled. */
    suspend fun opened() {
        val status = field.status()
        check(!status.enrolled && status.pending == 0uL) { status }
        field.closeData()
    }
}
