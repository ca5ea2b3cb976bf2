"""The demo's office: a year behind it, a year ahead, some of it going wrong: there is work to see."""

from tedung.office.demo.filling import fill

__all__ = ["fill"]
