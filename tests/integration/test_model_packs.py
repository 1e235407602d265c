"""Language models as signed packs: installed, upgraded, refused; and the site's policy."""

import datetime
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.bootstrap import build_assistant
from assistant.domain.answer import Mode
from assistant.engines.gguf_check import NoLanguageModelFileError
from assistant.engines.installed import ModelsBusyError
from assistant.errors import AssistantError, UsageError
from assistant.jobs import CancelToken, JobCancelledError
from assistant.models.models import Models
from assistant.models.record import ModelChangedError, UnsignedModelError
from assistant.models.shipped import shipped_models
from assistant.packs.keys import PrivateKey
from assistant.packs.refusal import PackRefusedError
from assistant.packs.write import CannotPackError, PackOrder, sign_folder
from assistant.policy import Policy
from tests.gguf_files import write_model, write_split_model
from tests.packs import make_key, make_pack

FREE = Policy(allows_unsigned_models=True, source="a test")
ORDER = PackOrder("babble", "1.0", 3, "", "Writes nonsense.")


@pytest.fixture
def key(tmp_path: Path) -> PrivateKey:
    return make_key(tmp_path)


@pytest.fixture
def strict(tmp_path: Path, key: PrivateKey) -> Policy:
    """Only what the key 'site' has signed."""
    return Policy(False, (tmp_path / "site.pem",), source="/etc/hangar/policy.toml")


@pytest.fixture
def models(tmp_path: Path, strict: Policy) -> Models:
    return Models(tmp_path / "home", strict)


def signed(models: Models, folder: Path, key: PrivateKey, order: PackOrder = ORDER) -> Path:
    """A pack of a real model in `folder`."""
    folder.mkdir(exist_ok=True)
    if not (folder / "babble.gguf").exists():
        write_model(folder / "babble.gguf")
    (folder / "LICENSE").write_text("Do as you please.\n")
    models.pack(folder, order, key)
    return folder


def left_in(home: Path) -> list[str]:
    """What is in the models' folder, but for what was noted about it and the lock."""
    noted = (".hashed.json", ".lock")
    return sorted(p.name for p in (home / "models").iterdir() if p.name not in noted)


def test_a_signed_pack_is_installed_listed_and_written_with(tmp_path, models, key):
    pack = models.open_pack(signed(models, tmp_path / "pack", key))
    models.verify_pack(pack)

    record = models.install(pack)

    assert (record.name, record.version, record.licence) == ("babble", "1.0", "apache-2.0")
    assert record.signer == key.public.named
    assert record.source == "from a pack: Writes nonsense."
    assert record.problem == ""
    assert models.records()[-1] == record
    installed = models.to_write_with("")
    assert installed is not None
    assert installed.sha256 == record.sha256
    assert all(f.stat().st_mode & 0o077 == 0 for f in (tmp_path / "home" / "models").rglob("*"))
    models.remove("babble")
    assert models.to_write_with("") is None


def test_the_installed_pack_answers(tmp_path, key, monkeypatch):
    """Through the whole of the assistant, behind a policy that takes nothing unsigned."""
    policy = tmp_path / "policy.toml"
    policy.write_text(f'unsigned_models = "refuse"\ntrusted_keys = ["{tmp_path / "site.pem"}"]\n')
    monkeypatch.setattr("assistant.paths.policy_file", lambda: policy)
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "strut.md").write_text("# Loads\n\nThe aft strut carries 41.3 kN in tension.\n")
    with build_assistant(tmp_path / "home") as assistant:
        models = assistant.models
        models.install(models.open_pack(signed(models, tmp_path / "pack", key)))
        library = assistant.library("Struts", create=True)
        library.index([folder], lambda _: None, CancelToken())
        answer = library.ask("What load does the aft strut carry in tension?", Mode.COMPOSE)
    assert "41.3 kN" in answer.text
    assert "babble" in answer.models


