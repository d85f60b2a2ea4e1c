"""A form with a file, as browsers send it."""

from collections.abc import Mapping

BOUNDARY = "----WebKitFormBoundary7MA4YWxkTrZu0gW"
KIND = f"multipart/form-data; boundary={BOUNDARY}"


def form(fields: Mapping[str, str], **files: bytes) -> bytes:
    """The body of the form."""
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value.encode()
        for name, value in fields.items()
    ] + [
        f'Content-Disposition: form-data; name="{name}"; filename="C:\\bild.png"\r\nContent-Type: image/png\r\n\r\n'.encode()
        + content
        for name, content in files.items()
    ]
    line = f"--{BOUNDARY}".encode()
    return b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"
