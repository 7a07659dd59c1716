"""The addresses of the pages of administration."""

from django.urls import path

from carteira.web.needs import SIGNED_IN, needs
from carteira.web.people import audit_export, audit_page, book, person, role, sections, team, token, users

app_name = "settings"
urlpatterns = [
    path("", needs(SIGNED_IN, sections.index), name="list"),
    path("people/", needs("users:read", users.people), name="people"),
    path("people/find/", needs("users:read", users.find), name="find-people"),
    path("people/new/", needs("users:create", users.new), name="new-person"),
    path("people/<int:user_id>/", needs("users:read", person.page), name="person"),
    path("people/<int:user_id>/change/", needs("users:edit", person.change), name="change-person"),
    path("people/<int:user_id>/password/", needs("users:edit", person.set_password), name="set-password"),
    path("people/<int:user_id>/link/", needs("users:edit", person.send_link), name="send-link"),
    path("people/<int:user_id>/sign-out/", needs("users:edit", person.sign_out), name="sign-out-person"),
    path("people/<int:user_id>/second-step/", needs("users:edit", person.remove_second_step), name="second-step"),
    path("teams/", needs("users:read", team.teams), name="teams"),
    path("teams/new/", needs("users:create", team.add), name="new-team"),
    path("teams/<int:team_id>/", needs("users:edit", team.change), name="change-team"),
    path("teams/<int:team_id>/remove/", needs("users:delete", team.remove), name="remove-team"),
    path("roles/", needs("users:read", role.roles), name="roles"),
    path("roles/new/", needs("users:create", role.new), name="new-role"),
    path("roles/<slug:code>/", needs("users:read", role.page), name="role"),
    path("roles/<slug:code>/change/", needs("users:edit", role.change), name="change-role"),
    path("roles/<slug:code>/remove/", needs("users:delete", role.remove), name="remove-role"),
    path("tokens/", needs("users:read", token.tokens), name="tokens"),
    path("tokens/<int:token_id>/revoke/", needs("users:edit", token.revoke), name="revoke-token"),
    path("book/", needs("manage_settings", book.page), name="book"),
    path("audit/", needs("audit:read", audit_page.page), name="audit"),
    path("audit/verdict/", needs("audit:read", audit_page.verdict), name="audit-verdict"),
    path("audit/export.csv", needs("audit:read", audit_export.export), name="audit-export"),
]
