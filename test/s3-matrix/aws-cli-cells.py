"""Runs the AWS CLI once for each command that standard input names, and prints what came of it: one JSON value a line.

Each runs in a process of its own, as `aws` would; it is only not loaded anew, which takes longer than most of them do.
"""

import json
import os
import sys
import tempfile
import traceback

import awscli.clidriver

AT_ONCE = 2

# What every command would read first: the description of S3, and where its endpoints are.
driver = awscli.clidriver.create_clidriver()
loader = driver.session.get_component("data_loader")
for kind in ("service-2", "endpoint-rule-set-1", "paginators-1"):
    loader.load_service_model("s3", kind)
for name in ("cli", "endpoints", "partitions"):
    loader.load_data(name)


def begin(command):
    out, err = tempfile.TemporaryFile(), tempfile.TemporaryFile()
    pid = os.fork()
    if pid == 0:
        code = 255
        try:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            os.environ.update(command["env"])
            code = driver.main(command["args"])
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return pid, out, err


def end(pid, out, err):
    _, status = os.waitpid(pid, 0)
    texts = []
    for file in (out, err):
        file.seek(0)
        texts.append(file.read().decode())
    print(json.dumps({"isDone": status == 0, "stdout": texts[0], "stderr": texts[1]}), flush=True)


under_way = []
for command in json.load(sys.stdin):
    if len(under_way) == AT_ONCE:
        end(*under_way.pop(0))
    under_way.append(begin(command))
for process in under_way:
    end(*process)
