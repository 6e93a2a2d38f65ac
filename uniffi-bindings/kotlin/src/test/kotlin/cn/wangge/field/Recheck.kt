package cn.wangge.field

/** What the owner did is entered, and the recheck is owed: nobody comes, and every list says so. */
class Recheck(private val field: Field, private val hazard: String) {
    suspend fun feedback() {
        field.feedback(hazard, "已换新灭火器🧯", emptyList(), true)
        val report = field.sync(null)
        check(report.complete && report.refused == 0uL) { report }
        for (line in lines()) {
            check(line.status == "rechecking" && line.recheckOverdueMs == null) { line }
        }
        field.closeData()
    }

    suspend fun overdue() {
        val card = field.getRecord(hazard)
        check(card.status == "rechecking" && card.recheckBody == "station") { card }
        check(card.recheckOverdueMs != null) { card }
        for (line in lines()) {
            check(line.recheckOverdueMs == card.recheckOverdueMs) { line }
            check(line.recheckBody == card.recheckBody && !line.overdue) { line }
        }
        field.closeData()
    }

    /** The hazard in the list, and on the file of its premises. */
    private fun lines(): List<HazardRow> {
        val row = field.listHazards(null, true, 10u).single { it.id == hazard }
        val onFile = field.getPremises(row.premises).hazards.single { it.id == hazard }
        return listOf(row, onFile)
    }
}
