"""The real `hangar`, in processes of its own, on a real library."""

import contextlib
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.gguf_files import write_model
from tests.packs import make_key

TORQUE = "The strut bolts SHALL be tightened to 25 N·m in a crosswise pattern."
_HEAVY = ("chromadb", "onnxruntime", "tokenizers", "PySide6", "pypdfium2", "docx", "lxml")


def hangar(
    home: Path, *arguments: str, stdin: str = "", **environ: str
) -> "subprocess.CompletedProcess[str]":
    """Run `hangar`, as if typed, with nothing on standard input but `stdin`."""
    return subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"HANGAR_HOME": str(home)} | environ,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handful of small documents, one of them damaged."""
    folder = tmp_path_factory.mktemp("documents") / "actuator"
    (folder / "spec").mkdir(parents=True)
    (folder / "spec" / "strut.md").write_text(
        f"# Strut\n\n## Assembly\n\n{TORQUE} Grease is not applied to the threads.\n\n"
        "## Environment\n\nThe strut SHALL withstand 48 h of salt fog.\n"
    )
    (folder / "loads.csv").write_text("Case,Axial load [kN]\nLaunch,45.2\nLanding,12.9\n")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing of a PDF follows")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Path:
    """A data folder whose default library holds `folder`."""
    home = tmp_path_factory.mktemp("home") / "hangar"
    indexed = hangar(home, "index", str(folder), "--json")
    assert indexed.returncode == 0, indexed.stderr
    report = json.loads(indexed.stdout)
    assert (report["library"], report["added"], report["removed"]) == ("default", 2, 0)
    assert [(s["file"], s["reason"]) for s in report["skipped"]] == [("broken.pdf", "damaged")]
    assert indexed.stderr == ""
    return home


def test_an_answer_quotes_the_document_and_names_the_place(home):
    """The main job: in, and out again with its citation."""
    ran = hangar(home, "ask", "To what torque are the strut bolts tightened?", "--json")

    answer = json.loads(ran.stdout)
    assert ran.returncode == 0
    assert ran.stderr == ""
    assert not answer["refused"]
    assert "25 N·m" in answer["answer"]
    assert answer["citations"][0]["file"] == "spec/strut.md"
    assert answer["citations"][0]["page"] == 1
    assert answer["citations"][0]["quote"] in TORQUE or TORQUE in answer["citations"][0]["quote"]
    assert answer["retrieved"][0]["file"] == "spec/strut.md"
    assert all(len(digest) == 64 for digest in answer["models"].values())


def test_text_for_people_has_no_colour_in_a_pipe(home):
    """Even where colour is asked for by the terminal's kind."""
    ran = hangar(home, "search", "salt fog", TERM="xterm-256color", FORCE_COLOR="1")

    assert ran.returncode == 0
    assert "spec/strut.md" in ran.stdout
    assert "\x1b" not in ran.stdout + ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_on_a_terminal_there_is_colour_and_a_progress_bar_that_leaves_no_trace(home, folder):
    """The bar is drawn, erased, and followed by the summary; NO_COLOR is heeded."""
    import pty

    def shown(*arguments: str, **environ: str) -> str:
        ours, theirs = pty.openpty()
        with os.fdopen(ours, "rb", buffering=0) as screen:
            process = subprocess.Popen(
                [sys.executable, "-m", "assistant", *arguments],
                stdin=theirs,
                stdout=theirs,
                stderr=theirs,
                env=os.environ | {"HANGAR_HOME": str(home), "TERM": "xterm"} | environ,
            )
            os.close(theirs)
            seen = b""
            with contextlib.suppress(OSError):  # the end of a terminal is an error on Linux
                while part := screen.read(4096):
                    seen += part
            process.wait()
        return seen.decode()

    (folder / "note.txt").write_text("The spare strut is kept in store 7.\n")
    indexed = shown("index", str(folder))
    bar, summary = indexed.rsplit("\r\x1b[K", 1)
    assert "Looking for files" in bar or "files  " in bar
    assert summary.startswith("Library 'default' is up to date: 1 added")
    assert "\x1b[1mspec/strut.md\x1b[0m" in shown("search", "salt fog")
    assert "\x1b" not in shown("search", "salt fog", NO_COLOR="1")


