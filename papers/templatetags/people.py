from django import template

from papers.people import name_of

register = template.Library()
register.filter("named", name_of)
