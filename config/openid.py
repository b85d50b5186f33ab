"""Which OpenID Connect providers people may sign in with, read from the environment. None, unless told."""

from django.core.exceptions import ImproperlyConfigured

# What the names of the first, second and third provider begin with; the word stands in its addresses here.
FIRST = "OIDC_"
PREFIXES = {FIRST: "one", "OIDC_2_": "two", "OIDC_3_": "three"}
LONGEST_NAME = 40


def providers_in(env, names: tuple[str, ...], *, private_machine: bool) -> list[dict]:
    """One dict a provider: provider_id, name, client_id, secret, server_url. Half of one is refused at the start.

    `names` are those of the first provider: its name, server, client and secret.
    """
    found = []
    for prefix, provider_id in PREFIXES.items():
        said = {name.removeprefix(FIRST): env.str(name.replace(FIRST, prefix, 1), "").strip() for name in names}
        if not any(said.values()):
            continue
        if missing := [prefix + name for name, value in said.items() if not value]:
            raise ImproperlyConfigured(f"To sign in with OpenID Connect set {' and '.join(missing)} too.")
        if not said["SERVER_URL"].startswith("https://") and not private_machine:
            raise ImproperlyConfigured(f"{prefix}SERVER_URL has to begin with https://.")
        if len(said["NAME"]) > LONGEST_NAME:
            raise ImproperlyConfigured(f"{prefix}NAME stands on a button: use at most {LONGEST_NAME} characters.")
        found.append(
            {
                "provider_id": provider_id,
                "name": said["NAME"],
                "client_id": said["CLIENT_ID"],
                "secret": said["CLIENT_SECRET"],
                "server_url": said["SERVER_URL"].rstrip("/"),
            }
        )
    return found
