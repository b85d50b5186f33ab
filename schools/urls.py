from django.urls import path

from schools import people_views, views

app_name = "schools"
urlpatterns = [
    path("schools/", views.find_school, name="find"),
    path("schools/<int:urn>/people/", people_views.people, name="people"),
    path("schools/<int:urn>/people/<int:key>/end/", people_views.end, name="end_role"),
    path("schools/<int:urn>/people/claims/<int:key>/<slug:answer>/", people_views.answer, name="answer_claim"),
    path("schools/<int:urn>/people/invitations/<int:key>/take-back/", people_views.revoke, name="revoke_invitation"),
]
