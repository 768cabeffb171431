"""What a process may take away from itself: limits, capabilities, system calls.

Runs inside, in the warm parent and in each forked child; prctl(2), capset(2) and seccomp(2) by
way of ctypes. The namespaces around it are bubblewrap's work (parsers/enclosure.py); this is the
second wall, and in the weak mode the only one.

STANDARDS: prctl(2), seccomp(2), setrlimit(2), capabilities(7).
SECURITY: in the weak mode Landlock, where the kernel has it, keeps every file but the readers' own
    from being opened. The system call filter is a list of what a reader needs, everything else is EPERM:
    no socket, fork, exec, kill, ptrace, mount, and no file opened for writing. It also holds
    where RLIMIT_NPROC does not: the kernel never counts it against the outer root.
ERRORS: OSError where the kernel refuses.
BUGS: only x86_64 and aarch64 have a filter; another machine runs with the other walls alone.
"""

from __future__ import annotations

import ctypes
import errno
import math
import os
import platform
import resource
import signal
import struct
from collections.abc import Sequence
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_SECCOMP = 22
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_MODE_FILTER = 2
_LINUX_CAPABILITY_VERSION_3 = 0x20080522

DESCRIPTORS = 128  # the warm parent's own limit: no number of a descriptor is this high

_libc = ctypes.CDLL(None, use_errno=True)


def _must(result: int, what: str) -> None:
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")


def _prctl(option: int, value: int, what: str) -> None:
    zero = ctypes.c_ulong(0)
    _must(_libc.prctl(option, ctypes.c_ulong(value), zero, zero, zero), what)


def settle_parent() -> None:
    """Make this process one that no child can trace, and that dies with the one that started it.

    Called before the first fork; children inherit all but the parent-death signal. What a child
    starts and leaves behind becomes ours, so that it is noticed.

    Raises:
        OSError: the kernel refused.
    """
    _prctl(_PR_SET_NO_NEW_PRIVS, 1, "no_new_privs")
    _prctl(_PR_SET_DUMPABLE, 0, "dumpable")
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, "parent-death signal")
    _prctl(_PR_SET_CHILD_SUBREAPER, 1, "child subreaper")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, DESCRIPTORS))


def settle_child(seconds: float, memory_bytes: int) -> None:
    """Take the limits of one job: `memory_bytes` of address space, `seconds` of CPU (and 1 more).

    No file may grow, no core is written, no process is started. Wall time is the parent's to
    keep. The system calls are taken away afterwards, by `filter_calls`.

    Raises:
        OSError: the kernel refused.
    """
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, "parent-death signal")
    _drop_capabilities()
    cpu = math.ceil(seconds) + 1
    for limit, value in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        resource.setrlimit(limit, (value, value))


def _drop_capabilities() -> None:
    """Give up every capability. Inside bubblewrap there are none; in the weak mode root has all."""
    header = struct.pack("=Ii", _LINUX_CAPABILITY_VERSION_3, 0)
    _must(_libc.capset(header, bytes(24)), "capset")


# Landlock: three calls without a name in libc, of the same numbers on every machine.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_RULESET_VERSION, _PATH_BENEATH = 1, 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
#: What may be forbidden of files, of TCP ports and towards processes outside, by the kernel's version.
_FILES = ((1, (1 << 13) - 1), (2, 1 << 13), (3, 1 << 14), (5, 1 << 15))
_PORTS_SINCE, _SCOPES_SINCE = 4, 6


def hide_files(shown: Sequence[str]) -> bool:
    """Let no file be opened, for good, but to read those in `shown` (folders and files).

    False: this kernel has no Landlock (5.13 has; some containers forbid it). `no_new_privs` must
    be set. Files that are open already stay open, and a path can still be seen to exist.

    Raises:
        OSError: the kernel has it, and refused.
    """
    version = _libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _RULESET_VERSION)
    if version < 1:
        return False
    files = sum(bits for since, bits in _FILES if version >= since)
    ports = 3 if version >= _PORTS_SINCE else 0
    scopes = 3 if version >= _SCOPES_SINCE else 0
    size = 24 if scopes else 16 if ports else 8
    asked = struct.pack("=3Q", files, ports, scopes)[:size]
    rules = _libc.syscall(_CREATE_RULESET, asked, ctypes.c_size_t(size), 0)
    _must(min(rules, 0), "Landlock")
    try:
        for path in shown:
            if Path(path).exists():
                _show(rules, path)
        _must(_libc.syscall(_RESTRICT_SELF, rules, 0), "Landlock")
    finally:
        os.close(rules)
    return True


def _show(rules: int, path: str) -> None:
    beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        access = _READ_FILE | (_READ_DIR if Path(path).is_dir() else 0)
        rule = struct.pack("=Qi", access, beneath)
        _must(_libc.syscall(_ADD_RULE, rules, _PATH_BENEATH, rule, 0), "Landlock")
    finally:
        os.close(beneath)


