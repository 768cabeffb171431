"""What runs something when it is opened: names and contents that nobody should double-click.

Names go by the list of attachment types that Outlook blocks, by what Windows, macOS and Linux
start or mount by a name alone, and by disk images, whose files lose their mark of the web. None of
them is a form, so none is ever left to a person to "look at": it is told as active.

STANDARDS: Microsoft, "Blocked attachments in Outlook"; ECMA-119 and ECMA-167 (disk images), MS-ONE,
MS-CAB, MS-VHD; for the rest the magic that file(1) goes by.

BUGS: of the list are left out `mar` (a month: "12.Mar"), `tmp` (what some programs call any
attachment) and `html`, whose scripts parsers/guard_html looks for.
"""

from __future__ import annotations

_RUN = (
    # run by Windows or by something that comes with it
    "bat bas cmd com cpl exe dll drv ocx sys hlp hta htc chm cnt hpj inf ins isp its job js jse "
    "jsx lnk mcf msc msh msh1 msh2 mshxml msh1xml msh2xml ops osd pcd pif plg prf prg ps1 "
    "ps1xml ps2 ps2xml psc1 psc2 psd1 psdm1 psm1 cdxml reg scf scr sct shb shs vb vbe vbp vbs "
    "vbscript vsmacros vsw webpnp wsb wsc wsf wsh xbap xnk gadget grp fxp printerexport "
    "diagcab diagcfg diagpack settingcontent-ms appcontent-ms library-ms search-ms "
    "searchconnector-ms theme themepack deskthemepack cab "
    # installed
    "msi msp mst msu msix msixbundle appx appxbundle appinstaller appref-ms application ppkg "
    "apk ipa app command tool terminal workflow action scpt applescript mobileconfig pkg mpkg deb rpm snap "
    "appimage flatpak flatpakref run desktop crx xpi vsix air "
    # run by an interpreter
    "jar jnlp class py pyc pyo pyw pyz pyzw pl rb php asp aspx sh bash csh ksh zsh ahk au3 swf "
    # lead elsewhere, or fetch
    "url website webloc iqy oqy rqy dqy odc udl rdp ica asx slk "
    # Office's own: add-ins, databases, notebooks, pages saved whole
    "xll wll one onepkg onetoc2 mht mhtml svgz ade adp adn accda accdb accdc accde accdr accdt "
    "mad maf mag mam maq mas mat mau mav maw mda mdb mde mdn mdt mdw mdz pst "
    # disk images
    "iso img vhd vhdx vmdk vdi wim esd dmg udf nrg toast sparseimage qcow2 ova "
    # what is trusted once it is opened
    "cer crt der"
)
_MACROS = "docm dotm xlsm xltm xlam xlsb xla xlm pptm ppam ppsm potm sldm ppa"
#: Names under which a system runs, installs, mounts or fetches something, without the dot.
SCRIPTS = frozenset(_RUN.split())
#: Names under which macros are meant to run, whatever the file holds today.
MACRO_NAMES = frozenset(_MACROS.split())
#: Contents known by how they begin, and by what stands further in (offset, magic).
_BEGINS: tuple[tuple[bytes, str], ...] = (
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3", "a OneNote section"),
    (b"\xa1\x2f\xff\x43\xd9\xef\x76\x4c\x9e\xe2\x10\xea\x57\x22\x76\x5f", "a OneNote notebook"),
    (b"ITSF\x03\0\0\0", "a compiled help file"),
    (b"?_\x03\0", "a help file"),
    (b"MSCF\0\0\0\0", "a cabinet, which installs software"),
    (b"vhdxfile", "a disk image"),
    (b"conectix", "a disk image"),
    (b"MSWIM\0\0\0", "a disk image"),
    (b"KDMV", "a disk image"),
    (b"QFI\xfb", "a disk image"),
    (b"<<< Oracle VM VirtualBox Disk Image", "a disk image"),
    (b"xar!\0", "a package that installs software"),
    (b"!<arch>\ndebian-binary", "a package that installs software"),
    (b"\xed\xab\xee\xdb", "a package that installs software"),
    (b"dex\n03", "a program"),
)
_WITHIN: tuple[tuple[int, bytes], ...] = (
    *((at, b"CD001") for at in (0x8001, 0x8801, 0x9001)),
    *((at, word) for at in (0x8001, 0x8801, 0x9001) for word in (b"BEA01", b"NSR02", b"NSR03")),
    (-512, b"conectix"),  # a fixed VHD has its magic in a footer alone
    (-512, b"koly\0\0\0\x04"),  # a macOS image
)
#: A page that Word saved whole keeps its macros so (ActiveMime, here in base64).
_PAGE_MACROS = (b"ActiveMime", b"QWN0aXZlTWltZQ", b"application/x-mso")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: The class of a Windows Installer database, its patch and its transform (MS-CFB 2.6.1).
_INSTALLERS = tuple(
    bytes((low, 0x10, 0x0C, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46))
    for low in (0x82, 0x84, 0x86)
)


def runs(data: bytes) -> str | None:
    """What a content is that runs, installs or mounts something when opened, in words of ours.

    None for anything else. Programs proper are known by `parsers.kinds`. A disk image may begin
    with any other file, so it is looked for whatever the bytes begin like.
    """
    for magic, words in _BEGINS:
        if data.startswith(magic):
            return words
    if any(_stands(data, at, word) for at, word in _WITHIN) or _boots(data):
        return "a disk image"
    if data.startswith(_OLE) and any(one in data for one in _INSTALLERS):
        return "a package that installs software"
    begin = data[:4096].lstrip().lower()
    if begin.startswith(b"mime-version:") and any(one in data for one in _PAGE_MACROS):
        return "a page saved whole, with macros"
    return None


def _stands(data: bytes, at: int, word: bytes) -> bool:
    """Whether a magic stands at a place, which counts from the end where it is negative."""
    place = at if at >= 0 else len(data) + at
    return place >= 0 and data.startswith(word, place)


def _boots(data: bytes) -> bool:
    """Whether the bytes are a FAT or NTFS volume from its first sector on."""
    if data[510:512] != b"\x55\xaa":
        return False
    return data[54:57] == b"FAT" or data[82:87] == b"FAT32" or data[3:11] == b"NTFS    "
