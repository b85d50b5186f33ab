"""Placing a hub's schools in its Work Groups: what is wanted, what is best, and why (R6, R8, Y1).

Pure: plain values in, plain values out, no database and no clock. `problem` says what is asked, `rules` what no plan
may break, `greedy` what a careful person would do by hand, `solving` (the one module that needs OR-Tools) finds the
best, `reasons` says why each school is where it is, `changes` what would help most.
"""
