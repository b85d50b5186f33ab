from django.urls import path

from schools import views

app_name = "schools"
urlpatterns = [path("schools/", views.find_school, name="find")]
