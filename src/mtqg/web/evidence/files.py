"""Files on their way in and out: what a form takes, and an answer that no cache keeps and no page can run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse

from mtqg.evidence.actions import MOST
from mtqg.evidence.problems import TOO_LARGE
from mtqg.evidence.reading import LARGEST, MOST_READ, File
from mtqg.evidence.terms import MEDIA
from mtqg.web.intake.forms import ManyFiles
from mtqg.web.words import t

_ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}
_ACCEPTED = ",".join(MEDIA)
LONGEST_SIDE = 1600  # of a photograph that the page's script shrinks


def files_field(label: str = "Ảnh hoặc bản quét") -> ManyFiles:
    """Several pictures or PDF files. The script beside it shrinks pictures before they are sent."""
    told = {"small": "Đã thu nhỏ: [sizes]. Vị trí chụp đã được bỏ.", "bad": "Trình duyệt không đọc được ảnh [name]."}
    about = {"data-shrink": LARGEST["image/jpeg"], "data-side": LONGEST_SIDE}
    widget = ManyFiles.Widget({"multiple": True, "accept": _ACCEPTED, **about})
    widget.attrs |= {f"data-{name}": t(said) for name, said in told.items()}
    help_text = "Ảnh .jpg, .png được thu nhỏ trước khi gửi; tệp .pdf nhiều nhất 5 MB."
    return ManyFiles(label=label, widget=widget, help_text=help_text)


def given(files: list[Any]) -> list[tuple[str, bytes]]:
    """Names and contents. One that is far too large is not read."""
    if len(files) > MOST:
        raise forms.ValidationError(t("Nhiều nhất {n} tệp một lần.", n=MOST))
    limit = max(LARGEST.values()) // 1000
    large = [
        TOO_LARGE.at(given=one.name[-60:], size=-(-one.size // 1000), limit=limit)
        for one in files
        if one.size > MOST_READ
    ]
    if large:
        raise forms.ValidationError([f"{one.message} {one.remedy}" for one in large])
    return [(str(one.name), one.read()) for one in files]


def answer(file: File) -> HttpResponse:
    """A file as it is shown: of the type that its content has, and of no other. A PDF is taken down, not run here."""
    response = HttpResponse(file.data, content_type=file.media_type)
    how = "attachment" if file.media_type == "application/pdf" else "inline"
    response["Content-Disposition"] = f'{how}; filename="{file.name}.{_ENDINGS[file.media_type]}"'
    response["Cache-Control"] = "no-store"
    return response


def told(row: Any) -> str:
    """Its kind and size."""
    return f"{t(MEDIA[row.media_type])}, {-(-row.byte_count // 1000)} kB"
