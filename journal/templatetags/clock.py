"""`{% load clock %}`: 3:42pm and 5 March 2027 in templates; "" where there is no moment."""

from django import template

from journal import clock as written

register = template.Library()


@register.filter
def clock(moment) -> str:
    return written.clock(moment) if moment else ""


@register.filter
def day(moment) -> str:
    return written.day(moment) if moment else ""


@register.filter
def day_and_clock(moment) -> str:
    return written.day_and_clock(moment) if moment else ""
