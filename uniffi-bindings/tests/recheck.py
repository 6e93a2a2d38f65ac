"""What the owner did is entered, and the recheck is owed: nobody comes, and every list says so."""


def lines(field, hazard):
    """The hazard in the list, and on the file of its premises."""
    [row] = [it for it in field.list_hazards(None, True, 10) if it.id == hazard]
    [on_file] = [it for it in field.get_premises(row.premises).hazards if it.id == hazard]
    return row, on_file


async def feedback(field, hazard):
    field.feedback(hazard, "已换新灭火器🧯", [], True)
    report = await field.sync(None)
    assert report.complete and report.refused == 0, report
    for line in lines(field, hazard):
        assert line.status == "rechecking" and line.recheck_overdue_ms is None, line
    await field.close_data()


async def overdue(field, hazard):
    card = field.get_record(hazard)
    assert card.status == "rechecking" and card.recheck_body == "station", card
    assert card.recheck_overdue_ms is not None, card
    for line in lines(field, hazard):
        assert line.recheck_overdue_ms == card.recheck_overdue_ms, line
        assert line.recheck_body == card.recheck_body and not line.overdue, line
    await field.close_data()
