"""Write a trained network as the files that onrecord ships: int8 weights for onnxruntime, and the tokenizer.

python -m training.export CHECKPOINT.pt [--choices WEIGHTS.json] [--float]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import onnx
import torch
from torch import Tensor, nn

from onrecord.annotation.neural.decoding import SCORE_NAMES, DecodingWeights
from onrecord.annotation.neural.features import FEATURE_SIZES
from onrecord.annotation.neural.model import FOLDER, TOKENIZER, WEIGHTS
from onrecord.annotation.neural.onnx_runtime import import_onnxruntime
from training import graph
from training.data import HELD_OUT
from training.network import WIDTH, Network
from training.train import tokenizer

HIDDEN_LAYERS = (0, 2, 4, 6)
"""The layers whose states the entity head reads; 0 is the input of the first layer."""


class QuantizedEmbedding(nn.Module):
    """An embedding of words in int8, with a scale for each word."""

    def __init__(self, words: Tensor) -> None:
        super().__init__()
        scale = words.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("scale", scale)
        self.register_buffer("table", (words / scale).round().to(torch.int8))

    def forward(self, ids: Tensor) -> Tensor:
        """Return the vectors of words."""
        return self.table[ids].float() * self.scale[ids]


def export(
    network: Network, target: Path, weights: DecodingWeights, version: str, *, floats: bool = False
) -> None:
    """Write a network for onnxruntime, with the scores of distances and the weights of decoding as metadata.

    Args:
        network: The network, whose embedding is changed.
        target: The file.
        weights: The weights of decoding.
        version: The version of the model.
        floats: Keep float32 instead of int8.
    """
    network = network.eval()
    distance = network.distance.detach().tolist()
    if not floats:
        network.encoder.words = QuantizedEmbedding(network.encoder.words.weight.detach())
    example = (
        torch.ones(2, 40, dtype=torch.long),
        torch.zeros(2, 40, len(FEATURE_SIZES), dtype=torch.long),
        torch.ones(2, 40, dtype=torch.bool),
    )
    inputs, outputs = ["ids", "features", "mask"], ["anchors", "left", "right"]
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            network,
            example,
            str(plain),
            input_names=inputs,
            output_names=outputs,
            dynamic_axes={name: {0: "windows", 1: "pieces"} for name in (*inputs, *outputs)},
            opset_version=17,
            dynamo=False,
        )
        if floats:
            model = onnx.load(plain)
        else:
            small = Path(folder) / "small.onnx"
            quantization = import_onnxruntime("quantization")
            quantization.quantize_dynamic(
                plain,
                small,
                op_types_to_quantize=["MatMul", "Gemm"],
                per_channel=True,
                weight_type=quantization.QuantType.QInt8,
                reduce_range=True,  # seven bits: without VNNI, eight would overflow
            )
            model = onnx.load(small)
    metadata: dict[str, Any] = {"distance": json.dumps(distance), "choices": json.dumps(weights._asdict())}
    for key, value in (metadata | {"version": version}).items():
        model.metadata_props.add(key=key, value=value)
    add_hidden_output(model)
    layers = network.encoder.layers
    graph.rewrite(
        model, len(layers), layers[0].attention.heads, network.left.in_features, (len(SCORE_NAMES), WIDTH)
    )
    onnx.save(model, target)


def add_hidden_output(model: onnx.ModelProto) -> None:
    """Add an output ``hidden``, the states of the encoder, and the encoder's fingerprint as metadata."""
    norms = [node.output[0] for node in model.graph.node if node.op_type == "LayerNormalization"]
    layers = norms[::2]  # each layer has one after its attention and one at its end
    model.graph.node.append(
        onnx.helper.make_node("Concat", [layers[index] for index in HIDDEN_LAYERS], ["hidden"], axis=-1)
    )
    shape = ["windows", "pieces", None]
    model.graph.output.append(onnx.helper.make_tensor_value_info("hidden", onnx.TensorProto.FLOAT, shape))
    digest = hashlib.sha256()
    for initializer in model.graph.initializer:
        digest.update(initializer.raw_data)
    model.metadata_props.add(key="encoder", value=digest.hexdigest()[:16])


def main() -> None:
    """Export the checkpoint that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--output", type=Path, default=FOLDER)
    parser.add_argument("--choices", type=Path, help="what training.tune wrote")
    parser.add_argument("--version", default="1")
    parser.add_argument("--float", action="store_true", help="float32, to measure what int8 costs")
    args = parser.parse_args()
    network = Network()
    network.load_state_dict(torch.load(args.checkpoint))
    weights = DecodingWeights(**json.loads(args.choices.read_text())) if args.choices else DecodingWeights()
    args.output.mkdir(parents=True, exist_ok=True)
    export(network, args.output / WEIGHTS, weights, args.version, floats=args.float)
    tokenizer().save(str(args.output / TOKENIZER), pretty=False)
    held_out = args.checkpoint.parent / HELD_OUT
    if held_out.exists():  # training.judge has to know what the model has not seen
        shutil.copy(held_out, args.output / HELD_OUT)


if __name__ == "__main__":
    main()