def test_an_older_pack_is_refused_even_after_the_newer_one_is_gone(tmp_path, models, key):
    newer = signed(models, tmp_path / "newer", key, replace(ORDER, sequence=4))
    older = signed(models, tmp_path / "older", key)
    models.install(models.open_pack(newer))
    models.install(models.open_pack(newer))  # the same once more is no step back
    models.remove("babble")

    with pytest.raises(PackRefusedError, match="has the sequence 3, and 4 was installed before"):
        models.install(models.open_pack(older))
    twin = signed(models, tmp_path / "twin", key, replace(ORDER, sequence=4, summary="Other."))
    with pytest.raises(PackRefusedError, match="another pack of the same name and sequence"):
        models.install(models.open_pack(twin))
    (tmp_path / "home" / "models" / ".sequences.json").write_text("{")
    with pytest.raises(PackRefusedError, match="cannot be read"):
        models.install(models.open_pack(newer))


def test_a_newer_pack_replaces_an_older_one(tmp_path, models, key):
    models.install(models.open_pack(signed(models, tmp_path / "one", key)))
    write_model((tmp_path / "two").with_name("two.gguf"), seed=5)
    (tmp_path / "two").mkdir()
    (tmp_path / "two.gguf").rename(tmp_path / "two" / "babble.gguf")
    newer = signed(models, tmp_path / "two", key, replace(ORDER, version="2.0", sequence=9))

    record = models.install(models.open_pack(newer))

    assert record.version == "2.0"
    assert [r.version for r in models.records() if r.role == "writing"] == ["2.0"]
    assert left_in(tmp_path / "home") == [".sequences.json", "babble"]


def test_a_pack_whose_day_has_passed_is_refused(tmp_path, models, key):
    yesterday = datetime.datetime.now(tz=datetime.UTC).date() - datetime.timedelta(days=2)
    late = signed(models, tmp_path / "late", key, replace(ORDER, valid_until=str(yesterday)))
    with pytest.raises(PackRefusedError, match=f"was to be installed by {yesterday}"):
        models.install(models.open_pack(late))
    tomorrow = yesterday + datetime.timedelta(days=4)
    due = signed(models, tmp_path / "due", key, replace(ORDER, valid_until=str(tomorrow)))
    models.install(models.open_pack(due))


def test_what_was_altered_on_the_media_leaves_nothing_behind(tmp_path, models, key):
    folder = signed(models, tmp_path / "pack", key)
    content = bytearray((folder / "babble.gguf").read_bytes())
    content[-1] ^= 1
    (folder / "babble.gguf").write_bytes(content)
    pack = models.open_pack(folder)
    with pytest.raises(PackRefusedError, match=r"babble\.gguf is not the file that was signed"):
        models.verify_pack(pack)
    with pytest.raises(PackRefusedError, match=r"babble\.gguf is not the file that was signed"):
        models.install(pack)
    assert left_in(tmp_path / "home") == []


def test_cancelling_leaves_nothing_behind(tmp_path, models, key):
    pack = models.open_pack(signed(models, tmp_path / "pack", key))
    token = CancelToken()

    def stop_soon(done: int, total: int) -> None:
        if done > total / 2:
            token.cancel()

    with pytest.raises(JobCancelledError):
        models.install(pack, stop_soon, token)
    assert left_in(tmp_path / "home") == []


def test_a_signed_file_that_is_no_model_is_refused_and_nothing_left(tmp_path, models, key):
    """A signature says whose it is, not that it is sound."""
    pack = models.open_pack(make_pack(tmp_path / "odd", key))
    with pytest.raises(NoLanguageModelFileError, match="of GGUF version"):
        models.install(pack)
    assert left_in(tmp_path / "home") == [".sequences.json"]


def test_an_installed_file_that_was_changed_is_not_loaded(tmp_path, models, key):
    models.install(models.open_pack(signed(models, tmp_path / "pack", key)))
    installed = models.to_write_with("babble")
    assert installed is not None
    content = bytearray(installed.file.read_bytes())
    content[-1] ^= 1
    installed.file.write_bytes(content)
    with pytest.raises(ModelChangedError, match=r"babble\.gguf has another SHA-256"):
        models.to_write_with("babble")
    assert "has another SHA-256" in models.records(thorough=False)[-1].problem


