"""Rewrite exported networks for the way in which they are run: a window at a time, on a processor.

The network for quotations is trained on padded batches, and compares every piece with every other. At run time
there is no padding, and only the few pieces that may be anchors are compared with the others.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

_LARGEST_WEIGHT = 63  # seven bits: without VNNI, eight would overflow


class _Quantized(NamedTuple):
    """The names of values in int8, of their scale and of their zero."""

    values: str
    scale: str
    zero: str


def rewrite(model: onnx.ModelProto, layers: int, heads: int, width: int, pair_shape: tuple[int, int]) -> None:
    """Rewrite the network as torch exports it. What it computes stays the same.

    Args:
        model: The network. It loses the input ``mask``, and gets the input ``bonus``, an array of one float that
            is added to the logits of anchors, and the output ``candidates``: the pieces whose sum is above 0. The
            output ``left`` has one row for each of them.
        layers: How many layers the encoder has.
        heads: How many heads of attention each of them has.
        width: The length of its states.
        pair_shape: How many scores a pair of pieces has, and the length of the vectors of each.
    """
    for layer in range(layers):
        _fuse_attention(model, f"/encoder/layers.{layer}/attention", heads, width)
    model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
    _score_candidates_only(model, pair_shape)
    _drop_unused(model)
    _sort_nodes(model)


def _fuse_attention(model: onnx.ModelProto, attention: str, heads: int, width: int) -> None:
    """Replace what torch writes for attention, with its mask, by one operation."""
    parts = [f"{attention}/{part}" for part in ("query", "key", "value")]
    sizes, fused = f"{attention}/sizes", f"{attention}/fused"
    model.graph.initializer.append(numpy_helper.from_array(np.full(3, width, dtype=np.int64), sizes))
    model.graph.node.extend(
        (
            helper.make_node("Split", [f"{attention}/inputs/Add_output_0", sizes], parts, axis=-1),
            helper.make_node(
                "MultiHeadAttention",
                parts,
                [fused],
                domain="com.microsoft",
                num_heads=heads,
                scale=1 / math.sqrt(width // heads),
            ),
        )
    )
    _replace_input(model, f"{attention}/Reshape_1_output_0", fused)


def _score_candidates_only(model: onnx.ModelProto, pair_shape: tuple[int, int]) -> None:
    """Compute the left side of scores for the candidate anchors of a window only."""
    graph = model.graph
    constants = {"nothing": np.zeros(1, np.float32), "row_shape": np.array([-1, *pair_shape]), "row": np.array(1)}
    graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in constants.items())
    graph.input.append(helper.make_tensor_value_info("bonus", TensorProto.FLOAT, [1]))
    makers = {output: node for node in graph.node for output in node.output}
    pairs = makers[makers["left"].input[0]]  # the bilinear product
    (equation,) = pairs.attribute
    equation.s = b"krw,rwv->krv"
    makers[pairs.input[0]].input[1] = "row_shape"
    multiplications = (node for node in graph.node if node.op_type in ("MatMul", "MatMulInteger"))
    (left_states,) = (node for node in multiplications if node.output[0].startswith("/left/"))
    states, left_states.input[0] = left_states.input[0], "candidate_states"
    graph.node.extend(
        (
            helper.make_node("Add", ["anchors", "bonus"], ["anchor_sums"]),
            helper.make_node("Greater", ["anchor_sums", "nothing"], ["is_candidate"]),
            helper.make_node("NonZero", ["is_candidate"], ["windows_and_pieces"]),
            helper.make_node("Transpose", ["windows_and_pieces"], ["candidate_places"], perm=[1, 0]),
            helper.make_node("GatherND", [states, "candidate_places"], ["candidate_states"]),
            helper.make_node("Gather", ["windows_and_pieces", "row"], ["candidates"], axis=0),
        )
    )
    others = [output for output in graph.output if output.name != "left"]
    del graph.output[:]
    graph.output.extend(
        (
            *others,
            helper.make_tensor_value_info("candidates", TensorProto.INT64, ["count"]),
            helper.make_tensor_value_info("left", TensorProto.FLOAT, ["count", *pair_shape]),
        )
    )


def _replace_input(model: onnx.ModelProto, old: str, new: str) -> None:
    for node in model.graph.node:
        node.input[:] = [new if name == old else name for name in node.input]


def _drop_unused(model: onnx.ModelProto) -> None:
    """Drop the nodes, weights and inputs that no output depends on."""
    graph = model.graph
    makers = {output: node for node in graph.node for output in node.output}
    used: set[str] = set()
    wanted = [output.name for output in graph.output]
    while wanted:
        name = wanted.pop()
        if name not in used:
            used.add(name)
            wanted.extend(makers[name].input if name in makers else ())
    for values, names in (
        (graph.node, lambda node: node.output),
        (graph.initializer, lambda weights: [weights.name]),
        (graph.input, lambda value: [value.name]),
    ):
        remaining = [value for value in values if used.intersection(names(value))]
        del values[:]
        values.extend(remaining)


def _sort_nodes(model: onnx.ModelProto) -> None:
    """Put each node behind those whose outputs it reads, as ONNX demands."""
    graph = model.graph
    ready = {"", *(value.name for value in graph.input), *(weights.name for weights in graph.initializer)}
    waiting, ordered = list(graph.node), []
    while waiting:
        for node in (now := [node for node in waiting if ready.issuperset(node.input)]):
            ready.update(node.output)
            ordered.append(node)
        if not now:
            raise ValueError("the graph has a circle, or reads what nothing makes")
        waiting = [node for node in waiting if node.output[0] not in ready]
    del graph.node[:]
    graph.node.extend(ordered)


def has_states(model: onnx.ModelProto) -> bool:
    """Return whether the output ``hidden`` is the states of several layers, as an entity head is trained on."""
    return any(node.op_type == "Concat" and node.output[0] == "hidden" for node in model.graph.node)


def project_states(model: onnx.ModelProto, weights: np.ndarray) -> None:
    """Let the output ``hidden`` be what the entity head makes of the states, and not the states themselves.

    That is a product with its first weights. In int8 it takes no longer than to put the states of several layers
    together, which for a long text are hundreds of megabytes.

    Args:
        model: The network with its states as output.
        weights: The head's weights of states, one row an output.
    """
    (joined,) = (node for node in model.graph.node if node.output[0] == "hidden")
    model.graph.node.remove(joined)
    layers = np.split(weights.astype(np.float32).T, len(joined.input))
    products = [f"hidden/{index}" for index in range(len(layers))]
    for states, layer, product in zip(joined.input, layers, products, strict=True):
        _multiply(model, _quantize(model, states), layer, product)
    model.graph.node.append(helper.make_node("Sum", products, ["hidden"]))
    for output in model.graph.output:
        if output.name == "hidden":
            output.type.tensor_type.shape.dim[2].dim_value = len(weights)
    _sort_nodes(model)


def rewrite_head(model: onnx.ModelProto) -> None:
    """Let an exported entity head read what ``project_states`` computes, and multiply neighbours in int8.

    What is combined with the mean of all tokens of a form stays as it is: in int8, names are lost.

    Args:
        model: The head, in float32.
    """
    graph = model.graph
    (projection,) = (node for node in graph.node if node.op_type == "Gemm" and node.input[0] == "hidden")
    graph.node.remove(projection)
    graph.node.append(helper.make_node("Add", ["hidden", projection.input[2]], [projection.output[0]]))
    weights = {value.name: numpy_helper.to_array(value) for value in graph.initializer}
    graph.input[0].type.tensor_type.shape.dim[1].dim_value = len(weights[projection.input[1]])
    for node in list(graph.node):
        if node.op_type == "Conv" and node.input[1].startswith(("head.first.", "head.then.")):
            _multiply_neighbours(model, node, weights[node.input[1]])
    _look_up_feature_rows(model)
    _sum_by_rows(model)
    _drop_unused(model)
    _sort_nodes(model)


def _look_up_feature_rows(model: onnx.ModelProto) -> None:
    """Let the head read each combination of features once, and for each token the number of its combination.

    Otherwise a long text needs a hundred megabytes for the vectors of all features of all tokens.
    """
    (vectors,) = (node for node in model.graph.node if node.output[0] == "/head/ReduceSum_output_0")
    _replace_input(model, vectors.output[0], "feature_vectors")
    model.graph.node.append(helper.make_node("Gather", [vectors.output[0], "feature_rows"], ["feature_vectors"]))
    model.graph.input.append(helper.make_tensor_value_info("feature_rows", TensorProto.INT64, ["tokens"]))
    (features,) = (value for value in model.graph.input if value.name == "features")
    features.type.tensor_type.shape.dim[0].dim_param = "feature_rows"


def _sum_by_rows(model: onnx.ModelProto) -> None:
    """Add the states of a form's tokens row by row: element by element, each one would need its index."""
    (scatter,) = (node for node in model.graph.node if node.op_type == "ScatterElements")
    makers = {output: node for node in model.graph.node for output in node.output}
    numbers, states = (makers[name].input[0] for name in scatter.input[1:])
    model.graph.node.remove(scatter)
    model.graph.node.append(
        helper.make_node("ScatterND", [scatter.input[0], numbers, states], scatter.output, reduction="add")
    )


