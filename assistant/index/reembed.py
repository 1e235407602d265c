"""Embeds again what is indexed without vectors, after the embedding model was changed."""

from assistant.index.catalogue import Catalogue
from assistant.index.catalogue_write import CatalogueWriter
from assistant.index.chunk import embedding_text
from assistant.jobs import CancelToken
from assistant.ports import Embedder

_CHUNKS_AT_ONCE = 16  # about a second's work, so that cancelling is prompt and little is lost


def embed_missing(
    catalogue: Catalogue, writer: CatalogueWriter, embedder: Embedder, token: CancelToken
) -> None:
    """Give every chunk its vector that has none; what is done stays when it is cancelled.

    Raises:
        JobCancelledError: The token says so.
    """
    while missing := catalogue.chunks_without_vectors(_CHUNKS_AT_ONCE):
        token.check()
        vectors = embedder.embed(
            [embedding_text(chunk, title, file) for _, chunk, title, file in missing]
        )
        with writer.transaction():
            writer.add_vectors([key for key, *_ in missing], vectors)