def test_a_change_that_keeps_size_and_time_is_found_by_the_thorough_check(tmp_path):
    """The quick check trusts the clock of the file system; the thorough one trusts nothing."""
    models = Models(tmp_path / "home", FREE)
    record = models.add(write_model(tmp_path / "babble.gguf"))
    known = json.loads((tmp_path / "home" / "models" / ".hashed.json").read_text())
    file = record.folder / "model.gguf"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    about = file.stat()
    known[str(file)][1:3] = [about.st_mtime_ns, about.st_ctime_ns]
    (tmp_path / "home" / "models" / ".hashed.json").write_text(json.dumps(known))

    assert models.records(thorough=False)[-1].problem == ""
    assert "has another SHA-256" in models.records()[-1].problem
    assert "has another SHA-256" in models.records(thorough=False)[-1].problem


def test_a_key_that_is_revoked_or_no_longer_trusted_takes_its_models_with_it(
    tmp_path, models, strict, key
):
    folder = signed(models, tmp_path / "pack", key)
    models.install(models.open_pack(folder))
    revoking = replace(strict, revoked_keys=frozenset({key.public.fingerprint}))
    for policy in (revoking, replace(strict, trusted_keys=())):
        later = Models(tmp_path / "home", policy)
        with pytest.raises(PackRefusedError, match=r"not trusted here|no key is trusted"):
            later.to_write_with("")
        assert later.records()[-1].signer == "with a key that is not trusted here"
        with pytest.raises(PackRefusedError):
            later.open_pack(folder)


def test_two_keys_are_trusted_so_that_one_can_follow_the_other(tmp_path, strict, key):
    following = make_key(tmp_path, "next")
    policy = replace(strict, trusted_keys=(*strict.trusted_keys, tmp_path / "next.pem"))
    models = Models(tmp_path / "home", policy)
    models.install(models.open_pack(signed(models, tmp_path / "old", key)))
    newer = signed(models, tmp_path / "new", following, replace(ORDER, sequence=4))
    assert models.install(models.open_pack(newer)).signer == following.public.named


def test_a_strict_policy_takes_nothing_unsigned_and_no_key_of_the_user(tmp_path, models, key):
    file = write_model(tmp_path / "babble.gguf")
    with pytest.raises(UnsignedModelError) as caught:
        models.add(file)
    assert "unsigned models are refused here (/etc/hangar/policy.toml)" in caught.value.message
    with pytest.raises(UsageError, match="names whose packs are taken"):
        models.trust(make_key(tmp_path, "mine").public)
    Models(tmp_path / "home", FREE).add(file)
    with pytest.raises(UnsignedModelError):
        models.to_write_with("")
    assert "is not signed" in models.records()[-1].problem


def test_where_the_user_decides_a_key_is_trusted_once_for_all(tmp_path, key):
    models = Models(tmp_path / "home", FREE)
    folder = signed(models, tmp_path / "pack", key)
    with pytest.raises(PackRefusedError, match="no key is trusted here"):
        models.open_pack(folder)
    models.trust(key.public)
    models.install(models.open_pack(folder))
    assert Models(tmp_path / "home", FREE).to_write_with("") is not None


def test_a_pack_does_not_take_the_place_of_a_model_that_was_added(tmp_path, key):
    models = Models(tmp_path / "home", FREE)
    models.trust(key.public)
    models.add(write_model(tmp_path / "babble.gguf"))
    with pytest.raises(UsageError, match="There is a language model 'babble' already"):
        models.install(models.open_pack(signed(models, tmp_path / "pack", key)))
    assert models.records()[-1].signer == ""


