"""What a process that starts LibreOffice or tesseract takes away from itself and from them.

parsers/confine.py lists what a reader needs and refuses the rest; of programs as large as these
nobody can keep such a list. So this one lists what no converter needs and an attacker would: other
processes' memory, namespaces and mounts, kernel facilities with a history, and any socket but a
Unix one. The walls around it are bubblewrap's.

STANDARDS: seccomp(2), setrlimit(2), prctl(2).
SECURITY: on top of namespaces, never instead of them: it is not used without bubblewrap.
ERRORS: OSError where the kernel refuses.
BUGS: only x86_64 and aarch64 have a filter; another machine runs with the other walls alone.
"""

from __future__ import annotations

import errno
import math
import os
import platform
import resource
import socket
import struct
from pathlib import Path

from parsers import confine

#: The programs that are started, where Debian puts them.
OFFICE_PROGRAM = Path("/usr/lib/libreoffice/program/soffice.bin")
OCR_PROGRAM = Path("/usr/bin/tesseract")
#: Bytes that one file in the workshop's /tmp may hold.
MAX_FILE = 128 * 1024 * 1024
_PROCESSES = 256
_DESCRIPTORS = 1024

# Each call by its number on x86_64 and on aarch64 (None where that machine has none).
_REFUSED: dict[str, tuple[int | None, int | None]] = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "mount_setattr": (442, 442),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "kexec_load": (246, 104),
    "personality": (135, 92),
    "quotactl": (179, 60),
    "swapon": (167, 224),
    "reboot": (169, 142),
    "syslog": (103, 116),
    "acct": (163, 89),
    "vmsplice": (278, 75),
    "mknodat": (259, 33),
    "shmget": (29, 194),  # memory that outlives its process and counts for none
}
_SOCKET = (41, 198)
#: Its flags lie where a filter cannot look: "no such call", and the C library asks clone instead.
_CLONE3 = (435, 435)
_CLONE = (56, 220)
_CLONE_NEW = 0x7E020000  # every CLONE_NEW* namespace but time's
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_KILL, _ALLOW, _REFUSE = 0x80000000, 0x7FFF0000, 0x00050000 | errno.EPERM
_NO_SUCH = 0x00050000 | errno.ENOSYS
_NUMBER_AT, _MACHINE_AT, _ARGUMENTS_AT = 0, 4, 16
_X32 = 0x40000000  # the other numbering of x86_64, which no program here uses


def settle_workshop(seconds: float, memory_bytes: int) -> None:
    """Take the limits of one job for this process and all it starts.

    `memory_bytes` of address space for each process, `seconds` of CPU (and 1 more) for each,
    files of at most MAX_FILE bytes, no core. Wall time is the worker's to keep.

    Raises:
        OSError: the kernel refused.
    """
    confine.settle_parent()
    cpu = math.ceil(seconds) + 1
    for limit, value in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_NOFILE, _DESCRIPTORS),
        (resource.RLIMIT_FSIZE, MAX_FILE),
        (resource.RLIMIT_NPROC, _PROCESSES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 0),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        resource.setrlimit(limit, (value, value))


def confine_programs() -> bool:
    """Refuse the calls above, for good and for whatever is started. False: no list for this machine.

    Raises:
        OSError: the kernel has no seccomp filter, or no_new_privs is not set.
    """
    program = _program(platform.machine())
    if program is None:
        return False
    confine.install_filter(program)
    return True


def _program(machine: str) -> bytes | None:
    """The filter in classic BPF, eight bytes an instruction; None for a machine without a list."""
    if machine not in _MACHINES:
        return None
    column, audit = _MACHINES[machine]

    def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
        return struct.pack("=HBBI", code, if_true, if_false, value)

    refuse, allow = step(_RETURN, _REFUSE), step(_RETURN, _ALLOW)
    parts = [step(_LOAD, _MACHINE_AT), step(_EQUAL, audit, 1), step(_RETURN, _KILL)]
    parts.append(step(_LOAD, _NUMBER_AT))
    if machine == "x86_64":
        parts += [step(_AT_LEAST, _X32, 0, 1), refuse]
    for numbers in _REFUSED.values():
        number = numbers[column]
        if number is not None:
            parts += [step(_EQUAL, number, 0, 1), refuse]
    parts += [step(_EQUAL, _CLONE3[column], 0, 1), step(_RETURN, _NO_SUCH)]
    inner = [step(_LOAD, _ARGUMENTS_AT), step(_EQUAL, int(socket.AF_UNIX), 1), refuse, allow]
    parts += [step(_EQUAL, _SOCKET[column], 0, len(inner)), *inner]
    inner = [step(_LOAD, _ARGUMENTS_AT), step(_ANY_BIT, _CLONE_NEW, 0, 1), refuse, allow]
    parts += [step(_EQUAL, _CLONE[column], 0, len(inner)), *inner]
    return b"".join([*parts, allow])


def environment() -> dict[str, str]:
    """What a program that is started here has for its environment: one thread, all of it in /tmp."""
    kept = {key: os.environ[key] for key in ("LANG", "PYTHONPATH") if key in os.environ}
    return {
        **kept,
        "HOME": "/tmp",  # noqa: S108 - a tmpfs that this one process has to itself
        "TMPDIR": "/tmp",  # noqa: S108 - the same
        "PATH": "/usr/bin",
        "OMP_THREAD_LIMIT": "1",
        "SAL_USE_VCLPLUGIN": "svp",  # LibreOffice without a screen
    }
