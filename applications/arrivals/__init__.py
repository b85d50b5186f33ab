"""Forms that arrive beside the service, by email or as a web form: read, matched, shown, brought in, undone (U1).

`reading` takes the file apart, `mapping` says which column is which question, `values` turns cells into answers,
`matching` finds the school, `plan` says what would happen to each row, `bring_in` does it, `undo` takes it back.
"""
