from django.urls import path

from bench import bare, bare_save
from config.urls import urlpatterns as served

urlpatterns = [
    *served,
    path("bare/list/", bare.listing),
    path("bare/school/<int:pk>/", bare.school),
    path("bare/save/1/", bare_save.save_one),
    path("bare/save/3/", bare_save.save_three),
    path("bare/save/1/signed-in/", bare_save.save_one_signed_in),
    path("bare/save/3/signed-in/", bare_save.save_three_signed_in),
]
