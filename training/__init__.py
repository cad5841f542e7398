"""Programs that train the model of quotations and names and write it as onrecord ships it.

Importing the package switches onnxruntime's telemetry off, before torch or onnx can load onnxruntime.
"""

from onrecord.annotation.neural import onnx_runtime as onnx_runtime
