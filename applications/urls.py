"""Addresses of an application's two sides, the school's (`apply`) and the hub's (`desk`), and of all hubs' numbers."""

from django.urls import path

from applications.views import apply, begin, decide, groups, national, review

apply_patterns = (
    [
        path("my/", apply.mine, name="mine"),
        path("apply/<int:urn>/", begin.begin, name="begin"),
        path("apply/<slug:reference>/", apply.tasks, name="tasks"),
        path("apply/<slug:reference>/check/", apply.check, name="check"),
        path("apply/<slug:reference>/submit/", apply.submit, name="submit"),
        path("apply/<slug:reference>/status/", apply.status, name="status"),
        path("apply/<slug:reference>/<slug:section>/<slug:page>/", apply.page, name="page"),
    ],
    "apply",
)

desk_patterns = (
    [
        path("", review.home, name="home"),
        path("<slug:hub>/queue/", review.queue, name="queue"),
        path("<slug:hub>/applications/<slug:reference>/", decide.application, name="application"),
        path("<slug:hub>/applications/<slug:reference>/<slug:move>/", decide.move, name="move"),
        path("<slug:hub>/groups/", groups.groups, name="groups"),
        path("<slug:hub>/groups/new/<str:code>/", groups.create, name="new_group"),
        path("<slug:hub>/groups/<int:key>/", groups.change, name="group"),
    ],
    "desk",
)

national_patterns = ([path("", national.glance, name="glance")], "national")
