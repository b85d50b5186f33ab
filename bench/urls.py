from django.urls import path

from bench import bare
from config.urls import urlpatterns as served

urlpatterns = [*served, path("bare/list/", bare.listing)]
