"""What the air gap does to the environment."""

from assistant.guard.environment import clean_environment


def test_telemetry_and_downloads_are_turned_off_even_where_the_user_turned_them_on():
    """A value from outside is overruled."""
    environ = {"ORT_DISABLE_TELEMETRY": "0", "ANONYMIZED_TELEMETRY": "True", "HF_HUB_OFFLINE": "0"}

    clean_environment(environ)

    assert environ["ORT_DISABLE_TELEMETRY"] == "1"
    assert environ["ANONYMIZED_TELEMETRY"] == "False"
    assert environ["HF_HUB_OFFLINE"] == "1"
    assert environ["OTEL_SDK_DISABLED"] == "true"
    assert environ["TOKENIZERS_PARALLELISM"] == "false"


def test_servers_and_proxies_named_in_the_environment_are_forgotten():
    """Whatever the spelling; everything else stays."""
    environ = {
        "CHROMA_SERVER_HOST": "elsewhere",
        "chroma_api_impl": "chromadb.api.fastapi.FastAPI",
        "OTEL_EXPORTER_OTLP_ENDPOINT": "elsewhere",
        "SENTRY_DSN": "elsewhere",
        "https_proxy": "elsewhere",
        "NO_PROXY": "here",
        "HOME": "/home/engineer",
        "DISPLAY": ":0",
    }

    clean_environment(environ)

    assert not [name for name in environ if name.lower().startswith(("chroma", "sentry"))]
    assert not [name for name in environ if name.lower().endswith("proxy")]
    assert "OTEL_EXPORTER_OTLP_ENDPOINT" not in environ
    assert environ["HOME"] == "/home/engineer"
    assert environ["DISPLAY"] == ":0"
