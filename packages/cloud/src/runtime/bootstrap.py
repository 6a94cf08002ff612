"""Runs a Python handler: the first program of a worker's process.

It shuts itself in, then takes events from the Runtime API and gives it what the handler returns.
Sources: "Lambda runtime API", AWS Lambda developer guide; landlock(7), seccomp(2).
"""

import ctypes
import decimal
import errno
import http.client
import importlib
import json
import logging
import os
import resource
import struct
import sys
import time
import traceback

CONFINEMENT = json.loads(sys.argv[1])
TASK_ROOT = os.environ["LAMBDA_TASK_ROOT"]
API_HOST, API_TOKEN = os.environ["AWS_LAMBDA_RUNTIME_API"].split("/", 1)
API_PATH = f"/{API_TOKEN}/2018-06-01/runtime/"

# Landlock's bits: reading files and folders, and all that changes them; executing is never given.
READ = 1 << 2 | 1 << 3
CHANGE = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8
SYSCALLS = {"create_ruleset": 444, "add_rule": 445, "restrict_self": 446}
NO_NEW_PRIVILEGES = 38


def landlock():
    """Lets the process see its own files alone. Tells whether the kernel does that."""
    if sys.platform != "linux":
        return False
    libc = ctypes.CDLL(None, use_errno=True)

    def call(name, *arguments):
        return libc.syscall(SYSCALLS[name], *arguments)

    abi = call("create_ruleset", None, 0, 1)
    if abi < 1:
        return False
    handled = (1 << (13 if abi < 2 else 14 if abi < 3 else 15)) - 1
    # From the sixth version on neither signals nor abstract sockets leave the process.
    attributes = struct.pack("QQQ", handled, 0, 3) if abi >= 6 else struct.pack("Q", handled)
    ruleset = call("create_ruleset", attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    truncate = 1 << 14 if abi >= 3 else 0
    rules = [(path, READ) for path in CONFINEMENT["read"]]
    rules += [(path, READ | CHANGE | truncate) for path in CONFINEMENT["write"]]
    for path, access in rules:
        if not os.path.exists(path):
            continue
        if not os.path.isdir(path):
            access &= 1 << 1 | 1 << 2 | truncate
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
        call("add_rule", ruleset, 1, struct.pack("=Qi", access, parent), 0)
        os.close(parent)
    if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0 or call("restrict_self", ruleset, 0) != 0:
        return False
    os.close(ruleset)
    refuse_processes(libc)
    return True


# By machine: how the kernel names it, and its numbers of clone, fork and vfork, if it has them.
MACHINES = {
    "x86_64": (0xC000003E, 56, 57, 58),
    "aarch64": (0xC00000B7, 220, 220, 220),
}


def refuse_processes(libc):
    """Lets the process make threads, but no process that would outlive it."""
    if os.uname().machine not in MACHINES:
        return
    machine, clone, fork, vfork = MACHINES[os.uname().machine]
    load, equal, at_least, has, answer = 0x20, 0x15, 0x35, 0x45, 0x06
    program = [
        (load, 0, 0, 4),
        (equal, 0, 8, machine),
        (load, 0, 0, 0),
        (at_least, 6, 0, 0x40000000),
        # The filter cannot see clone3's flags; without it the C library calls clone.
        (equal, 6, 0, 435),
        (equal, 2, 0, clone),
        (equal, 3, 0, fork),
        (equal, 2, 4, vfork),
        (load, 0, 0, 16),
        (has, 2, 0, 0x10000),
        (answer, 0, 0, 0x50000 | errno.EPERM),
        (answer, 0, 0, 0x50000 | errno.ENOSYS),
        (answer, 0, 0, 0x7FFF0000),
    ]
    code = b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
    filters = ctypes.create_string_buffer(code, len(code))
    libc.prctl(22, 2, struct.pack("HxxxxxxQ", len(program), ctypes.addressof(filters)), 0, 0)


def guard(confined):
    """Refuses other processes, and where there is no landlock other people's files."""
    readable = tuple(os.path.realpath(path) for path in CONFINEMENT["read"])
    writable = tuple(os.path.realpath(path) for path in CONFINEMENT["write"])

    def inside(path, roots):
        real = os.path.realpath(os.fsdecode(path))
        return any(real == root or real.startswith(root + os.sep) for root in roots)

    def check(event, arguments):
        if event in FORBIDDEN or event == "os.kill" and arguments[0] != os.getpid():
            raise PermissionError(f"A function may not do this: {event}")
        if confined:
            return
        if event.startswith("ctypes."):
            raise PermissionError(f"A function may not do this: {event}")
        if event in PATHS and isinstance(arguments[0], (str, bytes, os.PathLike)):
            changes = event != "os.listdir" and event != "os.scandir"
            if event == "open":
                flags = arguments[2] or 0
                changes = bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC))
            if not inside(arguments[0], writable if changes else readable + writable):
                raise PermissionError(f"A function may not open this: {arguments[0]}")

    sys.addaudithook(check)