def test_a_model_in_several_files_comes_as_a_pack_and_runs(tmp_path, key):
    """As media with FAT32 need it: no file of 4 GiB."""
    (tmp_path / "pack").mkdir()
    parts = write_split_model(tmp_path / "pack", 3)
    (tmp_path / "pack" / "LICENSE").write_text("Do as you please.\n")
    models = Models(tmp_path / "home", FREE)
    models.trust(key.public)
    with pytest.raises(NoLanguageModelFileError, match="one of 3 files"):
        models.add(parts[0])
    with pytest.raises(NoLanguageModelFileError, match="a later part of a model"):
        models.add(parts[1])
    models.pack(tmp_path / "pack", ORDER, key)

    models.install(models.open_pack(tmp_path / "pack"))

    model = models.to_write_with("")
    assert model is not None
    assert model.header.parts == 3
    whole = write_model(tmp_path / "whole.gguf")
    assert model.header.size_bytes == Models(tmp_path / "h2", FREE).add(whole).size_bytes - (
        whole.stat().st_size - model.header.size_bytes
    )
    with build_assistant(tmp_path / "home") as assistant:
        assert "processor" in assistant.language_model_at_work()


def test_parts_that_do_not_belong_together_make_no_pack(tmp_path, key):
    models = Models(tmp_path / "home", FREE)
    folder = tmp_path / "pack"
    folder.mkdir()
    parts = write_split_model(folder, 3)
    (folder / "LICENSE").write_text("Do as you please.\n")
    shutil.copy(parts[2], parts[1])
    with pytest.raises(NoLanguageModelFileError, match="another part than its name says"):
        models.pack(folder, ORDER, key)
    parts[1].unlink()
    with pytest.raises(NoLanguageModelFileError, match="cannot be read"):
        models.pack(folder, ORDER, key)
    parts[0].unlink()
    with pytest.raises(CannotPackError, match="it has none"):
        models.pack(folder, ORDER, key)
    write_model(folder / "a.gguf")
    write_model(folder / "b.gguf")
    with pytest.raises(CannotPackError, match="it has 2"):
        models.pack(folder, ORDER, key)


def test_killed_between_two_renames_the_old_model_comes_back(tmp_path, models, key):
    models.install(models.open_pack(signed(models, tmp_path / "pack", key)))
    folder = tmp_path / "home" / "models"
    (folder / "babble").rename(folder / ".babble.old")
    assert [r.name for r in models.records() if r.role == "writing"] == ["babble"]


def test_while_a_model_is_brought_in_another_waits_its_turn(tmp_path, models, key):
    """Neither takes the other's unfinished copy for one that was left behind."""
    pack = models.open_pack(signed(models, tmp_path / "pack", key))
    tried: list[str] = []

    def try_another(done: int, total: int) -> None:
        if not tried:
            with pytest.raises(ModelsBusyError) as caught:
                Models(tmp_path / "home", FREE).add(write_model(tmp_path / "other.gguf"))
            tried.append(caught.value.message)

    models.install(pack, try_another)

    assert tried[0].startswith("A language model is being brought in by process ")
    assert left_in(tmp_path / "home") == [".sequences.json", "babble"]


def test_a_shipped_model_that_was_changed_is_not_opened(tmp_path, monkeypatch):
    """And an installation's are held against the one signature over them all."""
    key = make_key(tmp_path, "release")
    shipped = tmp_path / "resources" / "models"
    for folder in shipped_models().values():
        name = folder.name
        (shipped / name).mkdir(parents=True)
        for file in ("manifest.json", "model.onnx", "tokenizer.json"):
            shutil.copy(folder / file, shipped / name / file)
    (tmp_path / "resources" / "keys").mkdir()
    shutil.copy(tmp_path / "release.pem", tmp_path / "resources" / "keys")
    monkeypatch.setattr("assistant.paths.resources", lambda: tmp_path / "resources")
    models = Models(tmp_path / "home", FREE)
    assert "it is not signed" in models.records()[0].problem
    with pytest.raises(AssistantError, match="it is not signed"):
        models.checked_folder(shipped / "reader")

    sign_folder(shipped, key.public, key.sign)
    assert [r.problem for r in models.records()] == ["", "", ""]
    assert models.records()[0].signer == key.public.named
    assert models.checked_folder(shipped / "reader") == shipped / "reader"

    content = bytearray((shipped / "reader" / "model.onnx").read_bytes())
    content[-1] ^= 1
    (shipped / "reader" / "model.onnx").write_bytes(content)
    with pytest.raises(AssistantError, match=r"model\.onnx has another SHA-256"):
        models.checked_folder(shipped / "reader")
