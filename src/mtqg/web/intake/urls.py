"""Addresses of intake."""

from __future__ import annotations

from django.urls import path

import mtqg.web.numbers_in_addresses  # noqa: F401 - what <number:…> is
from mtqg.web.intake import batch_views, piece_views, sheet_views, views
from mtqg.web.intake.grid import views as grid

PREFIX = "nhap/"
urlpatterns = [
    path("", views.intake, name="intake"),
    path("mau/", views.template, name="intake_template"),
    path("tai-len/", views.upload, name="intake_upload"),
    path("tung-phan/", piece_views.begin, name="intake_pieces"),
    path("tung-phan/<str:token>/", piece_views.piece, name="intake_piece"),
    path("tung-phan/<str:token>/bo/", piece_views.stop, name="intake_piece_stop"),
    path("tep/<str:token>/", views.checked, name="intake_checked"),
    path("tep/<str:token>/tra-loi/", views.answer, name="intake_answer"),
    path("tep/<str:token>/ghi/", views.record, name="intake_record"),
    path("tep/<str:token>/bo/", views.drop, name="intake_drop"),
    path("tep/<str:token>/sua/<str:name>/", views.reply, name="intake_reply"),
    path("tep/<str:token>/bien-nhan/<str:name>", views.receipt, name="intake_receipt"),
    path("tep/<str:token>/bien-nhan.zip", views.bundle, name="intake_bundle"),
    path("dot/", batch_views.batches, name="batches"),
    path("dot/<number:batch>/", batch_views.batch, name="batch"),
    path("dot/<number:batch>/hoan-tac/", batch_views.undo, name="batch_undo"),
    path("cho-sua/", batch_views.set_aside, name="set_aside"),
    path("cho-sua/<number:batch>/<number:number>/", batch_views.document, name="set_aside_document"),
    path("phieu/", sheet_views.sheet, name="sheet"),
    path("phieu/luu/", sheet_views.keep, name="sheet_keep"),
    path("phieu/ghi/", sheet_views.record, name="sheet_record"),
    path("phieu/bo/", sheet_views.drop, name="sheet_drop"),
    path("bang/", grid.grid, name="grid"),
    path("bang/luu/", grid.keep, name="grid_keep"),
    path("bang/doi/", grid.changes, name="grid_changes"),
    path("bang/ten/", grid.names, name="grid_names"),
    path("bang/them/", grid.add, name="grid_add"),
    path("bang/bo/", grid.drop, name="grid_drop"),
    path("bang/ghi/", grid.send, name="grid_send"),
]
