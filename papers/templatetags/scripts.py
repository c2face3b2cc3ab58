from django import template

from papers.scripts import lang_of

register = template.Library()
register.filter("lang", lang_of)
