import os
from wsgiref.types import WSGIApplication

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from gymsite.environment import env

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gymsite.settings")

application: WSGIApplication = get_wsgi_application()

if env.bool("PAGE_CACHE", default=not settings.DEBUG):
    from gymsite.pagecache import PageCache

    application = PageCache(application)
