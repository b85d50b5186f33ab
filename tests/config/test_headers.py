"""What a browser is told with every answer, the earliest ones too."""


def test_the_way_to_https_has_the_policy_of_every_page(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/schools/")
    assert response.status_code == 301
    assert "default-src 'self'" in response["Content-Security-Policy"]
