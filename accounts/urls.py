from django.urls import path

from accounts import views

urlpatterns = [
    path("staff/", views.staff_door, name="staff_door"),
    path("sessions/", views.sessions, name="account_sessions"),
    path("sessions/end-others/", views.end_other_sessions, name="account_end_other_sessions"),
    path("sessions/<int:pk>/end/", views.end_session, name="account_end_session"),
]
