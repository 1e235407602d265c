"""The fakes keep the contracts of the engines they stand in for."""

import pytest

from tests.contracts.document_parser import DocumentParserContract
from tests.contracts.embedder import EmbedderContract
from tests.contracts.generator import GeneratorContract
from tests.contracts.reader import ReaderContract
from tests.contracts.vector_index import VectorIndexContract
from tests.fakes import FakeEmbedder, FakeGenerator, FakeParser, FakeReader, FakeVectorIndex


class TestFakeParser(DocumentParserContract):
    @pytest.fixture
    def parser(self):
        return FakeParser()


class TestFakeEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self):
        return FakeEmbedder()


class TestFakeReader(ReaderContract):
    @pytest.fixture
    def reader(self):
        return FakeReader()


class TestFakeVectorIndex(VectorIndexContract):
    @pytest.fixture
    def open_index(self):
        return FakeVectorIndex.open


class TestFakeGenerator(GeneratorContract):
    @pytest.fixture
    def generator(self):
        return FakeGenerator("The strut carries 41.3 kN, not 99 kN [1] [7]. It holds [2].")
