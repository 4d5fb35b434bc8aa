from django import template

from members import user_agents

register = template.Library()
register.filter("device_name", user_agents.device_name)