def _multiply_neighbours(model: onnx.ModelProto, convolution: onnx.NodeProto, weights: np.ndarray) -> None:
    """Replace a gated convolution over three tokens by a product of the three, side by side.

    Args:
        model: The head.
        convolution: The convolution.
        weights: Its weights: output, input, neighbour.
    """
    graph = model.graph
    makers = {output: node for node in graph.node for output in node.output}
    block = convolution.output[0].removesuffix("/gated/Conv_output_0")
    (distance,) = next(attribute.ints for attribute in convolution.attribute if attribute.name == "dilations")
    padded, joined = f"{block}/padded", f"{block}/neighbours"
    bounds = {"before": (0, -2 * distance), "token": (distance, -distance), "after": (2 * distance, 2**31)}
    constants = {"pads": [0, distance, 0, 0, distance, 0], "axes": [1]}
    for name, (start, end) in bounds.items():
        constants |= {f"{name}/start": [start], f"{name}/end": [end]}
    graph.initializer.extend(
        numpy_helper.from_array(np.array(value, dtype=np.int64), f"{block}/{name}")
        for name, value in constants.items()
    )
    tokens = makers[convolution.input[0]].input[0]  # before they are turned round for the convolution
    graph.node.append(helper.make_node("Pad", [tokens, f"{block}/pads"], [padded]))
    quantized = _quantize(model, padded)  # before they are side by side, which triples them
    for name in bounds:
        inputs = [
            quantized.values,
            *(f"{block}/{constant}" for constant in (f"{name}/start", f"{name}/end", "axes")),
        ]
        graph.node.append(helper.make_node("Slice", inputs, [f"{block}/{name}"]))
    graph.node.append(helper.make_node("Concat", [f"{block}/{name}" for name in bounds], [joined], axis=-1))
    neighbours = quantized._replace(values=joined)
    _multiply(model, neighbours, weights.transpose(2, 1, 0).reshape(-1, len(weights)), f"{block}/product")
    graph.node.append(helper.make_node("Add", [f"{block}/product", convolution.input[2]], [f"{block}/sum"]))
    (halves,) = (node for node in graph.node if convolution.output[0] in node.input)
    halves.input[0] = f"{block}/sum"
    next(attribute for attribute in halves.attribute if attribute.name == "axis").i = -1
    (turned,) = (node for node in graph.node if node.output[0] == f"{block}/Transpose_1_output_0")
    _replace_input(model, turned.output[0], turned.input[0])


