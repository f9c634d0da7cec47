# SPDX-License-Identifier: BSL-1.0
# Prints tensorboard_events.inc: the bytes that TensorBoard's own record writer and Event messages give, one string
# literal for each record. Needs `pip install tensorboard` (2.21 was used).
import io

from tensorboard.compat.proto.event_pb2 import Event, SessionLog
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.summary.writer.record_writer import RecordWriter


def print_record(**fields):
    file = io.BytesIO()
    RecordWriter(file).write(Event(**fields).SerializeToString())
    print('"' + "".join(f"\\{byte:03o}" for byte in file.getvalue()) + '"sv,')


def scalar(tag, value):
    return Summary.Value(tag=tag, simple_value=value)


print_record(wall_time=1700000000.25, file_version="brain.Event:2")
print_record(wall_time=1700000001.5, step=1, summary=Summary(value=[scalar("loss", 3.25)]))
values = [scalar("training/loss", 0.1), scalar("Fehler je W\u00f6rter", -1e-30), scalar("t" * 200, float("nan"))]
print_record(wall_time=1700000002.75, step=123456, summary=Summary(value=values))
print_record(wall_time=1700000003.0, step=1 << 40, session_log=SessionLog(status=SessionLog.START))