def test_a_batch_on_standard_input_is_answered_line_by_line(home):
    """In order, the bad line included, and with status 1 because of it."""
    lines = ['{"id": 1, "question": "How long is the salt fog?"}', "nonsense"]
    ran = hangar(home, "ask", "--batch", "-", stdin="\n".join(lines))

    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [1, None]
    assert answers[0]["retrieved"][0]["file"] == "spec/strut.md"
    assert "error" in answers[1]
    assert ran.returncode == 1


def test_indexing_again_reads_nothing_and_needs_no_path(home, folder):
    """The folders of the library are known."""
    report = json.loads(hangar(home, "index", "--json").stdout)

    assert (report["added"], report["changed"], report["removed"]) == (0, 0, 0)
    assert report["pages"] == 0


def test_the_doctor_finds_nothing_amiss_and_proves_the_air_gap(home):
    """Every attempt refused, models and library sound, the folder private."""
    ran = hangar(home, "doctor", "--json")

    report = json.loads(ran.stdout)
    failed = [probe for probe in report["air_gap"]["probes"] if not probe["holds"]]
    failed += [probe for probe in report["jail"]["probes"] if not probe["holds"]]
    failed += [check for check in report["checks"] if not check["is_sound"]]
    assert failed == []
    assert ran.returncode == 0
    if sys.platform == "linux":
        assert report["air_gap"]["strength"] == "enforced by the kernel"
        assert len(report["air_gap"]["probes"]) == 16
        assert len(report["jail"]["probes"]) == 5