def _quantize(model: onnx.ModelProto, values: str) -> _Quantized:
    """Return values in int8, which have one scale together. What is multiplied twice is quantized once."""
    quantizers = {node.input[0]: node for node in model.graph.node if node.op_type == "DynamicQuantizeLinear"}
    if values not in quantizers:
        outputs = [f"{values}/{part}" for part in _Quantized._fields]
        quantizers[values] = helper.make_node("DynamicQuantizeLinear", [values], outputs)
        model.graph.node.append(quantizers[values])
    return _Quantized(*quantizers[values].output)


def _multiply(model: onnx.ModelProto, quantized: _Quantized, weights: np.ndarray, product: str) -> None:
    """Add a product with weights in int8, each of whose columns has a scale.

    Args:
        model: The network.
        quantized: What is multiplied.
        weights: The weights, one column an output.
        product: The name of the result.
    """
    graph = model.graph
    scale = np.maximum(np.abs(weights).max(0), 1e-8).astype(np.float32) / _LARGEST_WEIGHT
    constants = {
        "weights": np.round(weights / scale).astype(np.int8),
        "weight_scale": scale,
        "weight_zero": np.zeros(len(scale), dtype=np.int8),
    }
    graph.initializer.extend(
        numpy_helper.from_array(value, f"{product}/{name}") for name, value in constants.items()
    )
    names = {name: f"{product}/{name}" for name in (*constants, "integers", "floats", "scale")}
    graph.node.extend(
        (
            helper.make_node(
                "MatMulInteger",
                [quantized.values, names["weights"], quantized.zero, names["weight_zero"]],
                [names["integers"]],
            ),
            helper.make_node("Cast", [names["integers"]], [names["floats"]], to=TensorProto.FLOAT),
            helper.make_node("Mul", [quantized.scale, names["weight_scale"]], [names["scale"]]),
            helper.make_node("Mul", [names["floats"], names["scale"]], [product]),
        )
    )
