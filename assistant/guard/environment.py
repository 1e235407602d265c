"""Environment variables that third-party code obeys: telemetry off, downloads off, proxies gone."""

from collections.abc import MutableMapping

# What the libraries read when they load. A value the user has set is overruled: nothing outside
# may turn a report or a download on again.
_SET = {
    # ONNX Runtime 1.29 and later looks up a telemetry host when it is imported.
    "ORT_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "OTEL_SDK_DISABLED": "true",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    # Forking after the tokenizer has started its threads would deadlock or warn.
    "TOKENIZERS_PARALLELISM": "false",
    "DO_NOT_TRACK": "1",
}

# CHROMA_* can make Chroma a client of a server; OTEL_* and SENTRY_* name hosts to report to.
_REMOVED_PREFIXES = ("CHROMA_", "OTEL_", "SENTRY_")
_REMOVED_SUFFIX = "_PROXY"


def clean_environment(environ: MutableMapping[str, str]) -> None:
    """Set and remove variables in `environ`, in place; child processes inherit the outcome."""
    for name in list(environ):
        upper = name.upper()
        if upper.startswith(_REMOVED_PREFIXES) or upper.endswith(_REMOVED_SUFFIX):
            del environ[name]
    environ.update(_SET)
