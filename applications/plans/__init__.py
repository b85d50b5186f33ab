"""A hub's plan of a project: which school is meant for which group, before anything is offered.

`models` are its rows, `gathering` makes of them what `applications.planning` works on, `moving` has the verbs of the
board, `proposing` the job that works out a plan, `board` and `plot` what its page shows. A seat of a plan is no Place.
"""
