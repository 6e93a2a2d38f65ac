"""A letter of commitment: offered, written, signed, taken as a case, and numbered by the relay."""
import wangge_field as w

MATTER = "楼道停放电动自行车🛵"
PROMISE = "不再在楼道停放、充电"


async def letter(field, strokes):
    registers = {it.kind: it for it in field.case_registers()}
    offered = registers["letter"]
    assert offered.grids and "letter.warn" in [it.step for it in offered.first], offered
    assert registers["stop_use"].grids == [], "what a worker may not begin is not offered"
    premises = field.search_premises("王家", 10)[0].id
    about = w.CaseSubject.PREMISES(premises)
    content = {"matter": w.FieldValue.TEXT(MATTER), "promise": w.FieldValue.TEXT(PROMISE)}
    case = field.open_case("letter", about, content)
    [draft] = field.list_cases(w.CasePage(most=10, skip=0, kind="letter", premises=premises))
    assert draft.id == case and draft.status == "draft" and draft.began_ms is None, draft

    card = field.get_case(case)
    assert [it.value for it in card.written] == [MATTER, PROMISE] and card.log == [], card
    [form] = [it for it in card.steps if it.step == "letter.warn"]
    assert "owner" in form.signers and form.people == 1, form
    [issuer] = [it for it in form.fields if it.name == "issuer"]
    assert "station" in [it.code for it in issuer.choices], issuer
    said = {"matter": MATTER, "promise": PROMISE, "issuer": "station"}
    step = w.CaseStep(step="letter.warn", fields=said)
    try:
        field.take_step(case, step)
        raise SystemExit("nobody has signed")
    except w.FieldError.Rejected as error:
        assert error.info.problems[0].code == "signature_missing", error
    signature = w.Signature(strokes=strokes, signer="王建国", role="owner", statement=card.record.statement)
    field.sign(case, signature)
    field.take_step(case, step)
    card = field.get_case(case)
    assert card.record.status == "signed" and card.title, card
    [taken] = card.log
    assert taken.step == "letter.warn" and taken.seq is None and taken.joined_by == [], taken
    assert MATTER in [it.value for it in taken.lines], taken

    assert (await field.sync(None)).complete
    [row] = field.list_cases(w.CasePage(most=10, skip=0, kind="letter", status="signed"))
    assert row.id == case and not row.pending and row.began_ms, row
    assert row.number and not row.number.startswith("暂-"), row
    assert field.get_case(case).log[0].seq is not None
    await field.close_data()