def test_the_doctor_fails_when_others_can_read_the_data_folder(tmp_path, folder):
    """And says how to put it right."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "settings.toml").write_text("parser_processes = 1\n")
    (home / "settings.toml").chmod(0o644)

    ran = hangar(home, "doctor")

    assert ran.returncode == 1
    assert f"FAIL Data folder: others can read {home / 'settings.toml'}" in ran.stdout
    assert f"Run: chmod -R go-rwx '{home}'" in ran.stdout
    assert ran.stderr == "hangar: 1 check failed; the report says what to do.\n"


def test_all_that_is_written_is_the_owners_alone(home):
    """Files 0600, folders 0700, those of native libraries too."""
    modes = {
        (path.is_dir(), stat.S_IMODE(path.stat().st_mode)) for path in (home, *home.rglob("*"))
    }

    assert modes == {(True, 0o700), (False, 0o600)}


def test_the_log_holds_no_question_and_no_text(home):
    """After all that was asked above."""
    hangar(home, "ask", "Who is Nightingale?")

    log = (home / "logs" / "hangar.log").read_text()
    assert "Nightingale" not in log
    assert "salt fog" not in log
    assert "25 N" not in log


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["frobnicate"], 2, "invalid choice: 'frobnicate'"),
        (["ask"], 2, "Give either a question or --batch FILE. For example: hangar ask"),
        (["index", "/no/such/folder"], 1, "hangar: There is no /no/such/folder. Check the name"),
        (["ask", "What?", "--library", "none"], 1, "There is no library 'none'."),
        (["search", "x", "--library", "../up"], 1, "There is no library '../up'."),
        (["index", ".", "--library", "../up"], 2, "'../up' cannot be the name of a library."),
    ],
)
def test_a_failure_is_one_line_on_standard_error(home, arguments, status, message):
    """Nothing on standard output, no stack of code."""
    ran = hangar(home, *arguments)

    assert ran.returncode == status
    assert ran.stdout == ""
    assert ran.stderr.startswith("hangar: ")
    assert ran.stderr.count("\n") == 1
    assert message in ran.stderr


def test_a_data_folder_in_the_home_of_nobody_is_wrong_usage():
    """Told in one line, though there is no log yet."""
    ran = hangar(Path("~nosuch/x"), "status")

    assert ran.returncode == 2
    assert ran.stderr == (
        "hangar: The data folder is in a home folder that does not exist."
        " Set HANGAR_HOME to the full path of a folder of its own.\n"
    )


def test_without_a_path_a_single_file_stays_a_single_file(tmp_path):
    """What lies beside it was never named."""
    home, documents = tmp_path / "home", tmp_path / "documents"
    documents.mkdir()
    (documents / "named.txt").write_text("The strut weighs 4 kg.")
    (documents / "private.txt").write_text("The zebrafish is a secret.")
    hangar(home, "index", str(documents / "named.txt"))
    (documents / "named.txt").write_text("The strut weighs 5 kg.")

    report = json.loads(hangar(home, "index", "--json").stdout)

    assert (report["added"], report["changed"], report["unchanged"]) == (0, 1, 0)
    shown = json.loads(hangar(home, "library", "show", "--json").stdout)
    assert [file["file"] for file in shown["files"]] == ["named.txt"]


def test_a_damaged_library_hides_no_other_and_can_be_deleted(home, tmp_path):
    """As its own message tells the user to."""
    home = shutil.copytree(home, tmp_path / "home")
    second = shutil.copytree(home / "libraries" / "default", home / "libraries" / "second")
    (second / "catalogue.sqlite").write_bytes(os.urandom(50_000))
    said = "hangar: Cannot be read: second. The list says why and what to do.\n"

    for command in ("status", "library"):
        shown = hangar(home, command)
        assert (shown.returncode, shown.stderr) == (1, said)
        assert "default\n" in shown.stdout
        assert f"second\n  The catalogue {second / 'catalogue.sqlite'} cannot" in shown.stdout
        listed = hangar(home, command, "--json")
        assert (listed.returncode, listed.stderr) == (1, said)
        sound, damaged = json.loads(listed.stdout)["libraries"]
        assert (sound["name"], sound["documents"] > 0) == ("default", True)
        assert damaged["name"] == "second"
        assert "Remove this library" in damaged["error"]

    assert hangar(home, "library", "delete", "second", "--yes").returncode == 0
    assert hangar(home, "status").returncode == 0


def test_a_batch_survives_half_a_character(home):
    """The real tokenizer takes what is left of the question."""
    lines = (
        '{"id": 1, "question": "What \\ud800 torque?"}\n{"id": 2, "question": "Salt\\u0000fog?"}\n'
    )
    ran = hangar(home, "ask", "--batch", "-", stdin=lines)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert [json.loads(line)["id"] for line in ran.stdout.splitlines()] == [1, 2]


def test_a_setting_that_makes_no_sense_is_wrong_usage(tmp_path):
    """The line says which, and what would be right."""
    (tmp_path / "settings.toml").write_text("parser_processes = 0\n")

    ran = hangar(tmp_path, "status")

    assert ran.returncode == 2
    assert "'parser_processes' is 0, but must be a number from 1 to 64." in ran.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["status"], ["library", "list"], ["settings"]])
def test_quick_commands_load_no_engine(home, arguments):
    """Neither Chroma nor ONNX Runtime nor Qt nor a parser: they would take seconds."""
    code = (
        "import sys\n"
        "from assistant.cli.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        f"print([name for name in {_HEAVY} if name in sys.modules], file=sys.stderr)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"HANGAR_HOME": str(home)},
        check=False,
    )

    assert ran.stderr == "[]\n"


def test_a_reader_that_goes_away_is_no_failure_to_report(home):
    """As with `hangar search … | head -1`."""
    with subprocess.Popen(
        [sys.executable, "-m", "assistant", "library", "show"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"HANGAR_HOME": str(home)},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        process.wait()

    assert said == b""
    assert process.returncode == 141


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_ctrl_c_stops_indexing_and_keeps_what_was_done(tmp_path):
    """Status 130, one line, and the next run goes on from there."""
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(600):
        text = " ".join(f"Item {n}.{m} weighs {m * n} grams." for m in range(150))
        (folder / f"{n:03}.txt").write_text(text)
    home = tmp_path / "home"
    with subprocess.Popen(
        [sys.executable, "-m", "assistant", "index", str(folder), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"HANGAR_HOME": str(home)},
    ) as process:
        _wait_until_something_is_indexed(home)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()

    assert process.returncode == 130
    assert out == b""
    assert err.decode() == (
        "hangar: Cancelled. What was done so far is kept; the next run goes on from there.\n"
    )
    kept = json.loads(hangar(home, "status", "--json").stdout)["libraries"][0]["documents"]
    assert 0 < kept < 600


def _wait_until_something_is_indexed(home: Path) -> None:
    while True:
        status = hangar(home, "status", "--json")
        libraries = json.loads(status.stdout)["libraries"] if status.returncode == 0 else []
        if libraries and libraries[0]["documents"]:
            return
        time.sleep(0.1)


def test_a_language_model_is_added_used_and_removed(tmp_path, folder):
    """With random weights nothing that it writes holds, so that the answer is the quoted one."""
    home = tmp_path / "home"
    hangar(home, "index", str(folder))
    file = write_model(tmp_path / "babble.gguf")
    question = "To what torque are the strut bolts tightened?"

    added = hangar(home, "models", "add", str(file))
    assert added.returncode == 0
    assert "babble is NOT SIGNED" in added.stderr
    assert added.stdout.startswith("Added babble: added by the user: Babble (llama, ")

    listed = json.loads(hangar(home, "models", "--json").stdout)["models"]
    assert [model["role"] for model in listed] == ["embedding", "reading", "rereading", "writing"]
    assert listed[-1]["problem"] == ""

    answer = json.loads(hangar(home, "ask", question, "--mode", "compose", "--json").stdout)
    assert (answer["mode"], answer["refused"]) == ("quote", False)
    assert "25 N·m" in answer["answer"]
    assert not any(sentence["supported"] for sentence in answer["sentences"])
    assert (answer["writing"]["temperature"], answer["writing"]["seed"]) == (0, 0)
    assert answer["models"]["babble"] == listed[-1]["sha256"]

    assert hangar(home, "models", "remove", "babble").stdout == "Removed babble.\n"
    refused = hangar(home, "ask", question, "--mode", "compose")
    assert refused.returncode == 1
    assert "hangar models add FILE.gguf" in refused.stderr


def test_a_pack_is_made_verified_installed_and_refused_when_altered(tmp_path):
    home, pack = tmp_path / "home", tmp_path / "babble-1"
    pack.mkdir()
    make_key(tmp_path)
    write_model(pack / "babble.gguf")
    (pack / "LICENSE").write_text("Do as you please.\n")
    order = ("--name", "babble", "--version", "1", "--sequence", "1")

    packed = hangar(home, "models", "pack", str(pack), *order, "--key", str(tmp_path / "site.key"))
    assert (packed.returncode, packed.stderr) == (0, "")
    assert packed.stdout.endswith("Packed and signed.\n")
    key = ("--key", str(tmp_path / "site.pem"))
    verified = hangar(home, "models", "verify", str(pack), *key, "--json")
    assert json.loads(verified.stdout)["pack"]["signed_by"]["name"] == "site"
    refused = hangar(home, "models", "install", str(pack))
    assert refused.returncode == 1
    assert "no key is trusted here" in refused.stderr

    installed = hangar(home, "models", "install", str(pack), *key)
    assert (installed.returncode, installed.stderr) == (0, "")
    listed = json.loads(hangar(home, "models", "list", "--json").stdout)["models"]
    assert listed[-1]["signed_by"].startswith("site")

    (pack / "extra").write_text("x")
    refused = hangar(home, "models", "install", str(pack))
    assert refused.returncode == 1
    assert refused.stderr == (
        "hangar: The model pack babble-1 is refused: extra is in it and not signed. Do not use it."
        " Bring the pack in anew from whoever signed it.\n"
    )


def test_a_file_that_is_no_language_model_is_refused_in_one_line(tmp_path, home):
    (tmp_path / "picture.gguf").write_bytes(b"\x89PNG" * 100)
    refused = hangar(home, "models", "add", str(tmp_path / "picture.gguf"))
    assert refused.returncode == 1
    said = "picture.gguf cannot be used as a language model: it does not begin as GGUF files do."
    assert refused.stderr.startswith(f"hangar: {said}")