FORBIDDEN = {
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.killpg",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "subprocess.Popen",
}
PATHS = {
    "open",
    "os.chmod",
    "os.chown",
    "os.link",
    "os.listdir",
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.scandir",
    "os.symlink",
    "os.truncate",
    "os.utime",
    "sqlite3.connect",
}


class Api:
    """The connection to the Runtime API; when it is gone the process ends."""

    def __init__(self):
        self.connection = http.client.HTTPConnection(API_HOST)

    def ask(self, method, path, body=None):
        try:
            self.connection.request(method, API_PATH + path, body)
            response = self.connection.getresponse()
            return response.headers, response.read()
        except OSError:
            os._exit(0)


class Context:
    """What a handler is told of its invocation."""

    def __init__(self, headers):
        environment = os.environ
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = environment.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = environment.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = environment.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = environment.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = environment.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.identity = None
        self.client_context = None
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))


class LogHandler(logging.Handler):
    """Writes a message as one log event, in the form that Lambda gives it."""

    request_id = ""

    def emit(self, record):
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        text = self.format(record)
        line = f"[{record.levelname}]\t{at}.{int(record.msecs):03d}Z\t{self.request_id}\t{text}"
        print(line.replace("\n", "\r"))


def end_output(request_id):
    """Everything that this invocation printed stands before this line, in both pipes."""
    sys.stdout.flush()
    mark = f"\n\0{request_id}\n".encode()
    os.write(1, mark)
    os.write(2, mark)


def load_handler():
    module_name, dot, name = os.environ["_HANDLER"].rpartition(".")
    if not dot:
        raise RuntimeFault("MalformedHandlerName", "Bad handler")
    module_name = module_name.replace("/", ".")
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        raise RuntimeFault(
            "ImportModuleError", f"Unable to import module '{module_name}': {error}"
        ) from None
    except SyntaxError as error:
        raise RuntimeFault(
            "UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}"
        ) from None
    handler = getattr(module, name, None)
    if handler is None:
        raise RuntimeFault(
            "HandlerNotFound", f"Handler '{name}' missing on module '{module_name}'"
        )
    return handler


class RuntimeFault(Exception):
    def __init__(self, kind, message):
        super().__init__(message)
        self.error_type = f"Runtime.{kind}"


def fail(api, error, path, request_id):
    kind = getattr(error, "error_type", type(error).__name__)
    frames = traceback.extract_tb(error.__traceback__)
    trace = traceback.format_list(
        [frame for frame in frames if os.path.abspath(frame.filename) != __file__]
    )
    lines = [f"[ERROR] {kind}: {error}"]
    if trace:
        lines += ["Traceback (most recent call last):", *"".join(trace).rstrip().split("\n")]
    print("\r".join(lines))
    end_output(request_id)
    answer = {"errorMessage": str(error), "errorType": kind, "requestId": request_id}
    api.ask("POST", path, json.dumps({**answer, "stackTrace": trace}))


def marshal(answer):
    def plain(value):
        if isinstance(value, decimal.Decimal):
            return float(value)
        raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")

    try:
        return json.dumps(answer, default=plain)
    except Exception as error:
        raise RuntimeFault("MarshalError", f"Unable to marshal response: {error}") from None


def serve(api, handler, log):
    while True:
        headers, event = api.ask("GET", "invocation/next")
        context = Context(headers)
        log.request_id = request_id = context.aws_request_id
        os.environ["_X_AMZN_TRACE_ID"] = headers["Lambda-Runtime-Trace-Id"]
        path = f"invocation/{request_id}"
        try:
            answer = marshal(handler(json.loads(event), context))
        except SystemExit:
            raise
        except BaseException as error:
            fail(api, error, f"{path}/error", request_id)
            continue
        end_output(request_id)
        api.ask("POST", f"{path}/response", answer.encode())


def main():
    limit = CONFINEMENT["memoryBytes"]
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdout.reconfigure(line_buffering=True)
    sys.stderr = sys.stdout
    api = Api()
    guard(landlock())
    log = LogHandler()
    logging.getLogger().addHandler(log)
    sys.path.insert(0, TASK_ROOT)
    os.chdir(TASK_ROOT)
    try:
        handler = load_handler()
    except BaseException as error:
        fail(api, error, "init/error", "")
        sys.exit(1)
    serve(api, handler, log)


main()