# Each call by its number on x86_64 and on aarch64 (None where that machine has none).
_ALLOWED: dict[str, tuple[int | None, int | None]] = {
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "newfstatat": (262, 79),
    "stat": (4, None),
    "lstat": (6, None),
    "statx": (332, 291),
    "lseek": (8, 62),
    "pread64": (17, 67),
    "readv": (19, 65),
    "writev": (20, 66),
    "access": (21, None),
    "faccessat": (269, 48),
    "faccessat2": (439, 439),
    "readlink": (89, None),
    "readlinkat": (267, 78),
    "getdents64": (217, 61),
    "getcwd": (79, 17),
    "dup": (32, 23),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "brk": (12, 214),
    "futex": (202, 98),
    "membarrier": (324, 283),
    "rseq": (334, 293),
    "set_robust_list": (273, 99),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "getpid": (39, 172),
    "getppid": (110, 173),
    "gettid": (186, 178),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "getrlimit": (97, 163),
    "getrusage": (98, 165),
    "times": (100, 153),
    "uname": (63, 160),
    "sysinfo": (99, 179),
    "getrandom": (318, 278),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "getcpu": (309, 168),
    "poll": (7, None),
    "ppoll": (271, 73),
    "select": (23, None),
    "pselect6": (270, 72),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
_OPEN = ((2, None), 1)  # open(path, flags): the numbers, and which argument the flags are
_OPENAT = ((257, 56), 2)
_FCNTL = ((72, 25), 1)
_IOCTL = ((16, 29), 1)
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
# Only reading and setting flags, and duplicating: F_SETOWN and F_SETSIG could send a signal.
_FCNTL_COMMANDS = (0, 1, 2, 3, 4, 1030)
_IOCTL_COMMANDS = (0x5401, 0x5451)  # TCGETS (isatty) and FIOCLEX, which Python asks of any file

_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_KILL, _ALLOW, _REFUSE = 0x80000000, 0x7FFF0000, 0x00050000 | errno.EPERM
_NUMBER_AT, _MACHINE_AT, _ARGUMENTS_AT = 0, 4, 16


def filter_calls() -> bool:
    """Refuse every system call a reader does not need, for good. False: no list for this machine.

    Raises:
        OSError: the kernel has no seccomp filter, or no_new_privs is not set.
    """
    program = _program(platform.machine())
    if program is None:
        return False
    install_filter(program)
    return True


def install_filter(program: bytes) -> None:
    """Put a filter in classic BPF, eight bytes an instruction, on this process for good.

    Raises:
        OSError: the kernel has no seccomp filter, or no_new_privs is not set.
    """
    code = ctypes.create_string_buffer(program, len(program))
    head = ctypes.create_string_buffer(
        struct.pack("@HP", len(program) // 8, ctypes.addressof(code))
    )
    zero = ctypes.c_ulong(0)
    done = _libc.prctl(
        _PR_SET_SECCOMP, ctypes.c_ulong(_SECCOMP_MODE_FILTER), ctypes.byref(head), zero, zero
    )
    _must(done, "seccomp filter")


def _program(machine: str) -> bytes | None:
    """The filter in classic BPF, eight bytes an instruction; None for a machine without a list."""
    if machine not in _MACHINES:
        return None
    column, audit = _MACHINES[machine]

    def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
        return struct.pack("=HBBI", code, if_true, if_false, value)

    def argument(index: int) -> bytes:
        return step(_LOAD, _ARGUMENTS_AT + 8 * index)

    allow, refuse = step(_RETURN, _ALLOW), step(_RETURN, _REFUSE)
    parts = [step(_LOAD, _MACHINE_AT), step(_EQUAL, audit, 1), step(_RETURN, _KILL)]
    parts.append(step(_LOAD, _NUMBER_AT))
    for numbers in _ALLOWED.values():
        number = numbers[column]
        if number is not None:
            parts += [step(_EQUAL, number, 0, 1), allow]
    for numbers, index in (_OPEN, _OPENAT):
        number = numbers[column]
        if number is not None:
            inner = [argument(index), step(_ANY_BIT, _TO_WRITE, 1), allow, refuse]
            parts += [step(_EQUAL, number, 0, len(inner)), *inner]
    for (numbers, index), commands in ((_FCNTL, _FCNTL_COMMANDS), (_IOCTL, _IOCTL_COMMANDS)):
        number = numbers[column]
        if number is not None:
            inner = [argument(index)]
            for command in commands:
                inner += [step(_EQUAL, command, 0, 1), allow]
            inner.append(refuse)
            parts += [step(_EQUAL, number, 0, len(inner)), *inner]
    return b"".join([*parts, refuse])
