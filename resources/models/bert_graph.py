"""The ONNX graph of an encoder, from token ids to what it says of them, spelt for speed.

Every text of a batch has the same length, so that the graph knows no padding and no mask. The
spelling matters on ONNX Runtime's processor kernels: `Add` and `LayerNormalization` apart run
nine times faster than its fused `SkipLayerNormalization`, and a bias inside the matrix product
with a plain `Gelu` beats `BiasGelu`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
from encoder import HEADS, Encoder, Layer, Matrix, Norm
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from weights import HIDDEN

MICROSOFT = "com.microsoft"
IDS = "input_ids"
EMBEDDING = "embedding"

_OPSET = 21

DenseWriter = Callable[["GraphWriter", str, str], str]
"""Writes the dense layer with a name, such as '3.up', behind a value; returns its result."""

Shapes = dict[str, list[str | int | None]]
"""Outputs by name, with their shapes."""


@dataclass(frozen=True, slots=True)
class Task:
    """What an encoder is made into.

    Attributes:
        name: Of the model.
        inputs: The integers it is given for every token, the token's id first.
        write_words: Writes what the encoder reads behind the embeddings of the words.
        write_head: Writes the outputs behind what the encoder makes of each token.
    """

    name: str
    inputs: tuple[str, ...]
    write_words: Callable[["GraphWriter", str], str]
    write_head: Callable[["GraphWriter", str], Shapes]


class GraphWriter:
    """Collects the nodes and constants of a graph; values are known by their names."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, array: NDArray[Any]) -> str:
        """Add a constant, once, and return its name."""
        if name not in self.constants:
            contiguous = np.asarray(array, order="C")
            self.constants[name] = numpy_helper.from_array(contiguous, name)
        return name

    def node(
        self, op: str, inputs: list[str], *, domain: str = "", output: str = "", **options: Any
    ) -> str:
        """Add a node with one output and return the output's name."""
        name = output or f"{op}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, inputs, [name], name=name, domain=domain, **options))
        return name

    def split(self, value: str, parts: int) -> list[str]:
        """Cut `value` into equal parts along its last axis."""
        names = [f"Split_{len(self.nodes)}_{part}" for part in range(parts)]
        node = helper.make_node("Split", [value], names, axis=-1, num_outputs=parts)
        self.nodes.append(node)
        return names

    def model(self, task: Task, outputs: Shapes) -> onnx.ModelProto:
        """Return the model; each of its inputs has shape (batch, length)."""
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT32, ["batch", "length"])
            for name in task.inputs
        ]
        results = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
            for name, shape in outputs.items()
        ]
        graph = helper.make_graph(
            self.nodes, task.name, inputs, results, list(self.constants.values())
        )
        imports = [helper.make_opsetid("", _OPSET), helper.make_opsetid(MICROSOFT, 1)]
        return helper.make_model(
            graph, opset_imports=imports, ir_version=10, producer_name="hangar"
        )


def write_task(
    graph: GraphWriter, encoder: Encoder, task: Task, dense: DenseWriter, words: str
) -> Shapes:
    """Write the encoder behind `words`, the embeddings of the words; returns its outputs."""
    zero = _axes(graph, 0)
    length = graph.node("Shape", [IDS], start=1, end=2)
    table = graph.constant("positions", encoder.positions)
    positions = graph.node("Slice", [table, zero, length, zero])
    words = task.write_words(graph, words)
    norms = _NormWriter(graph, encoder.epsilon)
    value = norms.write(encoder.embedding_norm, "embedding_norm", words, positions)
    bias = [] if encoder.distances is None else _write_distances(graph, encoder.distances, length)
    for number, layer in enumerate(encoder.layers):
        value = _write_layer(norms, layer, dense, str(number), value, bias)
    return task.write_head(graph, value)


def _write_embedding(graph: GraphWriter, encoded: str) -> Shapes:
    """Write the mean of the tokens, of unit length."""
    pooled = graph.node("ReduceMean", [encoded, _axes(graph, 1)], keepdims=0)
    graph.node("LpNormalization", [pooled], output=EMBEDDING, axis=-1, p=2)
    return {EMBEDDING: ["batch", HIDDEN]}


EMBEDDER = Task("embedder", (IDS,), lambda _, words: words, _write_embedding)


class _NormWriter:
    """Writes normalisations, each of a sum."""

    def __init__(self, graph: GraphWriter, epsilon: float) -> None:
        self.graph = graph
        self._epsilon = epsilon

    def write(self, norm: Norm, name: str, left: str, right: str) -> str:
        gain = self.graph.constant(f"{name}.gain", norm.gain)
        bias = self.graph.constant(f"{name}.bias", norm.bias)
        total = self.graph.node("Add", [left, right])
        inputs = [total, gain, bias]
        return self.graph.node("LayerNormalization", inputs, axis=-1, epsilon=self._epsilon)


def _write_layer(
    norms: _NormWriter, layer: Layer, dense: DenseWriter, name: str, value: str, bias: list[str]
) -> str:
    graph = norms.graph
    inputs = [*graph.split(dense(graph, f"{name}.qkv", value), 3), *bias]
    attended = graph.node("MultiHeadAttention", inputs, domain=MICROSOFT, num_heads=HEADS)
    out = dense(graph, f"{name}.out", attended)
    value = norms.write(layer.attention_norm, f"{name}.attention_norm", out, value)
    active = graph.node("Gelu", [dense(graph, f"{name}.up", value)], domain=MICROSOFT)
    down = dense(graph, f"{name}.down", active)
    return norms.write(layer.output_norm, f"{name}.output_norm", down, value)


def _write_distances(graph: GraphWriter, distances: Matrix, length: str) -> list[str]:
    """Write what attention adds for the distance of each two tokens; the inputs that bring it."""
    start, step = (graph.constant(f"scalar_{n}", np.array(n, np.int64)) for n in (0, 1))
    count = graph.node("Squeeze", [length])
    places = graph.node("Range", [start, count, step])
    rows = graph.node("Unsqueeze", [places, _axes(graph, 1)])
    middle = graph.constant("middle", np.array(distances.shape[1] // 2, np.int64))
    columns = graph.node("Sub", [graph.node("Add", [places, middle]), rows])
    table = graph.constant("distances", distances)
    added = graph.node("Gather", [table, columns], axis=1)
    return ["", "", graph.node("Unsqueeze", [added, _axes(graph, 0)])]


def _axes(graph: GraphWriter, axis: int) -> str:
    return graph.constant(f"axis_{axis}", np.array([axis], np.int64))


def float_model(
    encoder: Encoder, task: Task = EMBEDDER, *, with_dense_inputs: bool = False
) -> onnx.ModelProto:
    """Return the model in single precision.

    Args:
        encoder: The weights.
        task: What it is for.
        with_dense_inputs: Whether what each dense layer reads is an output too, named as the
            layer with '.input' behind it.
    """
    graph = GraphWriter()
    read: Shapes = {}

    def dense(graph: GraphWriter, name: str, value: str) -> str:
        number, part = name.split(".")
        layer = encoder.layers[int(number)].dense[part]
        if with_dense_inputs:
            graph.node("Identity", [value], output=f"{name}.input")
            read[f"{name}.input"] = ["batch", "length", layer.weight.shape[0]]
        product = graph.node("MatMul", [value, graph.constant(f"{name}.weight", layer.weight)])
        return graph.node("Add", [product, graph.constant(f"{name}.bias", layer.bias)])

    words = graph.node("Gather", [graph.constant("words", encoder.words), IDS])
    return graph.model(task, write_task(graph, encoder, task, dense, words) | read)
