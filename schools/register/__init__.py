"""Bringing the stored register in line with the Department for Education's file."""

from schools.register.load import ManyClosures, file_hash, import_register
from schools.register.report import Report
from schools.register.source import RegisterFileError

__all__ = ["ManyClosures", "RegisterFileError", "Report", "file_hash", "import_register"]
