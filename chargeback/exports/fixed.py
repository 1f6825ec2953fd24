"""A workbook without the moment at which it was written: the same figures give the same bytes, today and in years."""

import datetime as dt
import io
import re
import zipfile

PROPERTIES = "docProps/core.xml"
MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that zip files know


def fixed(workbook: bytes, moment: dt.datetime) -> bytes:
    """The workbook, changed at `moment` as far as the file says; openpyxl writes the present into it."""
    file = io.BytesIO()
    written = f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == PROPERTIES:
                content = MODIFIED.sub(rb"\g<1>" + written + rb"\g<2>", content)
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, content)
    return file.getvalue()
