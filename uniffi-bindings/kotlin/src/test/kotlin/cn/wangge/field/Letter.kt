package cn.wangge.field

private const val MATTER = "楼道停放电动自行车🛵"
private const val PROMISE = "不再在楼道停放、充电"

/** A letter of commitment: offered, written, signed, taken as a case, and numbered by the relay. */
class Letter(private val field: Field, private val strokes: ByteArray) {
    suspend fun run() {
        val registers = field.caseRegisters().associateBy { it.kind }
        val offered = registers.getValue("letter")
        check(offered.grids.isNotEmpty() && offered.first.any { it.step == "letter.warn" }) { offered }
        check(registers.getValue("stop_use").grids.isEmpty()) { "what a worker may not begin is not offered" }
        val premises = field.searchPremises("王家", 10u).first().id
        val content = mapOf("matter" to FieldValue.Text(MATTER), "promise" to FieldValue.Text(PROMISE))
        val case = field.openCase("letter", CaseSubject.Premises(premises), content)
        val page = CasePage(most = 10u, skip = 0u, kind = "letter", premises = premises)
        val draft = field.listCases(page).single()
        check(draft.id == case && draft.status == "draft" && draft.beganMs == null) { draft }
        take(case)

        check(field.sync(null).complete)
        val row = field.listCases(CasePage(most = 10u, skip = 0u, kind = "letter", status = "signed")).single()
        check(row.id == case && !row.pending && row.beganMs != null) { row }
        check(row.number?.startsWith("暂-") == false) { row }
        check(field.getCase(case).log.single().seq != null)
        field.closeData()
    }

    private fun take(case: String) {
        val card = field.getCase(case)
        check(card.written.map { it.value } == listOf(MATTER, PROMISE) && card.log.isEmpty()) { card }
        val form = card.steps.single { it.step == "letter.warn" }
        check("owner" in form.signers && form.people == 1u) { form }
        check(form.fields.single { it.name == "issuer" }.choices.any { it.code == "station" }) { form }
        val said = mapOf("matter" to MATTER, "promise" to PROMISE, "issuer" to "station")
        val step = CaseStep(step = "letter.warn", fields = said)
        try {
            field.takeStep(case, step)
            error("nobody has signed")
        } catch (refused: FieldException.Rejected) {
            check(refused.info.problems.first().code == "signature_missing") { refused.info }
        }
        field.sign(case, Signature(strokes, "王建国", "owner", card.record.statement))
        field.takeStep(case, step)
        val after = field.getCase(case)
        check(after.record.status == "signed" && after.title.isNotEmpty()) { after }
        val taken = after.log.single()
        check(taken.step == "letter.warn" && taken.seq == null && taken.joinedBy.isEmpty()) { taken }
        check(taken.lines.any { it.value == MATTER }) { taken }
    }
}
