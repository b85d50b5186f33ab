from allauth.account.auth_backends import AuthenticationBackend


class RoleBackend(AuthenticationBackend):
    """Sign-in by allauth; permissions come from roles on the user, so there are no permission tables to ask."""

    def get_user_permissions(self, user_obj, obj=None):
        return set()

    get_group_permissions = get_all_permissions = get_user_permissions
