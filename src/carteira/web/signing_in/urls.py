"""The addresses of signing in and of one's own account. What allauth offers besides has none, so cannot be reached."""

from allauth.account.views import ReauthenticateView
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import path

from carteira.web.needs import SIGNED_IN, needs
from carteira.web.signing_in import account, oidc, tokens, views

sign_in = views.SignIn.as_view()
sign_out = views.SignOut.as_view()

urlpatterns = [
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-in/", sign_in, name="account_login"),
    path("sign-in/code/", second_step.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("sign-in/with/", oidc.start, name="sign-in-with"),
    path("sign-in/with/<slug:provider_id>/", oidc.callback, name="openid_connect_callback"),
    path("sign-in/cancelled/", views.cancelled, name="socialaccount_login_cancelled"),
    path("sign-out/", sign_out, name="sign-out"),
    path("sign-out/", sign_out, name="account_logout"),
    path("language/", views.set_language, name="set_language"),
    path("forgotten/", views.forgotten, name="forgotten"),
    path("forgotten/sent/", views.forgotten_sent, name="forgotten-sent"),
    path("choose-password/", views.choose_password, name="choose-password"),
    path("account/", needs(SIGNED_IN, account.page), name="account"),
    path("account/", needs(SIGNED_IN, account.page), name="mfa_index"),
    path("account/", needs(SIGNED_IN, account.page), name="mfa_list_webauthn"),
    path("account/password/", needs(SIGNED_IN, account.change_password), name="change-password"),
    path("account/sessions/", needs(SIGNED_IN, account.end_sessions), name="end-sessions"),
    path("account/tokens/", needs(SIGNED_IN, tokens.make), name="make-token"),
    path("account/tokens/<int:token_id>/", needs(SIGNED_IN, tokens.revoke), name="revoke-token"),
    path("account/confirm/", ReauthenticateView.as_view(), name="account_reauthenticate"),
    path("account/confirm/code/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/passkeys/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
]
