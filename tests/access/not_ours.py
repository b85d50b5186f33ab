"""Routes that are no page of a hub's or school's: without anything of anybody's, an account's own, the demo's."""

# Pages without anything of anybody's.
OF_NOBODY = {"favicon.ico", "public:sitemap", "public:robots", "provider_news"}
# Older addresses of allauth, which lead on to its newer ones.
OF_NOBODY |= {f"social/{path}/" for path in ("login/cancelled", "login/error", "signup", "connections")}
# allauth's: about the person who asks, and nobody else.
ACCOUNT_ENTRANCES = {
    *("account_login", "account_signup", "account_request_login_code", "account_confirm_login_code"),
    *("account_reset_password", "account_confirm_password_reset_code", "account_complete_password_reset"),
    *("account_password_reset_completed", "account_email_verification_sent", "account_inactive", "account_logout"),
    *("mfa_authenticate", "mfa_login_webauthn"),
    # Nothing is found at them until a provider is named: tests/accounts/test_openid.py.
    *("openid_connect_login", "openid_connect_callback", "socialaccount_signup"),
    *("socialaccount_login_cancelled", "socialaccount_login_error"),
}
ACCOUNT_PAGES = {
    *("account_email", "account_change_password", "account_set_password", "account_reauthenticate"),
    *("mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes"),
    *("mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn"),
    *("mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn"),
    *("staff_door", "account_sessions", "usersessions_list", "socialaccount_connections"),
}
# Only where settings.DEMO is on: the mail it would have sent, read by whoever runs it.
DEMO = {"demo:look", "demo:mail", "demo:message", "demo:message_html"}
