"""What templates need to draw a form's errors: one line per error, each with the id its link reaches."""

from dataclasses import dataclass

from django import forms, template

register = template.Library()


@dataclass(frozen=True)
class ErrorLine:
    """One line of the error summary; `id` is empty where no control can be reached."""

    id: str
    message: str


@register.filter
def first_control_id(field: forms.BoundField) -> str:
    """The id of the control that takes the focus for this field: its own, or the first of its group.

    Radio buttons, checkboxes and several boxes have no control with the field's own id, so a link to
    that id would go nowhere. A hidden field gives "" and a group without choices gives its wrapper.
    """
    if field.is_hidden or not field.auto_id:
        return ""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect):
        choices = field.subwidgets
        return choices[0].id_for_label if choices else f"div_{field.auto_id}"
    if isinstance(widget, forms.MultiWidget):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.filter
def error_lines(form: forms.BaseForm) -> list[ErrorLine]:
    """Errors of the whole form first, then field by field in the order in which the page shows them."""
    lines = [ErrorLine("", message) for message in form.non_field_errors()]
    for name in _names_as_shown(form):
        lines += [ErrorLine(first_control_id(form[name]), message) for message in form[name].errors]
    return lines


def _names_as_shown(form) -> list[str]:
    layout = getattr(getattr(form, "helper", None), "layout", None)
    shown = [pointer.name for pointer in layout.get_field_names()] if layout else []
    shown = [name for name in shown if name in form.fields]
    return shown + [name for name in form.fields if name not in shown]
