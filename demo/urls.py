from django.urls import path

from demo import look, views

app_name = "demo"
urlpatterns = [
    path("look/", look.look, name="look"),
    path("mail/", views.mail, name="mail"),
    path("mail/<slug:name>/", views.message, name="message"),
    path("mail/<slug:name>/html/", views.message_html, name="message_html"),
]
