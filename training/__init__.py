"""Programs that train the models for quotations, names and pronouns, and write the files that onrecord ships.

Importing the package switches onnxruntime's telemetry off, before torch or onnx can load onnxruntime.
"""

from onrecord.annotation.neural import onnx_runtime as onnx_runtime
